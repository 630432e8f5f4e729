import Charging
import Readings
import Testing

@Suite("A meter and nothing else")
struct MeterOnlyTests {
    private static func power(_ scene: inout Scene, _ watts: Int64, _ time: String) throws {
        try scene.add(.power(microwatts: watts * 1_000_000, transaction: nil), connector: 1, at: time)
    }

    /// `08:00-09:00 7200`: each session with its watt-hours.
    private static func sessions(_ scene: Scene) throws -> [String] {
        try scene.history().sessions.map { session in
            #expect(session.evidence == .meter && session.endReason == nil)
            let times = [session.plugIn, session.unplug].map { $0?.iso8601.dropFirst(11).prefix(5) ?? "" }
            return "\(times.joined(separator: "-")) \((session.energy?.millionths ?? -1_000_000) / 1_000_000)"
        }
    }

    /// Each five minutes from 07:50, in watt-hours: 600 in five minutes are 7.2 kW.
    private static func registers(_ scene: inout Scene, _ steps: [Int64]) throws {
        var value: Int64 = 1_846_000
        for (index, step) in steps.enumerated() {
            value += step
            let minute = 470 + 5 * index
            try scene.register(
                value, "\(minute < 600 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)")
        }
    }

    @Test("a car charges from the first value above the threshold to the first below it")
    func powers() throws {
        var scene = Scene()
        for (time, watts) in [
            ("07:55", 3), ("08:00", 7200), ("08:05", 7200), ("08:10", 7200), ("08:15", 3600), ("08:20", 99),
            ("08:25", 3),
        ] as [(String, Int64)] {
            try Self.power(&scene, watts, time)
        }
        // 7.2 kW for a quarter of an hour; the last five minutes fall from 3600 W to 99 W. The middle of two values stands
        // for the time between them: 600 + 600 + 450 and, to the end of the visit, 154.1 Wh.
        #expect(try Self.sessions(scene) == ["08:00-08:20 1804"])
        #expect(try scene.minutes("07:55", "08:30") == "unknown 5, plugged_in+ 20, unknown 10")
        #expect(
            try scene.statuses("07:55", "08:30") == "InService(meter) 5, Charging(meter) 20, InService(meter) 10")
        let session = try #require(try scene.history().sessions.first)
        #expect(session.chargingMicroseconds == 20 * Microseconds.minute && session.idleMicroseconds == 0)
        #expect(session.flags == [.fromPower])
    }

    @Test("where no power is told, a register that rises tells it, and the energy")
    func risingRegister() throws {
        var scene = Scene()
        try Self.registers(&scene, [0, 0, 0] + Array(repeating: 600, count: 12) + [0, 0])
        #expect(try Self.sessions(scene) == ["08:00-09:00 7200"])
        #expect(try EnergyTests.halfHours(scene, 2) == [3600, 3600])
        #expect(try scene.history().sessions.map(\.flags) == [[]])
    }

    @Test(
        "what a charge point takes itself is no visit: 100 W are 8.33 Wh in five minutes",
        arguments: [(8, 0), (9, 1)])
    func standby(step: Int64, count: Int) throws {
        var scene = Scene()
        try Self.registers(&scene, [0, 0] + Array(repeating: step, count: 12) + [0])
        #expect(try scene.history().sessions.count == count)
    }

    @Test("power decides where it is told, and registers where it is not")
    func both() throws {
        var scene = Scene()
        try Self.registers(&scene, [0, 0, 0, 600, 600, 600, 0])
        for minute in ["07:50", "07:55", "08:00", "08:05", "08:10"] { try Self.power(&scene, 7200, minute) }
        try Self.power(&scene, 3, "08:12")
        // What the register shows at 08:15 flowed before the power fell.
        #expect(try Self.sessions(scene) == ["07:50-08:12 1800"])
    }

    @Test("a pause of ten minutes is inside a visit, a longer one between two")
    func pauses() throws {
        var scene = Scene()
        try Self.registers(&scene, [0, 0, 0, 600, 0, 0, 600, 0, 0, 0, 600, 0])
        #expect(try Self.sessions(scene) == ["08:00-08:20 1200", "08:35-08:40 600"])
        #expect(try scene.history().sessions.map(\.chargingMicroseconds) == [10, 5].map { $0 * Microseconds.minute })
    }

    @Test("a visit is open while the meter was last seen to turn; a value after a long silence ends it")
    func openEnd() throws {
        var scene = Scene()
        try Self.power(&scene, 3, "07:55")
        try Self.power(&scene, 7200, "08:00")
        try Self.power(&scene, 7200, "08:05")
        #expect(try scene.history().sessions.map(\.state) == [.active])
        try Self.power(&scene, 3, "10:00")
        // A value holds for a quarter of an hour.
        #expect(try scene.history().sessions.map(\.unplug) == [try Scene.instant("08:20")])

        var rising = Scene()
        try Self.registers(&rising, [0, 0, 600, 600])
        #expect(try rising.history().sessions.map(\.state) == [.active])
        try rising.register(1_847_200, "08:10")
        #expect(try Self.sessions(rising) == ["07:55-08:05 1200"])
    }

    @Test("a meter beside words, a contactor or transactions shows no visits of its own")
    func besideOthers() throws {
        let steps: [Int64] = [0, 0, 600, 600, 0]
        var words = Scene()
        try Self.registers(&words, steps)
        try words.status(.available, "07:00")
        #expect(try words.history().sessions.isEmpty)
        var contactor = Scene()
        try Self.registers(&contactor, steps)
        try contactor.add(.plugged(false), connector: 1, at: "07:00")
        #expect(try contactor.history().sessions.isEmpty)
        var transactions = Scene()
        try Self.registers(&transactions, steps)
        try transactions.start("06:00", number: 1)
        try transactions.stop("07:00", number: 1)
        #expect(try transactions.history().sessions.map(\.evidence) == [.transaction])
        var named = Scene()
        try Self.registers(&named, steps)
        try named.register(5, "07:00", number: 4)
        #expect(try named.history().sessions.isEmpty)
        // OCPI's session is better evidence of the same visit.
        var record = Scene()
        try Self.registers(&record, steps)
        try record.add(
            .sessionRecord(
                SessionRecord(
                    session: "s", status: .completed, start: Scene.instant("07:55"), end: Scene.instant("08:05"),
                    energy: .init(millionths: 1_200_000_000))), connector: 1, at: "08:05")
        #expect(try record.history().sessions.map(\.evidence) == [.record])
    }

    /// A status feed without transactions, as OCPI's.
    private static func feed(_ scene: inout Scene, _ word: ConnectorWord, _ day: String) throws {
        try scene.status(word, "2026-03-\(day)T12:00:00Z", errorCode: "")
    }

    @Test(
        "a status feed that joins a lone meter takes none of the visits before from it, and one that leaves none behind it"
    )
    func feedThatComesAndGoes() throws {
        var scene = Scene()
        try Self.registers(&scene, [0, 0, 0, 600, 600, 0])
        try Self.feed(&scene, .available, "05")
        try Self.feed(&scene, .available, "08")
        for (step, time) in [(0, "18T08:00"), (0, "18T08:05"), (600, "18T08:10"), (0, "18T08:15")] as [(Int64, String)]
        {
            try scene.register(1_847_200 + step, "2026-03-\(time):00Z")
        }
        try scene.heartbeats("00:00", "2026-03-18T12:00:00Z", every: 60)
        #expect(try Self.sessions(scene) == ["08:00-08:10 1200", "08:05-08:10 600"])
        #expect(
            try scene.statuses("2026-03-18T08:00:00Z", "2026-03-18T09:00:00Z")
                == "Available 5, Charging(meter) 5, InService(meter) 50")
    }

    @Test(
        "what the meter shows within 24 hours of a word is the feed's to tell, and behind a unit's transactions for weeks",
        arguments: [
            ("04T12:05", "", 1), ("04T12:15", "", 0), ("06T12:00", "", 0), ("06T12:15", "", 1),
            ("06T12:15", "NoError", 0),
        ])
    func besideFeed(time: String, errorCode: String, count: Int) throws {
        var scene = Scene()
        try scene.status(.available, "2026-03-05T12:10:00Z", errorCode: errorCode)
        let start = try Scene.instant("2026-03-\(time):00Z")
        for (index, step) in ([0, 600, 600, 600] as [Int64]).enumerated() {
            try scene.register(
                1000 + step, start.advanced(byMicroseconds: Int64(index) * 5 * Microseconds.minute).iso8601)
        }
        #expect(try scene.history().sessions.count == count)
    }
}
