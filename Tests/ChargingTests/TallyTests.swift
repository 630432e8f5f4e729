import SeededRandom
import Charging
import Readings
import Testing

@Suite("Copies of events are counted by UTC day received")
struct TallyTests {
    struct Counts: Hashable {
        var standing = 0
        var duplicates = 0
        var conflicts = 0
    }

    /// What the insertions come to, by day; days without any are left out.
    static func counted(_ events: [RecordedEvent]) -> [Int32: Counts] {
        var log = ChargePointLog()
        var tally = EventTally()
        var sums: [Int32: Counts] = [:]
        for event in events {
            tally.reset()
            log.insert(event, tally: &tally)
            for entry in tally.entries {
                sums[entry.day, default: Counts()].standing += entry.standing
                sums[entry.day, default: Counts()].duplicates += entry.duplicates
                sums[entry.day, default: Counts()].conflicts += entry.conflicts
            }
            #expect(tally.entries.reduce(0) { $0 + $1.standing + $1.duplicates + $1.conflicts } == 1)
        }
        return sums.filter { $0.value != Counts() }
    }

    /// The same from the whole list at once: group copies, take the earliest of each, group what contradicts each other.
    static func expected(_ events: [RecordedEvent]) -> [Int32: Counts] {
        func day(_ event: RecordedEvent) -> Int32 { Int32(event.received.microseconds / 86_400_000_000) }
        var sums: [Int32: Counts] = [:]
        var groups: [String: [RecordedEvent]] = [:]
        for copies in Dictionary(grouping: events, by: { "\($0.at) \($0.event.connector ?? -1) \($0.event.kind)" })
            .values
        {
            let sorted = copies.sorted { $0.received < $1.received }
            for copy in sorted.dropFirst() { sums[day(copy), default: Counts()].duplicates += 1 }
            let claim =
                switch sorted[0].event.kind {
                case .status: "status"
                case .started(let messageID, _): "start \(messageID)"
                case .numbered(let messageID, let number): "reply \(messageID) \(number)"
                case .stopped(let number, _, _): "stop \(number)"
                case .register(_, let number): "register \(number ?? -9)"
                case .power(_, let number): "power \(number ?? -9)"
                default: "\(sorted[0].event.kind)"
                }
            groups["\(sorted[0].at) \(sorted[0].event.connector ?? -1) \(claim)", default: []].append(sorted[0])
        }
        for group in groups.values {
            let sorted = group.sorted { $0.received < $1.received }
            sums[day(sorted[0]), default: Counts()].standing += 1
            for other in sorted.dropFirst() { sums[day(other), default: Counts()].conflicts += 1 }
        }
        return sums
    }

    /// Wild events with copies, and with words, registers and stops of the same instants with other content, received days
    /// apart.
    static func disputing(seed: UInt64) -> [RecordedEvent] {
        var numbers = SplitMix64(seed: seed &* 7919)
        var events = SetPropertyTests.wildEvents(seed: seed)
        for event in events {
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                var other = event
                other.received = event.received.advanced(
                    byMicroseconds: Int64.random(in: -3...3, using: &numbers) * 20 * Microseconds.hour)
                switch (event.event.kind, Bool.random(using: &numbers)) {
                case (.status, true):
                    other.event.kind = .status(
                        ConnectorWord.allCases.randomElement(using: &numbers) ?? .available, errorCode: "NoError")
                case (.register(_, let transaction), true):
                    let value = Int64.random(in: 0..<4, using: &numbers)
                    other.event.kind = .register(.init(millionths: value), transaction: transaction)
                case (.stopped(let transaction, _, _), true):
                    other.event.kind = .stopped(
                        transaction: transaction, meter: .init(millionths: 5),
                        reason: StopReason.allCases.randomElement(using: &numbers) ?? .local)
                default: break
                }
                events.append(other)
            }
        }
        return events
    }

    @Test("the counts are those of the multiset, in any order", arguments: UInt64(1)...60)
    func multiset(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 7919)
        let events = Self.disputing(seed: seed)
        let expected = Self.expected(events)
        #expect(expected.values.reduce(0) { $0 + $1.standing + $1.duplicates + $1.conflicts } == events.count)
        #expect(expected.values.contains { $0.conflicts > 3 })
        #expect(expected.values.contains { $0.duplicates > 3 })
        #expect(Self.counted(events) == expected)
        for _ in 0..<3 { #expect(Self.counted(events.shuffled(using: &numbers)) == expected) }
    }

    @Test(
        "a copy that was received earlier and comes later takes the standing, and the other becomes a duplicate of its day"
    )
    func earlierCopy() throws {
        let monday = try LogTests.event(.available, "08:00", received: "2026-03-02T00:00:00Z")
        let tuesday = try LogTests.event(.available, "08:00", received: "2026-03-03T00:00:00Z")
        var log = ChargePointLog()
        var tally = EventTally()
        log.insert(tuesday, tally: &tally)
        #expect(tally.entries.map(\.standing) == [1])
        tally.reset()
        log.insert(monday, tally: &tally)
        let later = try #require(tally.entries.first { $0.day == 20_515 })
        #expect([later.standing, later.duplicates, later.conflicts] == [-1, 1, 0])
        let earlier = try #require(tally.entries.first { $0.day == 20_514 })
        #expect([earlier.standing, earlier.duplicates, earlier.conflicts] == [1, 0, 0])
    }

    @Test("of words that contradict each other the first received is counted as standing, though the last decides")
    func conflict() throws {
        var scene = Scene()
        scene.events = [
            try LogTests.event(.charging, "08:00", received: "2026-03-03T00:00:00Z"),
            try LogTests.event(.available, "08:00", received: "2026-03-02T00:00:00Z"),
            try LogTests.event(.charging, "08:00", received: "2026-03-04T00:00:00Z"),
        ]
        #expect(
            Self.counted(scene.events)
                == [20_514: Counts(standing: 1), 20_515: Counts(conflicts: 1), 20_516: Counts(duplicates: 1)])
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 60")
        // An earlier copy of the other word comes last.
        scene.events.append(try LogTests.event(.charging, "08:00", received: "2026-03-01T10:00:00Z"))
        #expect(
            Self.counted(scene.events)
                == [
                    20_513: Counts(standing: 1), 20_514: Counts(conflicts: 1), 20_515: Counts(duplicates: 1),
                    20_516: Counts(duplicates: 1),
                ])
        #expect(try scene.minutes("08:00", "09:00") == "available 60")
    }

    @Test("stops of one instant contradict each other where they name one transaction")
    func stops() throws {
        let at = try Scene.instant("08:00")
        let events = [(1, .deAuthorized), (2, .local), (1, .remote)].map { (number: Int64, reason: StopReason) in
            RecordedEvent(
                ChargerEvent(
                    connector: nil, stamp: at,
                    kind: .stopped(transaction: number, meter: .init(millionths: 5), reason: reason)),
                received: at)
        }
        for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0]] {
            #expect(Self.counted(order.map { events[$0] }) == [20_513: Counts(standing: 2, conflicts: 1)])
        }
    }

    /// Also that a pile of contradictions does not take the square of its height.
    @Test("40,000 registers of one instant are one that stands and 39,999 conflicts")
    func pile() throws {
        let at = try Scene.instant("08:00")
        let events = (0..<40_000).map { index in
            RecordedEvent(
                ChargerEvent(
                    connector: 1, stamp: at, kind: .register(.init(millionths: Int64(index)), transaction: nil)),
                received: at.advanced(byMicroseconds: Int64(40_000 - index)))
        }
        #expect(Self.counted(events) == [20_513: Counts(standing: 1, conflicts: 39_999)])
    }
}
