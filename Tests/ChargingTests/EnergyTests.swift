import Charging
import Readings
import Testing

@Suite("Energy over time")
struct EnergyTests {
    /// Watt-hours of consecutive half hours from 08:00.
    static func halfHours(_ scene: Scene, _ count: Int) throws -> [Int64] {
        let history = try scene.history()
        let start = try Scene.instant("08:00")
        return (0..<count).map { index in
            let lower = start.advanced(byMicroseconds: Int64(index) * 30 * Microseconds.minute)
            let upper = lower.advanced(byMicroseconds: 30 * Microseconds.minute)
            return utilisation(of: history, in: lower..<upper).energy.millionths / 1_000_000
        }
    }

    @Test("without registers the energy is even over the charge interval, pauses included")
    func even() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.status(.suspendedEV, "08:30")
        try scene.status(.charging, "09:00")
        try scene.status(.suspendedEV, "09:30")
        try scene.stop("10:00", number: 1, wattHours: 4000)
        #expect(try Self.halfHours(scene, 4) == [1000, 1000, 1000, 0])
    }

    @Test("registers inside the session tell when the energy flowed; those that fall back or lie outside do not count")
    func registers() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.register(1500, "08:30", number: 1)
        try scene.register(1400, "08:40", number: 1)
        try scene.register(9000, "08:45", number: 1)
        try scene.register(0, "08:50", number: 1)
        try scene.register(1600, "08:55", number: 77)
        try scene.register(3500, "09:00")
        try scene.stop("10:00", number: 1, wattHours: 4000)
        // 500 Wh to 08:30, 2000 to 09:00, the other 500 evenly to 10:00.
        #expect(try Self.halfHours(scene, 4) == [500, 2000, 250, 250])
    }

    @Test("a register of a transaction with a name of its own is not that of a numbered one")
    func named() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        for (name, wattHours) in [("a5f0c1d2", 3500), ("b5f0c1d2", 1200)] as [(String, Int64)] {
            let meter = WattHours(millionths: wattHours * 1_000_000)
            try scene.add(.register(meter, transaction: .text(name)), connector: 1, at: "08:30")
        }
        try scene.stop("10:00", number: 1, wattHours: 4000)
        #expect(try Self.halfHours(scene, 4) == [750, 750, 750, 750])
    }

    @Test("a register behind the end of charge shows that some energy came later")
    func trickle() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.status(.suspendedEV, "08:30")
        try scene.register(3000, "09:00", number: 1)
        try scene.stop("10:00", number: 1, wattHours: 4000)
        #expect(try Self.halfHours(scene, 4) == [1000, 1000, 500, 500])
    }

    @Test("a car that never asked for power has its energy spread over the whole visit")
    func neverCharged() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.status(.suspendedEV, "08:00")
        try scene.stop("09:00", number: 1, wattHours: 1010)
        #expect(try Self.halfHours(scene, 3) == [5, 5, 0])
        let session = try #require(try scene.history().sessions.first)
        #expect(session.chargingMicroseconds == 0)
        #expect(session.chargeStart == nil && session.chargeEnd == nil)
    }

    @Test("a pause told in the minute of a plug-in is the earlier car's when one left in that minute")
    func touchingPause() throws {
        var scene = Scene()
        try scene.start("07:00", number: 1, wattHours: 500)
        try scene.stop("08:00", number: 1, wattHours: 1000)
        try scene.status(.suspendedEV, "08:00")
        try scene.start("08:00", number: 2, wattHours: 1000)
        try scene.stop("09:00", number: 2, wattHours: 3000)
        #expect(try Self.halfHours(scene, 2) == [1000, 1000])
        #expect(try scene.history().sessions.last?.chargingMicroseconds == Microseconds.hour)
    }

    @Test("parts that do not divide evenly still add up to the millionth")
    func thirds() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 0)
        try scene.stop("08:07", number: 1, wattHours: 1000)
        let history = try scene.history()
        let parts = try ["08:00", "08:01", "08:02", "08:03", "08:04", "08:05", "08:06"].map { start in
            let lower = try Scene.instant(start)
            let window = lower..<lower.advanced(byMicroseconds: Microseconds.minute)
            return utilisation(of: history, in: window).energy.millionths
        }
        // 1000 Wh over 7 minutes: 142,857,142.857... millionths a minute, the curve rounded at each end.
        #expect(
            parts == [142_857_143, 142_857_143, 142_857_143, 142_857_142, 142_857_143, 142_857_143, 142_857_143])
        #expect(parts.reduce(0, +) == 1_000_000_000)
    }

    @Test("peak power comes from power values, else from registers at least a minute apart")
    func peak() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        #expect(try scene.history().sessions.first?.peakMicrowatts == nil)
        // 100 Wh in 2 minutes are 3 kW. 20 Wh in the next 30 seconds are no evidence alone; with the 60 seconds that they
        // begin, 130 Wh until 08:03:00 are 7.8 kW.
        try scene.register(1100, "08:02", number: 1)
        try scene.register(1120, "08:02:30", number: 1)
        try scene.register(1230, "08:03", number: 1)
        try scene.stop("09:00", number: 1, wattHours: 4000)
        #expect(try scene.history().sessions.first?.peakMicrowatts == 7_800_000_000)
        try scene.add(.power(microwatts: 6_900_000_000, transaction: 1), connector: 1, at: "08:10")
        try scene.add(.power(microwatts: 9_900_000_000, transaction: 2), connector: 1, at: "08:11")
        #expect(try scene.history().sessions.first?.peakMicrowatts == 6_900_000_000)
    }

    @Test("a register without a number belongs to the transaction that started last")
    func registerOfOverlap() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.start("08:30", number: 2, wattHours: 1000)
        try scene.register(2000, "09:00")
        try scene.stop("10:00", number: 1, wattHours: 5000)
        try scene.stop("09:30", number: 2, wattHours: 2000)
        // The first one's 4000 Wh stay even over four half hours; the second one's 1000 flow before 09:00.
        #expect(try Self.halfHours(scene, 4) == [1000, 2000, 1000, 1000])
    }
}
