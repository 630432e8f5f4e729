import Charging
import Readings
import Testing

/// A connector of 7.4 kW: its meter can rise by 148 Wh a minute.
@Suite("A visit that a reboot cut in two")
struct RebootTests {
    /// `08:00-10:00 3000 Wh 57 min charging flags` of each session.
    static func sessions(_ scene: Scene) throws -> [String] {
        func clock(_ instant: Instant?) -> String { instant.map { String($0.iso8601.dropFirst(11).prefix(5)) } ?? "" }
        return try MeterTests.history(scene).sessions.map { session in
            let energy = session.energy.map { String($0.millionths / 1_000_000) } ?? "-"
            let charging = session.chargingMicroseconds.map { String($0 / Microseconds.minute) } ?? "-"
            let flags = session.flags.map(\.rawValue).joined(separator: " ")
            return "\(clock(session.plugIn))-\(clock(session.unplug)) \(energy) \(charging) \(flags)"
        }
    }

    /// Stopped at 09:00 with 6000 Wh; started again at 09:03, 60 minutes later gone with 9000 Wh.
    static func scene(
        _ reason: StopReason = .reboot, start: String = "09:03", meter: Int64 = 6000, word: ConnectorWord? = nil
    ) throws -> Scene {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.stop("09:00", number: 1, wattHours: 6000, reason: reason)
        if let word { try scene.status(word, "09:02") }
        try scene.start(start, number: 2, wattHours: meter)
        try scene.stop("10:00", number: 2, wattHours: 9000)
        return scene
    }

    @Test("is one session: its energy from the first start to the last stop, without charge in between")
    func stitched() throws {
        for reason in [StopReason.reboot, .powerLoss, .hardReset, .softReset] {
            #expect(try Self.sessions(try Self.scene(reason)) == ["08:00-10:00 8000 117 stitched"])
        }
        let session = try #require(try MeterTests.history(try Self.scene()).sessions.first)
        #expect(session.numbers == [1, 2])
        #expect(session.endReason == .evDisconnected)
        // 5 kWh in the hour before, and 3 kWh in the 57 minutes behind.
        #expect(try MeterTests.figures(try Self.scene()) == "2500 2500 1421 1578 stitched")
        #expect(try Self.scene(word: .preparing).minutes("08:00", "10:00").hasPrefix("plugged_in+ 60, plugged_in 3, "))
    }

    @Test("stays two where the driver ended the first, the pause was long, the meter jumped, or the connector was free")
    func separate() throws {
        let two = ["08:00-09:00 5000 60 ", "09:03-10:00 3000 57 "]
        for reason in [StopReason.local, .evDisconnected, .remote, .other] {
            #expect(try Self.sessions(try Self.scene(reason)) == two, "\(reason)")
        }
        #expect(try Self.sessions(try Self.scene(start: "09:10")).count == 1)
        #expect(try Self.sessions(try Self.scene(start: "09:10:01")).count == 2)
        // Three minutes: 444 Wh.
        #expect(try Self.sessions(try Self.scene(meter: 6444)).count == 1)
        #expect(try Self.sessions(try Self.scene(meter: 6445)).count == 2)
        #expect(try Self.sessions(try Self.scene(meter: 5999)).count == 2)
        for word in [ConnectorWord.available, .reserved] {
            #expect(try Self.sessions(try Self.scene(word: word)) == two, "\(word)")
        }
    }

    @Test("goes on after a lost stop when its last register is at most ten minutes old and the next start continues it")
    func lostStop() throws {
        for (register, time, start, expected) in [
            (5000, "08:57", 5100, ["08:00-10:00 8000 120 stitched"]), (5000, "08:52:59", 5100, nil),
            (5000, "08:57", 4999, nil), (5000, "08:57", 9000, nil),
        ] as [(Int64, String, Int64, [String]?)] {
            var scene = Scene()
            try scene.start("08:00", number: 1, wattHours: 1000)
            try scene.register(register, time, number: 1)
            try scene.start("09:03", number: 2, wattHours: start)
            try scene.stop("10:00", number: 2, wattHours: 9000)
            if let expected {
                #expect(try Self.sessions(scene) == expected)
            } else {
                #expect(try Self.sessions(scene).first == "08:00- - - missing_stop", "\(time) \(start)")
            }
        }
    }

    @Test("two starts without a stop between them are two cars, when no register shows that the first goes on")
    func twoStarts() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.start("08:05", number: 2, wattHours: 1000)
        try scene.stop("10:00", number: 2, wattHours: 9000)
        #expect(try Self.sessions(scene) == ["08:00- - - missing_stop", "08:05-10:00 8000 115 "])
    }

    @Test("is followed over several reboots, waits for its last stop, and is left apart beyond seven days")
    func several() throws {
        for (last, count) in [
            (nil, 2), ("11:00", 1), ("2026-03-08T08:00:00Z", 1), ("2026-03-08T08:00:01Z", 3),
        ] as [(String?, Int)] {
            var scene = try Self.scene()
            scene.events.removeLast()
            try scene.stop("10:00", number: 2, wattHours: 9000, reason: .powerLoss)
            try scene.start("10:05", number: 3, wattHours: 9000)
            if let last { try scene.stop(last, number: 3, wattHours: 10_000) }
            let sessions = try Self.sessions(scene)
            // The first two belong together while the third goes on.
            #expect(sessions.count == count)
            if last == "11:00" { #expect(sessions == ["08:00-11:00 9000 172 stitched"]) }
        }
    }
}
