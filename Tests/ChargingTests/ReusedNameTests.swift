import Charging
import Readings
import Testing

@Suite("Names of transactions that stations use again")
struct ReusedNameTests {
    private static func update(
        _ scene: inout Scene, _ phase: TransactionUpdate.Phase, _ sequence: Int64, _ time: String,
        wattHours: Int64? = nil, isOffline: Bool = false
    ) throws {
        try scene.add(
            .transaction(
                TransactionUpdate(key: .text("1"), sequence: sequence, phase: phase, isOffline: isOffline)),
            connector: 1, at: time)
        if let wattHours {
            try scene.add(
                .register(.init(millionths: wattHours * 1_000_000), transaction: .text("1")), connector: 1, at: time)
        }
    }

    /// `08:00-09:00 2000`, with the energy in watt-hours; the same in any order of events.
    private static func sessions(_ scene: Scene) throws -> [String] {
        var backwards = scene
        backwards.events.reverse()
        let sessions = try scene.history().sessions
        #expect(try backwards.history().sessions == sessions)
        return sessions.map { session in
            let times = [session.plugIn, session.unplug].map { $0?.iso8601.dropFirst(11).prefix(5) ?? "" }
            return "\(times.joined(separator: "-")) \((session.energy?.millionths ?? -1_000_000) / 1_000_000)"
        }
    }

    @Test("a start behind the end of the same name begins another session, with a meter of its own")
    func again() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .updated, 1, "08:30", wattHours: 2000)
        try Self.update(&scene, .ended, 2, "09:00", wattHours: 3000)
        try Self.update(&scene, .started, 0, "10:00", wattHours: 3000)
        try Self.update(&scene, .ended, 1, "11:00", wattHours: 7000)
        #expect(try Self.sessions(scene) == ["08:00-09:00 2000", "10:00-11:00 4000"])
    }

    @Test("the next may begin in the instant of the end")
    func touching() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .updated, 1, "08:30", wattHours: 2000)
        try Self.update(&scene, .ended, 2, "09:00")
        try Self.update(&scene, .started, 0, "09:00", wattHours: 3000)
        try Self.update(&scene, .updated, 1, "09:00")
        try Self.update(&scene, .ended, 2, "10:00", wattHours: 7000)
        #expect(try Self.sessions(scene).map { $0.prefix(11) } == ["08:00-09:00", "09:00-10:00"])
    }

    @Test("a start that was told again is one: of the same instant and number, queued or not")
    func retry() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .started, 0, "08:00", isOffline: true)
        try Self.update(&scene, .ended, 1, "09:00", wattHours: 3000)
        try Self.update(&scene, .ended, 1, "09:00", isOffline: true)
        #expect(try Self.sessions(scene) == ["08:00-09:00 2000"])
    }

    @Test("where the end was lost, a start with a later stamp begins another session")
    func lostEnd() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .updated, 1, "08:30", wattHours: 2000)
        try Self.update(&scene, .started, 0, "10:00", wattHours: 3000)
        try Self.update(&scene, .ended, 1, "11:00", wattHours: 7000)
        #expect(try Self.sessions(scene) == ["08:00- -1", "10:00-11:00 4000"])
        #expect(try scene.history().sessions.map(\.result) == [.missingStop, .ok])
    }

    @Test("a number that falls back to nought begins another, though its start was lost")
    func fallsBack() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .ended, 2, "09:00", wattHours: 3000)
        try Self.update(&scene, .updated, 0, "10:00", wattHours: 3000)
        try Self.update(&scene, .ended, 1, "11:00", wattHours: 7000)
        #expect(try Self.sessions(scene) == ["08:00-09:00 2000", "10:00-11:00 4000"])
    }

    @Test("a station that numbers nothing has one session still")
    func unnumbered() throws {
        var scene = Scene()
        try Self.update(&scene, .started, 0, "08:00", wattHours: 1000)
        try Self.update(&scene, .updated, 0, "08:30", wattHours: 2000)
        try Self.update(&scene, .updated, 3, "08:40")
        // An end never begins a session.
        try Self.update(&scene, .ended, 0, "09:00", wattHours: 3000)
        #expect(try Self.sessions(scene) == ["08:00-09:00 2000"])
    }
}
