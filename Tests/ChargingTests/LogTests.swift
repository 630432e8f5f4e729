import Charging
import Readings
import Testing

@Suite("The log of a charge point")
struct LogTests {
    static func event(_ status: ConnectorStatus, _ time: String, received: String, errorCode: String = "NoError") throws
        -> RecordedEvent
    {
        RecordedEvent(
            ChargerEvent(connector: 1, stamp: try Scene.instant(time), kind: .status(status, errorCode: errorCode)),
            received: try Scene.instant(received))
    }

    @Test("an insertion is new, a duplicate or a conflict")
    func insertions() throws {
        var log = ChargePointLog()
        #expect(log.insert(try Self.event(.available, "08:00", received: "08:00:05")) == .new)
        #expect(log.insert(try Self.event(.available, "08:00", received: "08:00:09")) == .duplicate)
        #expect(log.insert(try Self.event(.charging, "08:00", received: "08:00:06")) == .conflict)
        #expect(log.insert(try Self.event(.available, "08:01", received: "08:01:00")) == .new)
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

    @Test("forgetting old events changes no window from the bound on")
    func removal() throws {
        var scene = Scene()
        try scene.status(.available, "01:00")
        try scene.start("02:00", number: 1)
        try scene.stop("03:00", number: 1)
        try scene.status(.reserved, "04:00")
        try scene.status(.available, "05:00", connector: 2)
        try scene.start("06:00", number: 2, connector: 2)
        try scene.stop("09:00", number: 2)
        var log = scene.log
        let bound = try Scene.instant("08:00")
        let before = log.history(connectors: [1, 2]).connectors
        log.removeEvents(before: bound)
        // The last word of each connector, and the start, reply and stop of the session that reaches over the bound.
        #expect(log.count == 5)
        let after = log.history(connectors: [1, 2]).connectors
        for (left, right) in zip(before, after) {
            let window = bound..<bound.advanced(byMicroseconds: 2 * Microseconds.day)
            #expect(utilisation(of: left, in: window) == utilisation(of: right, in: window))
        }
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
