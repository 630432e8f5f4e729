import Charging
import Readings
import Testing

@Suite("The log of a charge point")
struct LogTests {
    static func event(_ status: ConnectorWord, _ time: String, received: String, errorCode: String = "NoError") throws
        -> RecordedEvent
    {
        RecordedEvent(
            ChargerEvent(connector: 1, stamp: try Scene.instant(time), kind: .status(status, errorCode: errorCode)),
            received: try Scene.instant(received))
    }

    @Test("the log counts distinct events and knows its ends")
    func ends() throws {
        let log = ChargePointLog([
            try Self.event(.available, "08:00", received: "08:00:05"),
            try Self.event(.available, "08:00", received: "08:00:09"),
            try Self.event(.charging, "08:00", received: "08:00:06"),
            try Self.event(.available, "08:01", received: "08:01:00"),
        ])
        #expect(log.count == 3)
        #expect(log.first == (try Scene.instant("08:00")))
        #expect(log.last == (try Scene.instant("08:01")))
        #expect(log.newestReceived == (try Scene.instant("08:01:00")))
    }

    @Test("of two words at one instant the last received stands, by its earliest copy, then by the word")
    func conflicts() throws {
        var scene = Scene()
        scene.events = [
            try Self.event(.faulted, "08:00", received: "08:00:01"),
            try Self.event(.unavailable, "08:00", received: "08:00:02"),
            try Self.event(.available, "08:00", received: "08:00:02"),
            try Self.event(.faulted, "08:00", received: "08:00:30"),
        ]
        // Faulted was first received at :01; of the two at :02 the later word is Unavailable.
        #expect(try scene.minutes("08:00", "09:00") == "out_of_service 60")
        scene.events[2].received = try Scene.instant("08:00:03")
        #expect(try scene.minutes("08:00", "09:00") == "available 60")
    }

    @Test("an event without a stamp happened when it was received")
    func withoutStamp() throws {
        var scene = Scene()
        scene.events = [
            RecordedEvent(
                ChargerEvent(connector: 1, stamp: nil, kind: .status(.available, errorCode: "NoError")),
                received: try Scene.instant("08:30"))
        ]
        #expect(try scene.minutes("08:00", "09:00") == "unknown 30, available 30")
    }

    @Test("forgetting drops the events before the bound, to the microsecond, and the records of the days before it")
    func forgetting() throws {
        let bound = "2026-03-03T12:00:00Z"
        var scene = Scene()
        try scene.status(.available, "2026-03-01T08:00:00Z")
        try scene.status(.charging, "2026-03-03T11:59:59.999999Z")
        try scene.status(.reserved, bound)
        try scene.status(.faulted, "2026-03-05T00:00:00Z")
        var log = scene.log
        log.forget(before: try Scene.instant("2026-02-20T00:00:00Z"))
        #expect(log == scene.log)
        log.forget(before: try Scene.instant(bound))
        #expect(log.count == 2)
        #expect(log.first == (try Scene.instant(bound)))
        #expect(log.newestRecord == (try Scene.instant("2026-03-05T00:00:00Z")))
        log.forget(before: .distantFuture)
        #expect(log.isEmpty)
        #expect(log.first == nil)
        #expect(log.newestReceived == (try Scene.instant("2026-03-05T00:00:00Z")))
    }

    @Test("a log that has forgotten is the log of what is left", arguments: UInt64(1)...20)
    func forgettingWild(seed: UInt64) {
        let bound = SetPropertyTests.begin.advanced(byMicroseconds: 2 * Microseconds.day)
        let events = SetPropertyTests.wildEvents(seed: seed)
        var log = ChargePointLog(events)
        log.forget(before: bound)
        var left = ChargePointLog(events.filter { $0.at >= bound })
        // What an old event's late receipt tells of the charge point stays.
        for event in events where event.at < bound && event.received >= bound { left.noteRecord(at: event.received) }
        #expect(log == left)
        #expect(log.count > 50)
    }

    /// The chunks of the log hold 512 events.
    @Test("thousands of events in any order are the same log", arguments: [[0, 1], [1, 0], [3, 1, 2, 0]])
    func manyEvents(parts: [Int]) {
        let begin = SetPropertyTests.begin
        let events = (0..<4000).map { (index: Int) -> RecordedEvent in
            let stamp = begin.advanced(byMicroseconds: Int64(index / 2))
            let kind = ChargerEvent.Kind.register(
                .init(millionths: Int64(index % 7)), transaction: .number(Int64(index % 2)))
            return RecordedEvent(ChargerEvent(connector: 1, stamp: stamp, kind: kind), received: begin)
        }
        let length = events.count / parts.count
        let cut = parts.map { part in Array(events[(part * length)..<((part + 1) * length)]) }
        let expected = ChargePointLog(events)
        #expect(expected.count == 4000)
        #expect(ChargePointLog(cut.flatMap { $0.reversed() }) == expected)
        #expect(ChargePointLog(cut.flatMap { $0 } + events).hashValue == expected.hashValue)
        var log = expected
        log.forget(before: begin.advanced(byMicroseconds: 1234))
        #expect(log == ChargePointLog(Array(events[2468...])))
    }

    @Test("an event finds its place in a full chunk", arguments: [0, 1, 254, 255, 256, 257, 510, 511, 512])
    func fullChunk(offset: Int) {
        let events = (0...512).map { (index: Int) -> RecordedEvent in
            let stamp = SetPropertyTests.begin.advanced(byMicroseconds: Int64(index))
            return RecordedEvent(
                ChargerEvent(connector: 1, stamp: stamp, kind: .status(.available, errorCode: "")), received: stamp)
        }
        let last = events[offset]
        let log = ChargePointLog(events.filter { $0 != last } + [last])
        #expect(log == ChargePointLog(events.reversed()))
        #expect(log.count == 513)
    }

    @Test("a word that was also received live is no retained one, in either order", arguments: [false, true])
    func retainedCopy(isLiveFirst: Bool) throws {
        var scene = Scene()
        try scene.status(.available, "08:00", received: "08:00:02", isRetained: isLiveFirst ? false : true)
        try scene.status(.available, "08:00", received: "08:00:02", isRetained: isLiveFirst ? true : false)
        #expect(scene.log.count == 1)
        #expect(try scene.history().timeline.map(\.evidence) == [.status])
    }
}
