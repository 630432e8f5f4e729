import Readings

/// Turns the transactions of one connector and what it said meanwhile into sessions.
struct SessionDerivation {
    /// Of one connector, ordered by plug-in.
    var transactions: [Transaction]
    var evidence: ConnectorEvidence
    /// When the charge point was heard.
    var liveness: Liveness
    private let stops: Set<Instant>

    /// Three minutes: the shortest session in the Department for Transport's 2017 charge point statistics.
    static let shortest = 3 * Microseconds.minute

    init(transactions: [Transaction], evidence: ConnectorEvidence, liveness: Liveness) {
        self.transactions = transactions
        self.evidence = evidence
        self.liveness = liveness
        stops = Set(transactions.compactMap { $0.stop?.at })
    }

    func sessions() -> [ChargingSession] {
        var sessions: [ChargingSession] = []
        for index in transactions.indices {
            var session = session(of: index)
            if let previous = sessions.last, previous.plugIn == session.plugIn {
                session.ordinal = previous.ordinal + 1
            }
            sessions.append(session)
        }
        return sessions
    }

    private func session(of index: Int) -> ChargingSession {
        let transaction = transactions[index]
        var session = ChargingSession(
            connector: transaction.connector, transaction: transaction.number, plugIn: transaction.plugIn,
            unplug: transaction.stop?.at, meterStart: transaction.meterStart, meterStop: transaction.stop?.meter,
            state: .completed, endReason: transaction.stop?.reason, evidence: transaction.pairing, flags: [],
            ordinal: 0,
            charging: [], curve: .none)
        if let stop = transaction.stop {
            judge(&session, stop: stop)
        } else if isFollowed(index) || isContradicted(index) {
            session.state = .invalid
            session.result = .missingStop
            session.flags = [.missingStop]
        } else {
            session.state = .active
        }
        if session.isCounted { fill(&session, index: index) }
        return session
    }

    /// A session counts when it has a stop after its start and energy of at least 0.
    private func judge(_ session: inout ChargingSession, stop: Transaction.Stop) {
        let length = stop.at.microseconds(since: session.plugIn)
        let energy = stop.meter.millionths.subtractingReportingOverflow(session.meterStart.millionths)
        session.energy = energy.overflow ? nil : WattHours(millionths: energy.partialValue)
        if length == 0 { session.flags.append(.zeroLength) }
        if length < 0 { session.flags.append(.negativeLength) }
        if energy.overflow || energy.partialValue < 0 { session.flags.append(.negativeEnergy) }
        if !session.flags.isEmpty {
            session.state = .invalid
            session.result = length == 0 ? .zeroLength : .negative
            return
        }
        if length <= Self.shortest { session.flags.append(.short) }
        if energy.partialValue == 0 { session.flags.append(.zeroEnergy) }
        session.result = session.flags.isEmpty ? .ok : .failedAttempt
    }

    /// The next start of the connector, unless it comes when nobody asks any more what became of this one.
    private func isFollowed(_ index: Int) -> Bool {
        index + 1 < transactions.count
            && ChargingReach.holds(transactions[index].plugIn, transactions[index + 1].plugIn)
    }

    /// A free connector after the start of the last transaction: its car has gone and its stop was lost (or waits in the
    /// unit's queue, and will repair this when it comes).
    private func isContradicted(_ index: Int) -> Bool {
        words(of: index).contains { word in
            word.at > transactions[index].plugIn && (word.status == .available || word.status == .reserved)
        }
    }

    private func fill(_ session: inout ChargingSession, index: Int) {
        let end = max(session.unplug ?? lastRecord(within: session.plugIn), session.plugIn)
        session.occupied = session.plugIn..<end
        let spells = ChargingSpells(
            in: session.plugIn..<end, words: words(of: index), isTouching: stops.contains(session.plugIn))
        session.charging = spells.spans
        session.chargeStart = spells.spans.first?.lowerBound
        session.chargeEnd = session.state == .active && spells.isChargingAtEnd ? nil : spells.spans.last?.upperBound
        let charging = spells.spans.reduce(0) { $0 + $1.upperBound.microseconds(since: $1.lowerBound) }
        session.chargingMicroseconds = charging
        session.idleMicroseconds = end.microseconds(since: session.plugIn) - charging

        let registers = measurements(evidence.registers, of: index, until: end).compactMap { measurement in
            let rise = measurement.value.subtractingReportingOverflow(session.meterStart.millionths)
            return rise.overflow ? nil : EnergyCurve.Knot(at: measurement.at, energy: rise.partialValue)
        }
        if session.unplug != nil, let energy = session.energy {
            session.curve = EnergyCurve(
                plugIn: session.plugIn, chargeEnd: session.chargeEnd ?? session.plugIn, stop: end,
                energy: energy.millionths, registers: registers)
        } else {
            session.curve = EnergyCurve(plugIn: session.plugIn, registers: registers)
            session.energy = session.curve.total.map(WattHours.init(millionths:))
        }
        session.peakMicrowatts = peak(of: session, index: index, registers: registers)
    }

    /// Until when an open transaction is believed: to the charge point's newest record, at most 35 days.
    private func lastRecord(within plugIn: Instant) -> Instant {
        liveness.lastRecord(upTo: ChargingReach.end(ofSessionFrom: plugIn)) ?? plugIn
    }

    private func peak(of session: ChargingSession, index: Int, registers: [EnergyCurve.Knot]) -> Int64? {
        guard let end = session.occupied?.upperBound else { return nil }
        if let power = measurements(evidence.powers, of: index, until: end).map(\.value).max() { return power }
        let ceiling = session.unplug == nil ? Int64.max : session.energy?.millionths ?? 0
        let inside = EnergyCurve.rising(registers.filter { $0.energy <= ceiling }, from: session.plugIn)
        guard !inside.isEmpty else { return nil }
        return PeakPower.ofRegisters([EnergyCurve.Knot(at: session.plugIn, energy: 0)] + inside)
    }

    /// A status belongs to the transaction that started last at or before it, at most 35 days.
    private func words(of index: Int) -> ArraySlice<ConnectorEvidence.Word> {
        let start = transactions[index].plugIn
        let lower = evidence.words.partitioningIndex { $0.at >= start }
        let next = index + 1 < transactions.count ? transactions[index + 1].plugIn : .distantFuture
        let upper = evidence.words.partitioningIndex { $0.at >= next || !ChargingReach.holds(start, $0.at) }
        return evidence.words[lower..<max(lower, upper)]
    }

    /// The measurements that name the transaction, and those that name none, or one that cannot be compared, from its
    /// start to the next one's.
    private func measurements(
        _ all: [ConnectorEvidence.Measurement], of index: Int, until end: Instant
    ) -> [ConnectorEvidence.Measurement] {
        let transaction = transactions[index]
        let next = index + 1 < transactions.count ? transactions[index + 1].plugIn : .distantFuture
        let lower = all.partitioningIndex { $0.at >= transaction.plugIn }
        let upper = all.partitioningIndex { $0.at > end }
        return all[lower..<max(lower, upper)].filter { measurement in
            if let named = measurement.transaction, named >= 0, let number = transaction.number {
                return named == number
            }
            return measurement.at < next
        }
    }
}
