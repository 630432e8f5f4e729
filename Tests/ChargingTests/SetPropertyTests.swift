import SeededRandom
import Charging
import Readings
import Testing

@Suite("A history is a function of the set of events")
struct SetPropertyTests {
    static let begin = Instant(microseconds: 1_772_323_200_000_000)

    /// Five wild days of two connectors and the unit as a whole: stamps on whole minutes, so that many are equal; replies
    /// and stops lost, numbers -1 or unknown, retries, registers that jump, a silence of more than a day.
    static func wildEvents(seed: UInt64) -> [RecordedEvent] {
        var numbers = SplitMix64(seed: seed)
        var events: [RecordedEvent] = []
        func instant(_ minute: Int) -> Instant { begin.advanced(byMicroseconds: Int64(minute) * Microseconds.minute) }
        func add(_ connector: Int?, _ minute: Int, _ kind: ChargerEvent.Kind) {
            let delay = Int64.random(in: 0...90, using: &numbers) * Microseconds.second
            let stamp = Int.random(in: 0..<20, using: &numbers) == 0 ? nil : instant(minute)
            events.append(
                RecordedEvent(
                    ChargerEvent(connector: connector, stamp: stamp, kind: kind),
                    received: instant(minute).advanced(byMicroseconds: delay),
                    isRetained: Int.random(in: 0..<15, using: &numbers) == 0))
        }
        for _ in 0..<60 {
            var minute = Int.random(in: 0..<(5 * 1440), using: &numbers)
            if (2000..<4000).contains(minute) { minute -= 1500 }
            let connector = Int.random(in: 1...2, using: &numbers)
            let messageID = "m\(Int.random(in: 0..<40, using: &numbers))"
            let number = Int64.random(in: -1..<30, using: &numbers)
            let meter = Int64.random(in: 0..<5_000_000_000, using: &numbers)
            let length = Int.random(in: -3..<120, using: &numbers)
            if Bool.random(using: &numbers) {
                add(connector, minute, .started(messageID: messageID, meter: .init(millionths: meter)))
                if Int.random(in: 0..<4, using: &numbers) > 0 {
                    add(nil, minute, .numbered(messageID: messageID, transaction: number))
                }
                if Int.random(in: 0..<4, using: &numbers) > 0 {
                    let gain = Int64.random(in: -10_000..<9_000_000_000, using: &numbers)
                    add(
                        nil, minute + length,
                        .stopped(
                            transaction: Int.random(in: 0..<4, using: &numbers) == 0 ? -1 : number,
                            meter: .init(millionths: meter + gain),
                            reason: StopReason.allCases.randomElement(using: &numbers) ?? .local))
                    add(
                        connector, minute + length / 2, .register(.init(millionths: meter + gain / 3), transaction: nil)
                    )
                    add(
                        connector, minute + length / 3,
                        .register(.init(millionths: meter + gain / 2), transaction: .number(number)))
                }
            }
            let status = ConnectorWord.allCases.randomElement(using: &numbers) ?? .available
            add(Int.random(in: 0...2, using: &numbers), minute + max(0, length), .status(status, errorCode: "NoError"))
            add(connector, minute, .power(microwatts: meter * 1000, transaction: nil))
            for (offset, kind) in rareEvents(minute, meter, number, &numbers) {
                // A third connector has a contactor and a fourth is told by OCPI, and no transactions of their own; now and
                // then the others are told so, too.
                switch kind {
                case .plugged, .chargingNow, .fault: add(minute % 3 == 0 ? connector : 3, minute + offset, kind)
                case .sessionRecord: add(minute % 2 == 0 ? connector : 4, minute + offset, kind)
                default: add(connector, minute + offset, kind)
                }
            }
        }
        return events
    }

    /// What comes now and then, and how many minutes later.
    private static func rareEvents(
        _ minute: Int, _ meter: Int64, _ number: Int64, _ numbers: inout SplitMix64
    ) -> [(Int, ChargerEvent.Kind)] {
        let energy = WattHours(millionths: meter / 9)
        let name = TransactionKey.text("t\(number)")
        func update(_ sequence: Int64, _ phase: TransactionUpdate.Phase) -> ChargerEvent.Kind {
            let state = TransactionUpdate.ChargingState.allCases.randomElement(using: &numbers)
            return .transaction(TransactionUpdate(key: name, sequence: sequence, phase: phase, chargingState: state))
        }
        switch Int.random(in: 0..<13, using: &numbers) {
        case 12: return [(0, .fault(true)), (30, .fault(Bool.random(using: &numbers)))]
        case 0: return [(0, .link(isUp: Bool.random(using: &numbers)))]
        case 1: return [(0, .heartbeatInterval(seconds: [60, 600, 3600, 0].randomElement(using: &numbers) ?? 0))]
        case 2: return [(1, .interval(energy, transaction: nil))]
        case 3: return [(2, .sessionEnergy(energy, transaction: .number(number)))]
        case 4:
            // A unit whose meter stands still.
            let meter = WattHours(millionths: 5)
            return [
                (0, .started(messageID: "s\(minute)", meter: meter)),
                (9, .stopped(transaction: -1, meter: meter, reason: .local)),
            ]
        case 5:
            return [
                (0, update(0, .started)), (5, .register(energy, transaction: name)), (7, update(1, .updated)),
                (20, .register(.init(millionths: meter), transaction: name)), (30, update(2, .ended)),
            ]
        case 6: return [(0, .plugged(true)), (1, .chargingNow(true)), (40, .plugged(Bool.random(using: &numbers)))]
        case 7: return [(3, .bay(isOccupied: true)), (50, .bay(isOccupied: Bool.random(using: &numbers)))]
        case 8:
            let start = begin.advanced(byMicroseconds: Int64(minute) * Microseconds.minute)
            return (0..<3).map { part in
                let told = start.advanced(byMicroseconds: Int64(part) * 20 * Microseconds.minute)
                return (
                    part * 20,
                    .sessionRecord(
                        SessionRecord(
                            session: "r\(minute / 60)", isDetailRecord: part == 2 && meter % 2 == 0,
                            status: SessionRecord.Status.allCases.randomElement(using: &numbers),
                            start: part == 0 ? start : nil, end: part == 2 ? told : nil,
                            energy: .init(millionths: meter * Int64(part)),
                            charging: part == 2 ? 600 * Microseconds.second : nil, lastUpdated: told))
                )
            }
        default: return []
        }
    }

    @Test("any order with any copies gives the same log and the same history", arguments: UInt64(1)...60)
    func order(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 977)
        let events = Self.wildEvents(seed: seed)
        // Copies that come later: the earliest receive time stands.
        let copies = events.filter { _ in Bool.random(using: &numbers) }.map { event in
            var copy = event
            copy.received = copy.received.advanced(byMicroseconds: Microseconds.second)
            return copy
        }
        let all = events + copies
        let heartbeats = (0..<200).map { index in
            let minute = Int64.random(in: (index < 100 ? 0..<2000 : 4000..<7200), using: &numbers)
            return Self.begin.advanced(byMicroseconds: minute * Microseconds.minute)
        }
        func log(_ events: [RecordedEvent], _ heartbeats: [Instant]) -> ChargePointLog {
            var log = ChargePointLog(Array(events.prefix(200)))
            for heartbeat in heartbeats { log.noteRecord(at: heartbeat) }
            var tally = EventTally()
            for event in events.dropFirst(200) { log.insert(event, provesContact: !event.isRetained, tally: &tally) }
            return log
        }
        let expected = log(all, heartbeats)
        for _ in 0..<4 {
            let shuffled = log(all.shuffled(using: &numbers), heartbeats.shuffled(using: &numbers))
            #expect(shuffled == expected)
            #expect(shuffled.history(connectors: [1, 2, 3, 4]) == expected.history(connectors: [1, 2, 3, 4]))
            #expect(
                shuffled.history(connectors: [1], minimumStatusSeconds: 600)
                    == expected.history(connectors: [1], minimumStatusSeconds: 600))
            let rated = MeterTests.rated
            #expect(
                shuffled.history(connectors: [2], rated: rated) == expected.history(connectors: [2], rated: rated))
        }
    }

    @Test("statuses have no gaps, and neighbours differ", arguments: UInt64(1)...60)
    func statuses(seed: UInt64) {
        let log = ChargePointLog(Self.wildEvents(seed: seed))
        for history in log.history(connectors: [1, 2, 3, 4]).connectors {
            #expect(history.statuses.allSatisfy { $0.start < $0.end })
            for (earlier, later) in zip(history.statuses, history.statuses.dropFirst()) {
                #expect(earlier.end == later.start)
                #expect(
                    (earlier.word, earlier.errorCode, earlier.evidence) != (later.word, later.errorCode, later.evidence)
                )
            }
        }
    }

    @Test("the states of a window add up to its length, and charging and idle to plugged in", arguments: UInt64(1)...60)
    func exclusive(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 31)
        for history in ChargePointLog(Self.wildEvents(seed: seed)).history(connectors: [1, 2, 3, 4]).connectors {
            for _ in 0..<40 {
                let offset = Int64.random(in: -10_000_000...600_000_000_000, using: &numbers)
                let length = Int64.random(in: 1...90_000_000_000, using: &numbers)
                let start = Self.begin.advanced(byMicroseconds: offset)
                let figures = utilisation(of: history, in: start..<start.advanced(byMicroseconds: length))
                let parts = [
                    figures.pluggedIn, figures.available, figures.reserved, figures.blocked, figures.outOfService,
                    figures.unknown,
                ]
                #expect(parts.reduce(0, +) == length)
                #expect(parts.allSatisfy { $0 >= 0 })
                #expect((figures.charging == nil) == (figures.idle == nil))
                if let charging = figures.charging, let idle = figures.idle {
                    #expect(charging + idle == figures.pluggedIn && idle >= 0)
                }
            }
        }
    }

    @Test("the energies of touching windows add up exactly to the energy of the sessions", arguments: UInt64(1)...60)
    func energy(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 53)
        var total: Int64 = 0
        let log = ChargePointLog(Self.wildEvents(seed: seed))
        let rated = seed % 2 == 0 ? MeterTests.rated : RatedPower()
        for history in log.history(connectors: [1, 2, 3, 4], rated: rated).connectors {
            let sessions = history.sessions.filter(\.isCounted)
            let whole = sessions.reduce(0) { $0 + ($1.energy?.millionths ?? 0) }
            var sum: Int64 = 0
            var starts = 0
            var at = Self.begin.advanced(byMicroseconds: -Microseconds.day)
            let end = Self.begin.advanced(byMicroseconds: 8 * Microseconds.day)
            while at < end {
                let next = min(end, at.advanced(byMicroseconds: Int64.random(in: 1...20_000_000_000, using: &numbers)))
                let figures = utilisation(of: history, in: at..<next)
                #expect(figures.energy >= WattHours(millionths: 0))
                sum += figures.energy.millionths
                starts += figures.sessionsStarted
                at = next
            }
            #expect(sum == whole)
            #expect(starts == sessions.count)
            total += whole
        }
        #expect(total > 0)
    }

    @Test("each session has a key of its own", arguments: UInt64(1)...60)
    func keys(seed: UInt64) {
        for history in ChargePointLog(Self.wildEvents(seed: seed)).history(connectors: [1, 2, 3, 4]).connectors {
            #expect(Set(history.sessions.map { $0.id(chargePoint: "cp-1") }).count == history.sessions.count)
        }
    }
}
