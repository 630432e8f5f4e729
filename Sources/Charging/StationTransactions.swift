import Readings

/// The transactions that stations name themselves (OCPP 2.0.1 part 2, TransactionEvent): each message names its own, so that
/// nothing has to be joined by order. Meter values of the same name tell the energy.
///
/// The names are to be used once. A station that counts them anew after a restart uses them again: a start behind the end,
/// or any later start, and a message number that falls back to nought begin another transaction of that name.
struct StationTransactions {
    /// In no order.
    private(set) var transactions: [Transaction] = []
    /// Ends of which no connector is known.
    private(set) var unpairedStops = 0

    private struct Told {
        var event: RecordedEvent
        var update: TransactionUpdate

        func goesOn(behind counted: Int64?) -> Bool {
            guard let counted else { return false }
            return update.phase != .started && update.sequence > counted
        }

        /// A copy of the start, which a station without a reply sends again, has its instant and begins nothing; nor does an
        /// end.
        func begins(behind part: [Told]) -> Bool {
            guard let first = part.first, event.at > first.event.at else { return false }
            if update.phase == .started { return true }
            return update.phase == .updated && update.sequence == 0 && part.contains { $0.update.sequence > 0 }
        }
    }

    /// - Parameter events: ascending in time.
    init(_ events: [RecordedEvent]) {
        var updates: [TransactionKey: [Told]] = [:]
        for recorded in events {
            guard case .transaction(let update) = recorded.event.kind else { continue }
            updates[update.key, default: []].append(Told(event: recorded, update: update))
        }
        guard !updates.isEmpty else { return }
        var registers: [TransactionKey: [RecordedEvent]] = [:]
        for recorded in events {
            guard case .register(_, let key?) = recorded.event.kind, updates[key] != nil else { continue }
            registers[key, default: []].append(recorded)
        }
        for (key, told) in updates {
            let parts = Self.parts(told)
            for index in parts.indices {
                let next = index + 1 < parts.count ? parts[index + 1].first?.event.at : nil
                take(key, parts[index], registers[key] ?? [], before: next)
            }
        }
    }

    /// What was told under one name, cut where another transaction begins.
    /// - Parameter told: ascending in time.
    private static func parts(_ told: [Told]) -> [[Told]] {
        var parts: [[Told]] = []
        var lower = 0
        while lower < told.count {
            var upper = lower + 1
            while upper < told.count, told[upper].event.at == told[lower].event.at { upper += 1 }
            // Of one instant, what goes on with the last part comes before what begins another.
            let counted = parts.last?.map(\.update.sequence).max()
            let sorted = told[lower..<upper].sorted { left, right in
                let (mine, theirs) = (left.goesOn(behind: counted), right.goesOn(behind: counted))
                return mine != theirs ? mine : left.update.sequence < right.update.sequence
            }
            for one in sorted {
                if let last = parts.last, !one.begins(behind: last) {
                    parts[parts.count - 1].append(one)
                } else {
                    parts.append([one])
                }
            }
            lower = upper
        }
        return parts
    }

    /// The first message stands for a start that was lost, the earliest end for the end.
    /// - Parameter next: where the next transaction of that name begins.
    private mutating func take(
        _ key: TransactionKey, _ told: [Told], _ registers: [RecordedEvent], before next: Instant?
    ) {
        let start = told.first { $0.update.phase == .started } ?? told[0]
        let end = told.first {
            $0.update.phase == .ended && $0.event.at >= start.event.at
                && ChargingReach.holds(start.event.at, $0.event.at)
        }
        guard let connector = told.lazy.compactMap(\.event.event.connector).first(where: { $0 > 0 }) else {
            if end != nil { unpairedStops += 1 }
            return
        }
        let values = registers.compactMap { recorded -> WattHours? in
            guard recorded.at >= start.event.at, end != nil || recorded.at < next ?? .distantFuture,
                recorded.at <= end?.event.at ?? .distantFuture,
                case .register(let value, _) = recorded.event.kind
            else { return nil }
            return value
        }
        let none = WattHours(millionths: 0)
        var transaction = Transaction(
            connector: connector, plugIn: start.event.at, received: start.event.received,
            messageID: key.description, meterStart: values.first ?? none, fate: start.event.stampFate,
            hasMeter: !values.isEmpty, number: key.joining)
        if let end {
            transaction.stop = Transaction.Stop(
                connector: connector, at: end.event.at, received: end.event.received, number: key.joining,
                meter: values.last ?? none, reason: end.update.reason ?? .local, fate: end.event.stampFate)
            transaction.pairing = .transaction
        }
        transactions.append(transaction)
    }
}
