import Readings

/// One simulated charge point: its EVSEs, the cars that come, and the frames both ways.
struct ChargePointUnit: Sendable {
    private struct Step: Comparable, Sendable {
        var at: Instant
        var order: Int
        var action: Action

        static func == (left: Step, right: Step) -> Bool { left.order == right.order }
        static func < (left: Step, right: Step) -> Bool { (left.at, left.order) < (right.at, right.order) }
    }

    private enum Action: Sendable {
        case boot, heartbeat
        /// Of the EVSE with that index.
        case arrival(Int), preparing(Int), start(Int), charging(Int), suspended(Int), stop(Int)
        case finishing(Int), available(Int)
        /// A sample of a transaction: the car may have gone by then.
        case meter(Int, transaction: Int64)
    }

    private let unit: ChargePoint
    private let link: ChargePointLink
    private var conversation: ChargePointLink.Conversation
    private var random: RandomStream
    private let habits: ChargingHabits
    private var agenda = EarliestFirst<Step>()
    private var orders = 0
    /// By EVSE: how busy it is beside others of its kind, the car at hand, and the registers by connector.
    private var busyness: [Double] = []
    private var sessions: [ChargingSession?]
    private var registersWh: [Int: Int64] = [:]
    private var statuses: [Int: (String, Instant)] = [:]
    private var transactions: Int64

    private static let heartbeatSeconds: Int64 = 900
    private static let meterSeconds: Int64 = 300
    /// Cars come and go unheard for that long before the start, so that some are charging when it begins.
    private static let warmUp = 36 * Microseconds.hour

    /// `number` counts the units of the city: transaction numbers are the central system's and differ over all units.
    init(_ unit: ChargePoint, number: Int, seed: UInt64, start: Instant) {
        self.unit = unit
        link = ChargePointLink(unit)
        random = RandomStream(seed: seed, name: "charge point \(unit.id)")
        habits = ChargingHabits.habits(unit.kind)
        sessions = Array(repeating: nil, count: unit.evses.count)
        transactions = Int64(number + 1) * 100_000
        conversation = ChargePointLink.Conversation(firstCall: random.whole(1000...9000))
        let wholeStart = start.floored(toMicroseconds: Microseconds.second)
        for connector in unit.connectors {
            registersWh[connector] = random.whole(100_000...6_000_000)
            statuses[connector] = ("Available", wholeStart)
        }
        let warmStart = wholeStart.advanced(byMicroseconds: -Self.warmUp)
        for evse in unit.evses.indices {
            // Some posts are loved and some forgotten; the mean over posts is 1.
            busyness.append(random.logNormal(mu: -0.18, sigma: 0.6))
            plan(.arrival(evse), at: habits.nextArrival(after: warmStart, busyness: busyness[evse], &random))
        }
        plan(.boot, at: wholeStart.advanced(byMicroseconds: random.whole(1...60) * Microseconds.second))
    }

    var due: Instant { agenda.first?.at ?? .distantFuture }

    private mutating func plan(_ action: Action, at instant: Instant) {
        orders += 1
        agenda.insert(Step(at: instant, order: orders, action: action))
    }

    /// Does what is due next.
    mutating func act(into outbox: inout Outbox) {
        guard let step = agenda.popFirst() else { return }
        let now = step.at
        switch step.action {
        case .boot: boot(now, &outbox)
        case .heartbeat: heartbeat(now, &outbox)
        case .arrival(let evse): arrive(evse, now)
        case .preparing(let evse): report("Preparing", evse, now, &outbox)
        case .charging(let evse): report("Charging", evse, now, &outbox)
        case .suspended(let evse): report("SuspendedEV", evse, now, &outbox)
        case .finishing(let evse): report("Finishing", evse, now, &outbox)
        case .start(let evse):
            guard let session = sessions[evse] else { return }
            sendStart(session, now, &outbox)
        case .meter(let evse, let transaction): meter(evse, transaction, now, &outbox)
        case .stop(let evse): stop(evse, now, &outbox)
        case .available(let evse):
            report("Available", evse, now, &outbox)
            sessions[evse] = nil
            plan(.arrival(evse), at: habits.nextArrival(after: now, busyness: busyness[evse], &random))
        }
    }

    /// The unit wakes: boot, then each connector's state, and for a car that is already charging the transaction's start
    /// with its old time, as OCPP 1.6 section 3.7 has it for transactions kept while offline.
    private mutating func boot(_ now: Instant, _ outbox: inout Outbox) {
        conversation.isOpen = true
        let call = conversation.nextCall()
        link.call(
            ChargerPayloads.boot(call, chargePoint: unit.id), at: now, &conversation, &random, &outbox
        ) { answered in
            ChargerPayloads.bootAccepted(call, at: answered, heartbeatSeconds: Self.heartbeatSeconds)
        }
        sendStatus("Available", connector: 0, now, &outbox)
        for case let session? in sessions where session.start < now && now <= session.stop {
            sendStart(session, now, &outbox)
        }
        for connector in unit.connectors {
            guard let (status, since) = statuses[connector] else { continue }
            sendStatus(status, connector: connector, since, at: now, &outbox)
        }
        planHeartbeat(now)
    }

    /// The interval counts silence: a unit that spoke does not need to beat (OCPP 1.6, 4.6).
    private mutating func heartbeat(_ now: Instant, _ outbox: inout Outbox) {
        let silence = now.microseconds(since: conversation.lastCall)
        if silence >= Self.heartbeatSeconds * Microseconds.second {
            let call = conversation.nextCall()
            link.call(ChargerPayloads.heartbeat(call), at: now, &conversation, &random, &outbox) { answered in
                ChargerPayloads.heartbeatAnswer(call, at: answered)
            }
        }
        planHeartbeat(conversation.lastCall)
    }

    private mutating func planHeartbeat(_ lastCall: Instant) {
        plan(.heartbeat, at: lastCall.advanced(byMicroseconds: Self.heartbeatSeconds * Microseconds.second))
    }

    /// A car is plugged in now; half a minute later its card has been accepted.
    private mutating func arrive(_ evse: Int, _ now: Instant) {
        // Four of five rapid drivers take the first plug (CCS).
        let isSecond = unit.evses[evse].count > 1 && random.isTrue(probability: 0.2)
        let connector = unit.evses[evse][isSecond ? 1 : 0]
        transactions += 1
        let start = now.advanced(byMicroseconds: random.whole(15...60) * Microseconds.second)
        let session = ChargingSession(
            at: start, connector: connector, kind: unit.kind, transaction: transactions,
            meterStartWh: registersWh[connector] ?? 0, &random)
        sessions[evse] = session
        registersWh[connector] = session.meterStartWh + session.deliveredWh(at: session.stop)
        plan(.preparing(evse), at: now)
        plan(.start(evse), at: start)
        plan(.charging(evse), at: start.advanced(byMicroseconds: 2 * Microseconds.second))
        plan(
            .meter(evse, transaction: transactions),
            at: start.advanced(byMicroseconds: Self.meterSeconds * Microseconds.second))
        if let end = session.chargeEnd { plan(.suspended(evse), at: end) }
        plan(.stop(evse), at: session.stop)
        plan(.finishing(evse), at: session.stop.advanced(byMicroseconds: Microseconds.second))
        let gone = random.whole(5...90) * Microseconds.second
        plan(.available(evse), at: session.stop.advanced(byMicroseconds: Microseconds.second + gone))
    }

    private mutating func meter(_ evse: Int, _ transaction: Int64, _ now: Instant, _ outbox: inout Outbox) {
        guard let session = sessions[evse], session.transaction == transaction, now < session.stop else { return }
        plan(
            .meter(evse, transaction: transaction),
            at: now.advanced(byMicroseconds: Self.meterSeconds * Microseconds.second))
        guard conversation.isOpen else { return }
        let call = conversation.nextCall()
        link.call(ChargerPayloads.meter(call, session, at: now), at: now, &conversation, &random, &outbox) { _ in
            ChargerPayloads.confirmed(call)
        }
    }

    private mutating func stop(_ evse: Int, _ now: Instant, _ outbox: inout Outbox) {
        guard let session = sessions[evse], conversation.isOpen else { return }
        let drawn = random.uniform()
        let reason = drawn < 0.7 ? "EVDisconnected" : drawn < 0.95 ? "Local" : "Remote"
        let call = conversation.nextCall()
        link.call(
            ChargerPayloads.stop(call, session, reason: reason), at: now, &conversation, &random, &outbox
        ) { _ in
            ChargerPayloads.stopAccepted(call)
        }
    }

    private mutating func sendStart(_ session: ChargingSession, _ now: Instant, _ outbox: inout Outbox) {
        guard conversation.isOpen else { return }
        let call = conversation.nextCall()
        link.call(ChargerPayloads.start(call, session), at: now, &conversation, &random, &outbox) { _ in
            ChargerPayloads.startAccepted(call, transaction: session.transaction)
        }
    }

    private mutating func report(_ status: String, _ evse: Int, _ now: Instant, _ outbox: inout Outbox) {
        guard let session = sessions[evse] else { return }
        statuses[session.connector] = (status, now)
        sendStatus(status, connector: session.connector, now, &outbox)
    }

    private mutating func sendStatus(
        _ status: String, connector: Int, _ since: Instant, at now: Instant? = nil, _ outbox: inout Outbox
    ) {
        guard conversation.isOpen else { return }
        let call = conversation.nextCall()
        let payload = ChargerPayloads.status(call, connector: connector, status, at: since)
        link.call(payload, at: now ?? since, &conversation, &random, &outbox) { _ in
            ChargerPayloads.confirmed(call)
        }
    }
}
