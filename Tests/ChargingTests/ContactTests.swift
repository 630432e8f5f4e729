import Charging
import Readings
import Testing

@Suite("Contact with a charge point")
struct ContactTests {
    /// Available from 06:00 on, heard at 08:00, told at noon that the link is down.
    private static func down() throws -> Scene {
        var scene = Scene()
        try scene.status(.available, "06:00")
        try scene.add(.link(isUp: false), connector: nil, at: "12:00")
        return scene
    }

    @Test("a last will makes the status unknown at once, until the unit is heard; its word then holds again")
    func lastWill() throws {
        var scene = try Self.down()
        #expect(try scene.statuses("06:00", "18:00") == "Available 360")
        #expect(try scene.minutes("06:00", "18:00") == "available 360, unknown 360")
        // A heartbeat is enough.
        scene.records.append(try Scene.instant("15:00"))
        #expect(try scene.statuses("06:00", "18:00") == "Available 360, Unknown(none) 180, Available 180")
        #expect(try scene.minutes("06:00", "18:00") == "available 360, unknown 180, available 180")
        // An earlier sign ends it earlier: the topic's own word, or the unit's.
        try scene.add(.link(isUp: true), connector: nil, at: "14:00")
        #expect(try scene.statuses("06:00", "18:00") == "Available 360, Unknown(none) 120, Available 240")
        try scene.status(.faulted, "13:00")
        #expect(try scene.statuses("06:00", "18:00") == "Available 360, Unknown(none) 60, Faulted 300")
        // A word of before that only came then does so too; what the broker had kept does not.
        try scene.status(.reserved, "09:00", received: "12:30")
        try scene.status(.charging, "12:05", received: "12:05", isRetained: true)
        let found = try scene.statuses("06:00", "18:00")
        #expect(
            found == "Available 180, Reserved 180, Unknown(none) 30, Charging(retained) 30, Faulted 300")
    }

    @Test("records at most ten minutes apart are taken together: a link that was down among them is back at their end")
    func joined() throws {
        var scene = try Self.down()
        try scene.heartbeats("11:55", "12:15", every: 10)
        #expect(try scene.statuses("06:00", "18:00") == "Available 360, Unknown(none) 15, Available 345")
    }

    @Test("a car that unplugged while the link was down frees its connector only when the unit is back")
    func freedOffline() throws {
        var scene = Scene()
        try scene.status(.charging, "08:00")
        try scene.start("08:00", number: 1)
        try scene.add(.link(isUp: false), connector: nil, at: "12:00")
        try scene.add(
            .stopped(transaction: 1, meter: .init(millionths: 9_000_000_000), reason: .evDisconnected),
            connector: nil, at: "13:00", received: "15:00")
        // The transaction fills the occupancy, nothing the status.
        let found = try scene.minutes("08:00", "16:00")
        #expect(found == "plugged_in+ 300, unknown 120, available 60")
        #expect(try scene.statuses("08:00", "16:00") == "Charging 240, Unknown(none) 180, Charging 60")
    }

    /// Booted at 00:00 and told an interval; available from then on; heartbeats until a silence from 08:00 on.
    private static func heartbeats(interval: Int64, every minutes: Int64, from: String = "00:00") throws -> Scene {
        var scene = Scene()
        try scene.add(.booted, connector: nil, at: "00:00")
        try scene.add(.heartbeatInterval(seconds: interval), connector: nil, at: "00:00")
        try scene.status(.available, "00:00")
        try scene.heartbeats(from, "08:00", every: minutes)
        scene.records.append(try Scene.instant("12:00"))
        return scene
    }

    @Test(
        "a unit that keeps to the interval it was told is out of contact after twice of it, at least ten minutes",
        arguments: [
            // 2 x 15 min of 8 h behind the last record, until it is heard again.
            (Int64(900), Int64(15), "Available 480, Available(carried) 30, Unknown(none) 210, Available 10"),
            (300, 5, "Available 480, Available(carried) 10, Unknown(none) 230, Available 10"),
            (30, 5, "Available 480, Available(carried) 10, Unknown(none) 230, Available 10"),
            // 0 leaves the choice to the unit; and a silence shorter than the limit is none.
            (0, 5, "Available 730"), (7200, 60, "Available 730"),
        ])
    func kept(interval: Int64, minutes: Int64, expected: String) throws {
        let scene = try Self.heartbeats(interval: interval, every: minutes)
        #expect(try scene.statuses("00:00", "12:10") == expected)
    }

    @Test("a unit is held to its interval only where it was heard for two limits without an event")
    func notKept() throws {
        // From 07:00 to 08:00 only: exactly two limits.
        #expect(
            try Self.heartbeats(interval: 900, every: 15, from: "07:00").statuses("00:00", "13:00") == "Available 780")
        // Meter values each five minutes are no heartbeats: nothing shows that it sends any.
        var scene = try Self.heartbeats(interval: 300, every: 300)
        for minute in 0..<90 { try scene.register(Int64(minute), Self.clock(minute * 5)) }
        #expect(try scene.statuses("00:00", "07:00") == "Available 420")
        // One that boots anew is asked anew.
        scene = try Self.heartbeats(interval: 300, every: 5)
        try scene.add(.heartbeatInterval(seconds: 300), connector: nil, at: "07:50")
        #expect(try scene.statuses("00:00", "13:00") == "Available 780")
    }

    private static func clock(_ minute: Int) -> String {
        "\(minute / 600)\(minute / 60 % 10):\(minute % 60 / 10)\(minute % 10)"
    }

    @Test("a silence that goes on is one as soon as anything else is heard behind it")
    func goingOn() throws {
        var scene = try Self.heartbeats(interval: 300, every: 5)
        scene.records.removeLast()
        #expect(try scene.statuses("00:00", "13:00", now: "08:10") == "Available 490")
        #expect(
            try scene.statuses("00:00", "13:00", now: "08:11") == "Available 480, Available(carried) 10")
        let limit = try Scene.instant("08:10")
        #expect(scene.log.history(connectors: [1], now: limit).holdsUntil == limit)
        #expect(scene.log.history(connectors: [1], now: try Scene.instant("08:11")).holdsUntil > limit)
    }

    @Test("without heartbeats a word is carried for 24 hours, and does not rise again")
    func carried() throws {
        var scene = Scene()
        try scene.status(.available, "2026-03-01T00:00:00Z")
        scene.records = try ["2026-03-01T20:00:00Z", "2026-03-03T20:00:00Z"].map(Scene.instant)
        try scene.status(.faulted, "2026-03-03T23:00:00Z")
        #expect(
            try scene.statuses("2026-03-01T00:00:00Z", "2026-03-04T00:00:00Z")
                == "Available 1200, Available(carried) 1440, Unknown(none) 1620, Faulted 60")
    }
}
