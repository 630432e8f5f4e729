import Charging
import Readings
import SeededRandom
import Testing

@Suite("An EVSE of several connectors, one at a time")
struct EVSEGroupTests {
    private static func evse(_ scene: Scene) -> ConnectorHistory {
        ConnectorHistory(evseOf: scene.log.history(connectors: [2, 1]).connectors)
    }

    private static func states(_ scene: Scene, _ start: String, _ end: String) throws -> String {
        let window = try Scene.window(start, end)
        return evse(scene).timeline.filter { $0.end > window.lowerBound && $0.start < window.upperBound }.map {
            let from = max($0.start, window.lowerBound)
            let minutes = min($0.end, window.upperBound).microseconds(since: from) / Microseconds.minute
            return "\($0.state.rawValue)\($0.isCharging ? "+" : "") \(minutes)"
        }.joined(separator: ", ")
    }

    @Test("it is plugged in while any connector is; the free connector counts for nothing meanwhile")
    func oneAtATime() throws {
        var scene = Scene()
        for connector in 1...2 { try scene.status(.available, "07:00", connector: connector) }
        try scene.start("08:00", number: 1, connector: 1)
        try scene.status(.charging, "08:00", connector: 1)
        try scene.stop("09:00", number: 1)
        try scene.start("10:00", number: 2, connector: 2)
        try scene.stop("11:00", number: 2)
        #expect(
            try Self.states(scene, "07:00", "12:00")
                == "available 60, plugged_in+ 60, available 60, plugged_in+ 60, available 60")
        let figures = utilisation(of: Self.evse(scene), in: try Scene.window("07:00", "12:00"))
        #expect(figures.pluggedIn == 2 * Microseconds.hour && figures.available == 3 * Microseconds.hour)
        #expect(figures.sessionsStarted == 2 && figures.energy == WattHours(millionths: 4_000_000_000))
        #expect(Self.evse(scene).sessions.allSatisfy { !$0.flags.contains(.evseOverlap) })
    }

    @Test("of two at once the later start tells whether it charges, the time counts once, and both are flagged")
    func overlap() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, connector: 1)
        try scene.start("09:00", number: 2, connector: 2)
        try scene.status(.suspendedEV, "09:30", connector: 2)
        try scene.stop("10:00", number: 1)
        try scene.stop("11:00", number: 2)
        // The car behind them is one of a third session, which nothing overlaps.
        try scene.start("11:00", number: 3, connector: 1)
        try scene.stop("11:30", number: 3)
        #expect(try Self.states(scene, "08:00", "11:30") == "plugged_in+ 90, plugged_in 90, plugged_in+ 30")
        #expect(Self.evse(scene).sessions.map { $0.flags.contains(.evseOverlap) } == [true, true, false])
        let figures = utilisation(of: Self.evse(scene), in: try Scene.window("08:00", "11:00"))
        #expect(figures.pluggedIn == 3 * Microseconds.hour && figures.charging == 90 * Microseconds.minute)
        #expect(figures.energy == WattHours(millionths: 4_000_000_000))
    }

    @Test("a free outlet makes it available; out of service it is when no connector is known to be better")
    func states() throws {
        for (one, other, expected) in [
            (ConnectorWord.available, ConnectorWord.faulted, "available 60"), (.faulted, .reserved, "reserved 60"),
            (.faulted, .unavailable, "out_of_service 60"), (.unknown, .faulted, "unknown 60"),
            (.finishing, .available, "plugged_in 60"),
        ] {
            var scene = Scene()
            try scene.status(one, "08:00", connector: 1)
            try scene.status(other, "08:00", connector: 2)
            #expect(try Self.states(scene, "08:00", "09:00") == expected)
        }
    }

    @Test(
        "it is never plugged in for longer than its connectors together, nor for less than one",
        arguments: UInt64(1)...20)
    func bounds(seed: UInt64) {
        let connectors = ChargePointLog(SetPropertyTests.wildEvents(seed: seed)).history(connectors: [1, 2]).connectors
        let evse = ConnectorHistory(evseOf: connectors)
        #expect(evse == ConnectorHistory(evseOf: connectors.reversed()))
        for hour in Int64(0)..<130 {
            let start = SetPropertyTests.begin.advanced(byMicroseconds: hour * Microseconds.hour)
            let window = start..<start.advanced(byMicroseconds: Microseconds.hour)
            let parts = connectors.map { utilisation(of: $0, in: window) }
            let whole = utilisation(of: evse, in: window)
            let plugged = parts.map(\.pluggedIn)
            #expect(whole.pluggedIn <= min(Microseconds.hour, plugged.reduce(0, +)))
            #expect(whole.pluggedIn >= plugged.max() ?? 0)
            #expect(whole.energy.millionths == parts.reduce(0) { $0 + $1.energy.millionths })
            #expect(whole.sessionsStarted == parts.reduce(0) { $0 + $1.sessionsStarted })
        }
    }
}
