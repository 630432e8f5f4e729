import Charging
import Readings
import Testing

/// Where no transactions are told, the energy of a connector is what its meter shows: last register less first.
@Suite("Energy beside visits")
struct EnergyBesideVisitsTests {
    private static func scene(_ registers: [(String, Int64)]) throws -> Scene {
        var scene = Scene()
        for (time, wattHours) in registers { try scene.register(wattHours, time) }
        return scene
    }

    /// Watt-hours and minutes of charging of each hour, `-` where nobody can tell.
    private static func hours(_ history: ConnectorHistory, from first: Int, _ count: Int) throws -> [String] {
        try (first..<first + count).map { hour in
            func text(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
            let figures = utilisation(of: history, in: try Scene.window(text(hour), text(hour + 1)))
            return "\(figures.energy.millionths / 1_000_000) "
                + (figures.charging.map { "\($0 / Microseconds.minute)" } ?? "-")
        }
    }

    @Test("registers an hour apart show no visit, and their energy is in the hours between them")
    func gaps() throws {
        let scene = try Self.scene([
            ("06:00", 500), ("07:00", 500), ("08:00", 7500), ("10:00", 21_500), ("11:00", 21_530),
        ])
        let history = try scene.history()
        #expect(history.sessions.isEmpty)
        // 14 kWh in two hours are 7 in each. 30 Wh in an hour are the charge point's own.
        #expect(try Self.hours(history, from: 6, 5) == ["0 0", "7000 -", "7000 -", "7000 -", "30 0"])
    }

    @Test("what a register shows soon behind the end of a visit is the visit's, what it shows later is beside it")
    func behindTheEnd() throws {
        var scene = try Self.scene([
            ("07:59:58", 1000), ("08:30", 4000), ("08:59:58", 7000), ("09:00:03", 7030), ("10:00", 7090),
            ("11:00", 7090),
        ])
        try scene.add(.chargingNow(false), connector: 1, at: "07:00")
        try scene.add(.chargingNow(true), connector: 1, at: "08:00")
        try scene.add(.chargingNow(false), connector: 1, at: "09:00")
        let history = try scene.history()
        #expect(history.sessions.map { $0.energy?.millionths } == [6_030_000_000])
        // From 09:00:03 to 10:00: 60 Wh.
        #expect(try Self.hours(history, from: 8, 3) == ["6030 60", "60 0", "0 0"])
    }

    @Test("a register behind the next car's plug-in is not the first car's")
    func nextCar() throws {
        var scene = try Self.scene([("07:59", 1000), ("08:50", 6000), ("09:06", 7000), ("10:00", 9000)])
        for (isTrue, time) in [(true, "08:00"), (false, "08:52"), (true, "09:05"), (false, "09:58")] {
            try scene.add(.chargingNow(isTrue), connector: 1, at: time)
        }
        #expect(try scene.history().sessions.map { $0.energy?.millionths } == [5_000_000_000, 3_000_000_000])
    }

    @Test("the hours add up to the last register less the first, whatever the visits are")
    func sum() throws {
        var registers: [(String, Int64)] = []
        var value: Int64 = 0
        for minute in 0..<100 {
            let at = 360 + 7 * minute
            // 5 Wh in seven minutes are the unit's own.
            value += minute / 5 % 2 == 0 ? 5 : Int64(minute * 37 % 11) * 60
            let (hour, rest) = (at / 60, at % 60)
            registers.append(("\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)", value))
        }
        let history = try Self.scene(registers).history()
        #expect(history.sessions.count > 1)
        let hours = try (5..<20).map { hour in
            let start = try Scene.instant("\(hour < 10 ? "0" : "")\(hour):00")
            return utilisation(of: history, in: start..<start.advanced(byMicroseconds: Microseconds.hour)).energy
                .millionths
        }
        // The first register is 5.
        #expect(hours.reduce(0, +) == (value - 5) * 1_000_000)
        #expect(energyBesideSessions(of: history, in: try Scene.window("05:00", "20:00")).millionths > 0)
    }

    @Test("a register that falls begins anew, and a step above 1.2 x rating x time is none")
    func stepsThatAreNone() throws {
        // 7.4 kW x 1.2 are 8.88 kWh in an hour.
        let scene = try Self.scene([
            ("06:00", 5000), ("07:00", 100), ("08:00", 700), ("09:00", 9580), ("10:00", 18_461), ("11:00", 18_462),
        ])
        var rated = RatedPower()
        rated.add(Millionths(7_400_000), connector: 1, during: .distantPast ..< .distantFuture)
        let history = try #require(scene.log.history(connectors: [1], rated: rated).connectors.first)
        #expect(
            try Self.hours(history, from: 6, 5).map { $0.split(separator: " ")[0] } == ["0", "600", "8880", "0", "1"])
    }

    @Test("energy that OCPI's session or a unit of OCPP tells is not counted by a meter again")
    func others() throws {
        let registers: [(String, Int64)] = [("07:00", 1000), ("08:00", 1000), ("09:00", 5000), ("10:00", 5000)]
        var record = try Self.scene(registers)
        try record.add(
            .sessionRecord(
                SessionRecord(
                    session: "s", status: .completed, start: Scene.instant("08:10"), end: Scene.instant("08:50"),
                    energy: .init(millionths: 4_000_000_000))), connector: 1, at: "09:00")
        var unit = try Self.scene(registers)
        try unit.status(.available, "06:00")
        for (scene, energy) in [(record, 4000), (unit, 0)] as [(Scene, Int64)] {
            let figures = utilisation(of: try scene.history(), in: try Scene.window("06:00", "11:00"))
            #expect(figures.energy.millionths == energy * 1_000_000)
        }
    }
}
