import Charging
import Readings
import Testing

@Suite("Visits that several sources tell")
struct MixedVisitTests {
    static func kilowattHours(_ count: Int64) -> WattHours { .init(millionths: count * 1_000_000_000) }

    /// A session of OCPI, or its detail record, received a minute after its end.
    private static func record(
        _ scene: inout Scene, _ session: String, _ start: String, _ end: String?, connector: Int = 1,
        isDetailRecord: Bool = false, energy: Int64 = 4
    ) throws {
        let last = try Scene.instant(end ?? start)
        let record = SessionRecord(
            session: session, isDetailRecord: isDetailRecord,
            status: isDetailRecord ? nil : end == nil ? .active : .completed, start: try Scene.instant(start),
            end: try end.map(Scene.instant), energy: kilowattHours(energy),
            lastUpdated: last.advanced(byMicroseconds: Microseconds.minute))
        scene.events.append(
            RecordedEvent(
                ChargerEvent(connector: connector, stamp: record.lastUpdated, kind: .sessionRecord(record)),
                received: last.advanced(byMicroseconds: Microseconds.minute)))
    }

    /// Words without an error code, as OCPI's.
    private static func words(_ scene: inout Scene, _ start: String, _ end: String) throws {
        try scene.status(.inUse, start, errorCode: "")
        try scene.status(.available, end, errorCode: "")
    }

    private static func sessions(_ scene: Scene, connector: Int = 1) throws -> [String] {
        try scene.history(connector).sessions.map { session in
            let times = [session.plugIn, session.unplug].compactMap(\.self).map { $0.iso8601.dropFirst(11).prefix(5) }
            return "\(session.evidence.rawValue) \(times.joined(separator: "-"))"
        }
    }

    @Test(
        "what overlaps nothing stands: the transactions of a morning, OCPI's sessions of noon, words of the afternoon")
    func oneAfterTheOther() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        try Self.record(&scene, "s", "10:00", "11:00")
        try Self.words(&scene, "12:00", "13:00")
        #expect(try Self.sessions(scene) == ["transaction 08:00-09:00", "record 10:00-11:00", "status 12:00-13:00"])
        let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "14:00"))
        #expect(figures.sessionsStarted == 3 && figures.pluggedIn == 3 * Microseconds.hour)
        // 2 kWh of the meter and 4 kWh of OCPI; the words tell none, and no current.
        #expect(figures.energy == Self.kilowattHours(6) && figures.charging == nil)
    }

    @Test("one visit that all of them tell is the transaction's; without one it is OCPI's")
    func allAtOnce() throws {
        var scene = Scene()
        try Self.words(&scene, "08:02", "09:03")
        #expect(try Self.sessions(scene) == ["status 08:02-09:03"])
        try Self.record(&scene, "s", "08:01", "09:01")
        #expect(try Self.sessions(scene) == ["record 08:01-09:01"])
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        #expect(try Self.sessions(scene) == ["transaction 08:00-09:00"])
        let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "10:00"))
        #expect(figures.sessionsStarted == 1 && figures.energy == Self.kilowattHours(2))
    }

    @Test(
        "two cars that follow each other are two visits, though clocks differ by minutes; more than five minutes are one",
        arguments: [
            ("08:55", 2), ("08:54", 1), ("09:10", 2), ("07:00", 1),
        ])
    func clocks(start: String, count: Int) throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        try Self.record(&scene, "s", start, "10:30")
        #expect(try scene.history().sessions.count == count)
    }

    @Test("of two short visits half of the shorter one decides")
    func shortOnes() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("08:04", number: 1)
        try Self.record(&scene, "s", "08:01", "08:05")
        try Self.record(&scene, "t", "08:03", "08:08")
        #expect(try Self.sessions(scene) == ["transaction 08:00-08:04", "record 08:03-08:08"])
    }

    @Test("a record that a transaction beats beats nothing itself")
    func chain() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        try Self.record(&scene, "s", "08:00", "12:00")
        try Self.words(&scene, "10:00", "11:00")
        #expect(try Self.sessions(scene) == ["transaction 08:00-09:00", "status 10:00-11:00"])
    }

    @Test("a complete record tells the visit of a start whose stop nobody saw; one that goes on does not")
    func lostStop() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try Self.record(&scene, "s", "08:01", nil)
        #expect(try Self.sessions(scene) == ["start 08:00"])
        try Self.record(&scene, "s", "08:01", "09:00")
        #expect(try Self.sessions(scene) == ["record 08:01-09:00"])
        // Behind the word that its connector is free, the start claims nothing.
        var freed = Scene()
        try freed.start("08:00", number: 1)
        try freed.status(.available, "09:00")
        try Self.record(&freed, "s", "10:00", nil)
        #expect(try Self.sessions(freed) == ["start 08:00", "record 10:00"])
    }

    @Test("a detail record that names no session is its session's where start and stop lie within five minutes")
    func nameless() throws {
        var scene = Scene()
        try Self.record(&scene, "s", "08:00", "09:00")
        try Self.record(&scene, "bill-1", "08:04", "08:56", isDetailRecord: true, energy: 5)
        try Self.record(&scene, "t", "09:00", "10:00")
        #expect(try Self.sessions(scene) == ["record 08:04-08:56", "record 09:00-10:00"])
        #expect(try scene.history().sessions.map(\.energy) == [5, 4].map(Self.kilowattHours))
        // Each session has one bill; of a session that nobody told, the bill tells.
        try Self.record(&scene, "bill-2", "11:00", "12:00", isDetailRecord: true, energy: 6)
        try Self.record(&scene, "bill-3", "08:00", "09:00", connector: 2, isDetailRecord: true, energy: 7)
        #expect(
            try Self.sessions(scene) == ["record 08:04-08:56", "record 09:00-10:00", "record 11:00-12:00"])
        #expect(try Self.sessions(scene, connector: 2) == ["record 08:00-09:00"])
    }

    @Test(
        "a bill of other times is another visit's",
        arguments: [
            ("08:06", "09:00", 2), ("08:00", "09:06", 2), ("07:55", "09:05", 1),
        ])
    func otherTimes(start: String, end: String, count: Int) throws {
        var scene = Scene()
        try Self.record(&scene, "s", "08:00", "09:00")
        try Self.record(&scene, "bill", start, end, isDetailRecord: true)
        #expect(try scene.history().sessions.count == count)
    }

    @Test("a bill ends the session whose end was never told")
    func endByBill() throws {
        var scene = Scene()
        try Self.record(&scene, "s", "08:00", nil)
        try Self.record(&scene, "bill", "08:01", "09:00", isDetailRecord: true, energy: 5)
        let session = try #require(try scene.history().sessions.first)
        #expect(try Self.sessions(scene) == ["record 08:01-09:00"])
        #expect(session.state == .completed && session.energy == Self.kilowattHours(5))
    }
}
