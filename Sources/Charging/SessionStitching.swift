import Readings

/// Puts a visit together again that a reboot of the charge point cut in two: the unit ended its transaction, or lost it, and
/// began another one with the same car and the same meter.
struct SessionStitching {
    /// Of one connector, ordered by plug-in.
    let transactions: [Transaction]
    let evidence: ConnectorEvidence
    let rated: RatedPower

    /// The longest time from the end of the one to the start of the other, which a reboot and a new authorisation take.
    static let longestGap = 10 * Microseconds.minute
    /// No part and no whole is longer, so that a whole is seen by every block that it touches.
    static let longest = 7 * Microseconds.day

    /// The transactions, those that belong together as one.
    func stitched() -> [Transaction] {
        guard transactions.count > 1 else { return transactions }
        // From the last one back: what goes on must end in a stop.
        var isContinued = [Bool](repeating: false, count: transactions.count)
        for index in transactions.indices.dropLast().reversed() {
            let next = transactions[index + 1]
            let isEnded = isContinued[index + 1] || (next.stop.map { Self.isPlain(next, $0) } ?? false)
            isContinued[index] = isEnded && goesOn(transactions[index], in: next)
        }
        var joined: [Transaction] = []
        var index = 0
        while index < transactions.count {
            var last = index
            while isContinued[last] { last += 1 }
            let parts = transactions[index...last]
            if let end = parts.last?.stop?.at, last > index,
                end.microseconds(since: parts[index].plugIn) <= Self.longest
            {
                joined.append(Self.whole(parts))
            } else {
                joined += parts
            }
            index = last + 1
        }
        return joined
    }

    /// A transaction that ends behind its start, and not below its meter.
    private static func isPlain(_ transaction: Transaction, _ stop: Transaction.Stop) -> Bool {
        let length = stop.at.microseconds(since: transaction.plugIn)
        return length >= 0 && length <= longest && stop.meter >= transaction.meterStart
    }

    /// The unit stopped the first for a reboot, or lost its stop; the second starts within ten minutes, its meter goes on
    /// from where it was, and nothing says that the connector was free meanwhile.
    private func goesOn(_ first: Transaction, in second: Transaction) -> Bool {
        let end: (at: Instant, meter: Int64)
        if let stop = first.stop {
            guard stop.reason.isReboot, Self.isPlain(first, stop) else { return false }
            end = (stop.at, stop.meter.millionths)
        } else {
            guard let last = lastRegister(of: first, before: second.plugIn),
                last.value >= first.meterStart.millionths, last.at.microseconds(since: first.plugIn) <= Self.longest
            else { return false }
            end = (last.at, last.value)
        }
        let gap = second.plugIn.microseconds(since: end.at)
        guard second.plugIn > first.plugIn, gap >= 0, gap <= Self.longestGap else { return false }
        let (rise, isOverflow) = second.meterStart.millionths.subtractingReportingOverflow(end.meter)
        let cap = rated.cap(ofConnector: first.connector, at: first.plugIn)
        // Without a rating only the very same value tells.
        guard !isOverflow, rise >= 0, rise <= cap?.energy(over: gap) ?? 0 else { return false }
        return !isFreed(from: end.at, through: second.plugIn, isStopped: first.stop != nil)
    }

    private func lastRegister(of transaction: Transaction, before next: Instant) -> ConnectorEvidence.Measurement? {
        let lower = evidence.registers.partitioningIndex { $0.at >= transaction.plugIn }
        let upper = evidence.registers.partitioningIndex { $0.at >= next }
        return evidence.registers[lower..<max(lower, upper)].last { transaction.isNamed(by: $0.transaction) ?? true }
    }

    /// Whether a word says that the car went, or, where no stop tells of a reboot, that its transaction ended.
    private func isFreed(from start: Instant, through end: Instant, isStopped: Bool) -> Bool {
        let lower = evidence.words.partitioningIndex { $0.at >= start }
        let upper = evidence.words.partitioningIndex { $0.at > end }
        return evidence.words[lower..<max(lower, upper)].contains { word in
            switch word.status {
            case .available, .reserved: true
            case .finishing: !isStopped
            case .preparing, .charging, .suspendedEV, .suspendedEVSE, .inUse, .blocked, .unavailable, .faulted,
                .unknown,
                .retired, .inService:
                false
            }
        }
    }

    private static func whole(_ parts: ArraySlice<Transaction>) -> Transaction {
        var whole = parts[parts.startIndex]
        for (part, next) in zip(parts, parts.dropFirst()) {
            whole.joints.append(
                .init(stop: part.stop, restart: next.plugIn, meterRestart: next.meterStart, number: next.number))
        }
        whole.stop = parts[parts.endIndex - 1].stop
        let evidence = parts.map(\.pairing)
        whole.pairing = evidence.contains(.order) ? .order : .transaction
        return whole
    }
}

extension StopReason {
    /// The unit's own end, not the driver's: OCPP 1.6 edition 2, section 7.36.
    fileprivate var isReboot: Bool {
        switch self {
        case .hardReset, .softReset, .reboot, .powerLoss: true
        default: false
        }
    }
}
