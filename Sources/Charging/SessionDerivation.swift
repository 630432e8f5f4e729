import Readings

/// Turns the transactions of one connector and what it said meanwhile into sessions.
struct SessionDerivation {
    /// Of one connector, ordered by plug-in.
    let transactions: [Transaction]
    let evidence: ConnectorEvidence
    /// When the charge point was heard.
    let liveness: Liveness
    let rated: RatedPower
    /// Up to when anything was received, of whatever device.
    let asOf: Instant
    private let stops: Set<Instant>
    /// Of each transaction, and what its registers say of their meaning; nil for one without any.
    private let registers: [SessionRegisters]
    private let judgements: [SessionRegisters.Judgement?]

    /// Three minutes: the shortest session in the Department for Transport's 2017 charge point statistics.
    static let shortest = 3 * Microseconds.minute

    init(
        transactions: [Transaction], evidence: ConnectorEvidence, liveness: Liveness, rated: RatedPower, asOf: Instant
    ) {
        self.transactions = transactions
        self.evidence = evidence
        self.liveness = liveness
        self.rated = rated
        self.asOf = asOf
        stops = Set(transactions.compactMap { $0.stop?.at })
        let measurements = TransactionMeasurements(transactions: transactions)
        registers = transactions.indices.map { index in
            let transaction = transactions[index]
            let end = max(transaction.stop?.at ?? liveness.lastRecord(within: transaction), transaction.plugIn)
            return SessionRegisters(
                plugIn: transaction.plugIn, end: end, meterStart: transaction.meterStart.millionths,
                meterStop: transaction.stop?.meter.millionths,
                values: measurements.registers(evidence.registers, of: index, until: end),
                cap: rated.cap(ofConnector: transaction.connector, at: transaction.plugIn))
        }
        judgements = registers.map { $0.values.isEmpty ? nil : $0.judgement() }
    }

    /// What the finished sessions say of the meaning of registers. Those that were joined by order say nothing: which one a
    /// stop ends can depend on what lies further back.
    var votes: [DeviceReadings.Vote] {
        transactions.indices.compactMap { index in
            guard let judgement = judgements[index], judgement.margin > 0,
                transactions[index].pairing == .transaction, (registers[index].total ?? -1) >= 0
            else { return nil }
            return .init(
                plugIn: registers[index].plugIn, end: registers[index].end, reading: judgement.reading)
        }
    }

    func sessions(_ device: DeviceReadings) -> [ChargingSession] {
        var sessions: [ChargingSession] = []
        for index in transactions.indices {
            var session = session(of: index, device)
            if let previous = sessions.last, previous.plugIn == session.plugIn {
                session.ordinal = previous.ordinal + 1
            }
            sessions.append(session)
        }
        return sessions
    }

    private func session(of index: Int, _ device: DeviceReadings) -> ChargingSession {
        let transaction = transactions[index]
        var session = ChargingSession(
            connector: transaction.connector, transaction: transaction.numbers.first, numbers: transaction.numbers,
            plugIn: transaction.plugIn, unplug: transaction.stop?.at,
            meterStart: transaction.hasMeter ? transaction.meterStart : nil,
            meterStop: transaction.hasMeter ? transaction.stop?.meter : nil,
            state: .completed, endReason: transaction.isReasonTold ? transaction.stop?.reason : nil,
            evidence: transaction.pairing, flags: [],
            ordinal: 0,
            charging: [], curve: .none)
        let meter = meter(of: index, device)
        if let stop = transaction.stop {
            session.isStopToldAtOnce = stop.received.microseconds(since: stop.at) <= ChargingReach.toldAtOnce
            judge(&session, stop: stop, meter)
        } else {
            judgeOpen(&session, index: index)
        }
        if transaction.record?.status == .invalid {
            session.state = .invalid
            session.result = nil
        }
        for (fate, flag) in [(StampFate.clockReset, SessionFlag.clockReset), (.missing, .withoutStamp)]
        where transaction.fates.contains(fate) {
            session.flags.append(flag)
        }
        if transaction.fates.contains(.clockReset), session.isCounted, isOverRating(session, index) {
            session.state = .invalid
            session.result = .wrongClock
        }
        guard session.isCounted else { return session }
        fill(&session, index: index, meter)
        if !transaction.joints.isEmpty { session.flags.append(.stitched) }
        session.flags += meter.flags
        if isOverRating(session, index) { session.flags.append(.overRating) }
        return session
    }

    private func isOverRating(_ session: ChargingSession, _ index: Int) -> Bool {
        guard let unplug = session.unplug, let energy = session.energy?.millionths else { return false }
        return energy > registers[index].cap.energy(from: session.plugIn, to: unplug)
    }

    private func meter(of index: Int, _ device: DeviceReadings) -> SessionMeter {
        let registers = registers[index]
        var meter = SessionMeter(registers, judgement: judgements[index], device: device)
        let measurements = TransactionMeasurements(transactions: transactions)
        func inside(_ all: [ConnectorEvidence.Measurement]) -> [EnergyCurve.Knot] {
            measurements.of(all, index: index, until: registers.end).map { .init(at: $0.at, energy: $0.value) }
        }
        let sums = SessionSums(
            plugIn: registers.plugIn, end: registers.end, cap: registers.cap,
            isShown: !transactions[index].pairing.isTold)
        let (counter, intervals) = (inside(evidence.counters), inside(evidence.intervals))
        let powers = inside(evidence.powers)
        meter.complete(by: sums, counter: counter, intervals: intervals, powers: powers)
        let transaction = transactions[index]
        meter.isUntold =
            !transaction.hasMeter && transaction.record?.energy == nil && counter.isEmpty && intervals.isEmpty
            && powers.isEmpty
        return meter
    }

    /// A session counts when it has a stop after its start and energy of at least 0.
    private func judge(_ session: inout ChargingSession, stop: Transaction.Stop, _ meter: SessionMeter) {
        let length = stop.at.microseconds(since: session.plugIn)
        session.energy = meter.isUntold ? nil : meter.energy.map(WattHours.init(millionths:))
        if length == 0 { session.flags.append(.zeroLength) }
        if length < 0 { session.flags.append(.negativeLength) }
        if !meter.isUntold, meter.energy ?? -1 < 0 { session.flags.append(.negativeEnergy) }
        if !session.flags.isEmpty {
            session.state = .invalid
            session.result = length == 0 ? .zeroLength : .negative
            return
        }
        if length <= Self.shortest { session.flags.append(.short) }
        if meter.isUntold {
            session.flags.append(.energyUnknown)
        } else if meter.energy == 0 {
            session.flags.append(.zeroEnergy)
        }
        session.result =
            session.flags.isEmpty ? .ok : session.flags == [.energyUnknown] ? .unknown : .failedAttempt
    }

    /// What becomes of a session whose stop is not known.
    private func judgeOpen(_ session: inout ChargingSession, index: Int) {
        let last = ChargingReach.end(ofSessionFrom: session.plugIn)
        let heard = max(liveness.lastRecord(within: transactions[index]), session.plugIn)
        let silence = min(heard.advanced(byMicroseconds: Liveness.carry), last)
        session.state = .invalid
        if isFollowed(index) || isContradicted(index) {
            session.result = .missingStop
            session.flags = [.missingStop]
        } else if asOf <= silence {
            session.state = .active
            session.believedUntil = silence
        } else if silence < last {
            session.result = .missingStop
            session.flags = [.missingStop, .silent]
        } else {
            session.result = .stuck
            session.flags = [.stuck]
        }
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

    private func fill(_ session: inout ChargingSession, index: Int, _ meter: SessionMeter) {
        let registers = registers[index]
        let end = registers.end
        session.occupied = session.plugIn..<end
        let spells = spells(of: index, until: end)
        session.charging = spells?.spans ?? []
        session.chargeStart = spells?.spans.first?.lowerBound
        let isGoingOn = session.state == .active && spells?.isChargingAtEnd ?? false
        session.chargeEnd = isGoingOn ? nil : spells?.spans.last?.upperBound
        if let spells {
            let charging = spells.spans.microseconds
            session.chargingMicroseconds = charging
            session.idleMicroseconds = end.microseconds(since: session.plugIn) - charging
        }

        if session.unplug != nil, let energy = session.energy {
            session.curve = EnergyCurve(
                plugIn: session.plugIn, chargeEnd: session.chargeEnd ?? session.plugIn, stop: end,
                energy: energy.millionths, registers: meter.knots, cap: registers.cap)
        } else {
            session.curve = EnergyCurve(
                plugIn: session.plugIn, chargeEnd: session.chargeEnd, registers: meter.knots, cap: registers.cap)
            session.energy = session.curve.total.map(WattHours.init(millionths:))
        }
        session.peakMicrowatts = peak(of: session, index: index, meter)
    }

    /// When the car charged; nil where nothing tells. OCPI tells for how long: from the plug-in on.
    private func spells(of index: Int, until end: Instant) -> ChargingSpells? {
        let transaction = transactions[index]
        if let record = transaction.record {
            guard let charging = record.charging else { return nil }
            let last = transaction.plugIn.advanced(byMicroseconds: max(0, charging))
            return ChargingSpells(charging: transaction.plugIn..<min(max(last, transaction.plugIn), end))
        }
        var words = Array(words(of: index))
        if !transaction.pairing.isTold, words.contains(where: { $0.status == .inUse && $0.at < end }) { return nil }
        if !evidence.phases.isEmpty {
            let lower = evidence.phases.partitioningIndex { $0.at >= transaction.plugIn }
            let upper = evidence.phases.partitioningIndex { $0.at > end }
            words = (words + evidence.phases[lower..<max(lower, upper)]).sorted {
                $0.at != $1.at ? $0.at < $1.at : !$0.isOfTransaction && $1.isOfTransaction
            }
        }
        return ChargingSpells(
            in: transaction.plugIn..<end, words: words, joints: transaction.joints,
            isTouching: stops.contains(transaction.plugIn), isShown: !transaction.pairing.isTold)
    }

    private func peak(of session: ChargingSession, index: Int, _ meter: SessionMeter) -> Int64? {
        if let peak = transactions[index].record?.peakMicrowatts { return peak }
        let measurements = TransactionMeasurements(transactions: transactions)
        let powers = measurements.of(evidence.powers, index: index, until: registers[index].end)
        if let power = powers.map(\.value).max() { return power }
        let ceiling = session.unplug == nil ? Int64.max : session.energy?.millionths ?? 0
        let inside = EnergyCurve.rising(
            meter.knots.filter { $0.energy <= ceiling }, from: session.plugIn, cap: registers[index].cap)
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
}

extension Liveness {
    /// Until when an open transaction is believed: to the charge point's newest record, at most 35 days.
    fileprivate func lastRecord(within transaction: Transaction) -> Instant {
        let last = ChargingReach.end(ofSessionFrom: transaction.plugIn)
        let heard = min(transaction.heard ?? transaction.plugIn, last)
        return max(lastRecord(upTo: last) ?? heard, heard)
    }
}
