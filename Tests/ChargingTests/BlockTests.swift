import SeededRandom
import Charging
import Readings
import Testing

@Suite("Figures are worked out by blocks of seven days")
struct BlockTests {
    /// 1 March 2026 is day 20,513 since 1970; 20,513 / 7 is 2930 and three days.
    @Test("a block is seven UTC days from 1970-01-01 on, and reaches 35 days to either side")
    func bounds() throws {
        #expect(ChargingBlock.block(holding: Instant(microseconds: 0)).number == 0)
        #expect(ChargingBlock.block(holding: Instant(microseconds: -1)).number == -1)
        let block = ChargingBlock.block(holding: try Scene.instant("08:00"))
        #expect(block.number == 2930)
        #expect(block.span == (try Scene.window("2026-02-26T00:00:00Z", "2026-03-05T00:00:00Z")))
        #expect(block.reach == (try Scene.window("2026-01-22T00:00:00Z", "2026-04-09T00:00:00Z")))
    }

    @Test("an instant reaches the blocks whose reach holds it")
    func reaching() throws {
        for time in ["2026-02-26T00:00:00Z", "2026-03-04T23:59:59.999999Z"] {
            let instant = try Scene.instant(time)
            let blocks = ChargingBlock.blocks(reaching: instant)
            #expect(Array(blocks).map(\.number) == Array(2925...2935))
            for number in Int64(2915)...2945 {
                let block = ChargingBlock(number: number)
                #expect(blocks.contains(block) == block.reach.contains(instant))
            }
        }
        // The ends of time do not trap.
        for end in [Instant.distantPast, .distantFuture] {
            #expect(ChargingBlock.block(holding: end).reach.isEmpty == false)
        }
    }

    /// Wild events of half a year: numbers and message ids come again all the time; some events are received up to 35 days
    /// late.
    static func wildEvents(seed: UInt64) -> [RecordedEvent] {
        var numbers = SplitMix64(seed: seed &* 71)
        return (0..<30).flatMap { part in
            SetPropertyTests.wildEvents(seed: seed &* 100 &+ UInt64(part)).map { recorded in
                let shift = Int64(part) * 6 * Microseconds.day
                var event = recorded.event
                event.stamp = event.stamp?.advanced(byMicroseconds: shift)
                let isQueued = event.stamp != nil && Int.random(in: 0..<10, using: &numbers) == 0
                let delay = isQueued ? Int64.random(in: 0...(35 * Microseconds.day), using: &numbers) : 0
                return RecordedEvent(
                    event, received: recorded.received.advanced(byMicroseconds: shift + delay),
                    isRetained: recorded.isRetained)
            }
        }
    }

    @Test("what lies outside of its reach changes nothing of a block", arguments: UInt64(1)...5)
    func locality(seed: UInt64) {
        let events = Self.wildEvents(seed: seed)
        let whole = ChargePointLog(events)
        for week in Int64(0)..<26 {
            let instant = SetPropertyTests.begin.advanced(byMicroseconds: week * 7 * Microseconds.day)
            let reach = ChargingBlock.block(holding: instant).reach
            var part = ChargePointLog(events.filter { reach.contains($0.at) })
            for event in events where !event.isRetained && reach.contains(event.received) {
                part.noteRecord(at: event.received)
            }
            let expected = whole.history(connectors: [2, 1, 3, 4], in: reach)
            #expect(part.history(connectors: [2, 1, 3, 4], in: reach) == expected)
            // A memory that forgets at the start of the reach keeps what the block needs.
            var forgetful = whole
            forgetful.forget(before: reach.lowerBound)
            #expect(forgetful.history(connectors: [2, 1, 3, 4], in: reach) == expected)
            #expect(!expected.connectors[0].sessions.isEmpty)
        }
    }

    /// Half a year of one connector whose transactions have numbers of their own and whose stops are followed by a word:
    /// some last for weeks, some lose their stop, some statuses stand for weeks, some weeks are silent. Its registers count
    /// for life, since plug-in or in kWh that are called Wh, by the seed; now and then the unit reboots.
    static func orderlyLog(seed: UInt64) -> ChargePointLog {
        var numbers = SplitMix64(seed: seed &* 1009)
        var events: [RecordedEvent] = []
        var at = SetPropertyTests.begin
        let end = at.advanced(byMicroseconds: 180 * Microseconds.day)
        var number: Int64 = 0
        var meter: Int64 = 0
        func add(_ connector: Int?, _ kind: ChargerEvent.Kind) {
            events.append(
                RecordedEvent(ChargerEvent(connector: connector, stamp: at, kind: kind), received: at))
        }
        func pause(atMostDays days: Int64) {
            at = at.advanced(byMicroseconds: Int64.random(in: 1...(days * Microseconds.day), using: &numbers))
        }
        while at < end {
            let length: Int64 = [1, 1, 2, 40].randomElement(using: &numbers) ?? 1
            number += 1
            add(1, .status(.charging, errorCode: ""))
            add(1, .started(messageID: "m\(number)", meter: .init(millionths: meter)))
            add(nil, .numbered(messageID: "m\(number)", transaction: number))
            let meterStart = meter
            pause(atMostDays: length)
            if Bool.random(using: &numbers) { add(1, .status(.suspendedEV, errorCode: "")) }
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                meter += Int64.random(in: 0...2_000_000_000, using: &numbers)
                let register = [meter, meter - meterStart, meter / 1000][Int(seed % 3)]
                add(1, .register(.init(millionths: register), transaction: .number(number)))
                pause(atMostDays: length)
            }
            meter += Int64.random(in: 0...9_000_000_000, using: &numbers)
            if Int.random(in: 0..<4, using: &numbers) == 0 {
                add(nil, .stopped(transaction: number, meter: .init(millionths: meter), reason: .reboot))
                at = at.advanced(byMicroseconds: 2 * Microseconds.minute)
                continue
            }
            if Int.random(in: 0..<4, using: &numbers) > 0 {
                add(nil, .stopped(transaction: number, meter: .init(millionths: meter), reason: .local))
                let word: ConnectorWord = Bool.random(using: &numbers) ? .available : .unavailable
                add(1, .status(word, errorCode: ""))
            }
            if Int.random(in: 0..<4, using: &numbers) == 0 { add(nil, .link(isUp: false)) }
            if Int.random(in: 0..<3, using: &numbers) == 0 {
                add(0, .status(ConnectorWord.allCases.randomElement(using: &numbers) ?? .faulted, errorCode: ""))
            }
            pause(atMostDays: [1, 20].randomElement(using: &numbers) ?? 1)
        }
        var log = ChargePointLog(events)
        for hour in Int64(0)..<(180 * 24) where (hour / 400) % 4 > 0 {
            log.noteRecord(at: SetPropertyTests.begin.advanced(byMicroseconds: hour * Microseconds.hour))
        }
        return log
    }

    @Test("blocks of an orderly charge point tell the same as its whole log", arguments: UInt64(1)...12)
    func wholes(seed: UInt64) throws {
        let log = Self.orderlyLog(seed: seed)
        let now = log.newestRecord
        let rated = MeterTests.rated
        let whole = try #require(log.history(connectors: [1], rated: rated, now: now).connectors.first)
        for week in Int64(0)..<27 {
            let begin = SetPropertyTests.begin.advanced(byMicroseconds: week * 7 * Microseconds.day)
            let block = ChargingBlock.block(holding: begin)
            let part = try #require(
                log.history(connectors: [1], in: block.reach, rated: rated, now: now).connectors.first)
            #expect(
                part.sessions.filter { block.span.contains($0.plugIn) }
                    == whole.sessions.filter { block.span.contains($0.plugIn) })
            #expect(part.statuses(in: block.span) == whole.statuses(in: block.span))
            for quarter in Int64(0)..<28 {
                let start = block.span.lowerBound.advanced(byMicroseconds: quarter * 6 * Microseconds.hour)
                let window = start..<start.advanced(byMicroseconds: 6 * Microseconds.hour)
                let found = utilisation(of: part, in: window)
                #expect(found == utilisation(of: whole, in: window).telling(no: found))
            }
        }
    }

    @Test("the orderly charge points have visits of every kind")
    func kinds() {
        var flags: Set<SessionFlag> = []
        for seed in UInt64(1)...12 {
            let log = Self.orderlyLog(seed: seed)
            for history in log.history(connectors: [1], rated: MeterTests.rated).connectors {
                for session in history.sessions { flags.formUnion(session.flags) }
            }
        }
        #expect(flags.isSuperset(of: [.stitched, .unitCorrected, .registerRelative, .missingStop]))
    }
}

extension ConnectorHistory {
    /// What is known, cut at the ends of a window.
    func statuses(in window: Range<Instant>) -> [StatusInterval] {
        statuses.compactMap { interval in
            var cut = interval
            cut.start = max(interval.start, window.lowerBound)
            cut.end = min(interval.end, window.upperBound)
            return cut.start < cut.end && interval.evidence != .none ? cut : nil
        }
    }
}

extension Utilisation {
    /// The same without what the other cannot tell: which figures a connector can tell at all is asked of a block's reach,
    /// and a whole log knows of cars and meters that were there months before.
    fileprivate func telling(no other: Utilisation) -> Utilisation {
        var same = self
        if other.charging == nil { (same.charging, same.idle) = (nil, nil) }
        if !other.tellsEnergy { same.tellsEnergy = false }
        return same
    }
}
