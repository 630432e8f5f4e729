import Charging
import Readings
import Testing

@Suite("Words that do not tell whether a car is there")
struct UntoldWordTests {
    /// Each word with its time, without an error code; then `08:00-09:00` of each session, and its charging minutes.
    private static func sessions(_ words: [(ConnectorWord, String)]) throws -> [String] {
        var scene = Scene()
        for (word, time) in words { try scene.status(word, time, errorCode: "") }
        return try scene.history().sessions.map { session in
            let times = [session.plugIn, session.unplug].map { $0?.iso8601.dropFirst(11).prefix(5) ?? "" }
            let charging = session.chargingMicroseconds.map { " \($0 / Microseconds.minute)" } ?? ""
            return times.joined(separator: "-") + charging
        }
    }

    @Test(
        "a visit ends with the last that is known of it, whatever comes then",
        arguments: [ConnectorWord.inService, .unknown, .retired, .blocked])
    func ends(word: ConnectorWord) throws {
        #expect(try Self.sessions([(.charging, "08:00"), (word, "09:00")]) == ["08:00-09:00 60"])
        #expect(
            try Self.sessions([(.charging, "08:00"), (word, "09:00"), (.available, "12:00")]) == ["08:00-09:00 60"])
        #expect(try Self.sessions([(word, "07:00"), (.available, "12:00")]) == [])
    }

    @Test("wall connectors of Tesla's second generation say 0 with a car or without: each visit is one of its own")
    func wallConnector() throws {
        #expect(
            try Self.sessions([
                (.inService, "07:00"), (.suspendedEVSE, "08:00"), (.charging, "08:10"), (.suspendedEV, "09:00"),
                (.inService, "09:30"), (.charging, "18:00"), (.inService, "19:00"),
            ]) == ["08:00-09:30 50", "18:00-19:00 60"])
    }

    @Test("a visit goes on where a car is told again within ten minutes, and no current flowed meanwhile")
    func goesOn() throws {
        #expect(
            try Self.sessions([
                (.charging, "08:00"), (.inService, "08:30"), (.charging, "08:40"), (.inService, "09:00"),
            ]) == ["08:00-09:00 50"])
        #expect(
            try Self.sessions([
                (.charging, "08:00"), (.inService, "08:30"), (.inService, "08:35"), (.charging, "08:41"),
                (.available, "09:00"),
            ]) == ["08:00-08:30 30", "08:41-09:00 19"])
    }

    @Test("of a silence up to a day the same car is believed where it is told again, as a word is carried that long")
    func silence() throws {
        #expect(
            try Self.sessions([
                (.charging, "08:00"), (.unknown, "08:30"), (.charging, "12:30"), (.available, "13:00"),
            ]) == ["08:00-13:00 60"])
        #expect(
            try Self.sessions([
                (.charging, "2026-03-01T08:00:00Z"), (.unknown, "2026-03-01T08:30:00Z"),
                (.charging, "2026-03-02T08:30:01Z"), (.available, "2026-03-02T09:00:01Z"),
            ]) == ["08:00-08:30 30", "08:30-09:00 30"])
        // Free meanwhile: two cars.
        #expect(
            try Self.sessions([
                (.charging, "08:00"), (.unknown, "08:30"), (.available, "08:35"), (.charging, "08:36"),
                (.available, "09:00"),
            ]) == ["08:00-08:30 30", "08:36-09:00 24"])
    }

    @Test("the timeline and the sessions say the same")
    func timeline() throws {
        var scene = Scene()
        for (word, time) in [(ConnectorWord.charging, "08:00"), (.inService, "09:00"), (.charging, "10:00")] {
            try scene.status(word, time, errorCode: "")
        }
        try scene.status(.available, "10:30", errorCode: "")
        #expect(
            try scene.minutes("08:00", "11:00") == "plugged_in+ 60, unknown 60, plugged_in+ 30, available 30")
        let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "11:00"))
        #expect(figures.sessionsStarted == 2 && figures.pluggedIn == 90 * Microseconds.minute)
    }
}
