import Scoring
import Testing

@Suite("The score of sessions")
struct SessionScoreTests {
    private func json(_ before: String, _ after: String, faults: String = "") throws -> String {
        var folder = ScoredFolder()
        folder.replace(\.sessions, before, after)
        folder.truth["faults.csv"]? += faults
        let report = try folder.report()
        #expect(report.isPerfect == (before == after), "\(report.text)")
        return report.json
    }

    @Test(
        "A begin, an end, or a stretch of charging that differs by a second shows",
        arguments: [
            ("Z,2026-03-02T08:59:30Z", "Z,2026-03-02T08:59:31Z"),
            ("cp-1,1,2026-03-02T08:00:30Z", "cp-1,1,2026-03-02T08:00:29Z"),
            ("2026-03-02T08:50:00Z", "2026-03-02T08:50:01Z"),
            ("cp-1,2,2026-03-02T09:00:30Z,2026-03-02T09:00:30Z", "cp-1,2,2026-03-02T09:00:30Z,"),
            // An end that nobody told, and one that was told and is not listed.
            (",,,3.5", ",,2026-03-02T09:40:00Z,3.5"), ("08:59:30Z,7", ",7"),
        ])
    func times(before: String, after: String) throws {
        let json = try json(before, after.replacing(",7", with: ",7"))
        #expect(json.contains("\"sessions_of_wrong_time\":1,"), "\(json)")
        #expect(json.contains("\"sessions_missed\":0,"))
    }

    @Test("A session that goes on is listed as active, one that ended as completed")
    func states() throws {
        #expect(try json("200,active", "200,completed").contains("\"sessions_of_wrong_state\":1,"))
        #expect(try json("100,completed", "100,active").contains("\"sessions_of_wrong_state\":1,"))
    }

    @Test("A session that goes on has the energy of its last meter value")
    func energySoFar() throws {
        #expect(try json(",3.5,", ",3.4,").contains("\"sessions_wrong_energy\":1,"))
        #expect(try json(",3.5,", ",,").contains("\"max_energy_error_kwh\":3.5,"))
    }

    @Test("A session that is not listed is missed, one that nobody told is invented")
    func missed() throws {
        #expect(
            try json("a,sim,hub,cp-1,1", "a,sim,hub,cp-1,3").contains("\"sessions_missed\":1,\"sessions_invented\":1"))
        #expect(try json("7,100,completed", "7,100,invalid").contains("\"sessions_missed\":1,\"sessions_invented\":0"))
        let wrong = try json(",7,100,completed", ",6.5,100,completed")
        #expect(wrong.contains("\"sessions_wrong_energy\":1"))
        #expect(wrong.contains("\"max_energy_error_kwh\":0.5"))
    }

    @Test("A session that is listed twice is one too much, under its name or another")
    func twice() throws {
        for name in ["a", "c"] {
            var folder = ScoredFolder()
            folder.sessions += """
                \(name),sim,hub,cp-1,1,2026-03-02T08:00:30Z,2026-03-02T08:00:30Z,2026-03-02T08:50:00Z,2026-03-02T08:59:30Z,7,100,completed,ok,transaction,

                """
            let report = try folder.report()
            #expect(report.json.contains("\"sessions_missed\":0,\"sessions_invented\":1,"), "\(report.json)")
            #expect(!report.isPerfect)
        }
    }

    @Test(
        "A session that is listed at another place, or in another borough, shows", arguments: ["sim,hill", "other,hub"])
    func place(of session: String) throws {
        #expect(try json("b,sim,hub", "b,\(session)").contains("\"sessions_of_wrong_place\":1,"))
    }

    @Test("Of a session that goes on and has told no meter value yet, nothing is known to have flowed")
    func noMeterYet() throws {
        for (listed, isRight) in [("", true), ("0", true), ("3.5", false)] {
            var folder = ScoredFolder()
            folder.replaceTruth("sessions.csv", ",,,3.5,", ",,,,")
            folder.replace(\.sessions, ",3.5,", ",\(listed),")
            #expect(try folder.report().isPerfect == isRight, "\(listed)")
        }
    }

    @Test(
        "Where the truth says that no stop was sent, the session is listed without an end, active or as missing its stop"
    )
    func missingStop() throws {
        let fault = "missing_stop,cp-1,2,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,1\n"
        #expect(try json("", "", faults: fault).contains("\"sessions_missed\":0,"))
        for (row, isRight) in [
            ("b,sim,hub,cp-1,2,2026-03-02T09:00:30Z,,,,,200,invalid,missing_stop,start,missing_stop", true),
            ("b,sim,hub,cp-1,2,2026-03-02T09:00:30Z,,,,,200,invalid,negative,start,", false),
            (
                "b,sim,hub,cp-1,2,2026-03-02T09:00:30Z,,,2026-03-02T10:00:00Z,,200,invalid,missing_stop,start,missing_stop",
                false
            ),
        ] {
            var folder = ScoredFolder()
            folder.truth["faults.csv"]? += fault
            folder.replace(
                \.sessions, "b,sim,hub,cp-1,2,2026-03-02T09:00:30Z,2026-03-02T09:00:30Z,,,3.5,200,active,,start,", row)
            let report = try folder.report()
            #expect(report.isPerfect == isRight, "\(row) \(report.text)")
            #expect(report.json.contains("\"sessions_missed\":0,\"sessions_invented\":0"))
        }
        // Without the truth's word such a row is no session.
        let without = try json("3.5,200,active,", ",200,invalid,missing_stop")
        #expect(without.contains("\"sessions_missed\":1,"))
    }

    @Test(
        "A start of 1970 is listed at the time of its receipt, as the truth has it; when its energy flowed is not compared"
    )
    func reset() throws {
        var folder = ScoredFolder()
        folder.replaceTruth(
            "sessions.csv", "9,2,2026-03-02T09:00:30Z,,,3.5,2026-03-02T09:00:30Z,,",
            "9,2,2026-03-02T09:30:01.5Z,,,3.5,2026-03-02T09:00:30Z,,reset")
        folder.replace(
            \.sessions, "2,2026-03-02T09:00:30Z,2026-03-02T09:00:30Z", "2,2026-03-02T09:30:01.5Z,2026-03-02T09:40:00Z")
        let report = try folder.report()
        #expect(report.isPerfect, "\(report.text)")
        folder.replace(\.sessions, "2,2026-03-02T09:30:01.5Z", "2,2026-03-02T09:30:02Z")
        #expect(try folder.report().json.contains("\"sessions_of_wrong_time\":1,"))
    }

    @Test("What a clock that was not set makes impossible is listed as wrong_clock, and is no session")
    func wrongClock() throws {
        var folder = ScoredFolder()
        folder.replaceTruth(
            "sessions.csv", "7,7,2026-03-02T08:00:30Z,2026-03-02T08:50:00Z,",
            "7,7,2026-03-02T08:00:30Z,2026-03-02T08:50:00Z,wrong")
        #expect(try !folder.report().isPerfect)
        folder.replace(
            \.sessions, "7,100,completed,ok,transaction,", ",100,invalid,wrong_clock,transaction,clock_reset")
        #expect(try folder.report().json.contains("\"sessions_missed\":0,\"sessions_invented\":0"))
    }

    @Test("Of what is missed or wrong it is told how much lost its start or its stop on the way")
    func lost() throws {
        var folder = ScoredFolder()
        folder.replace(\.sessions, "Z,2026-03-02T08:59:30Z,7,100,completed", "Z,,7,100,active")
        #expect(try folder.report().json.contains("\"sessions_wrong_with_lost_words\":0,"))
        folder.truth["messages.csv"]? +=
            "10,2026-03-02T08:59:31.5Z,,sim/ev/ocpp16/cp-1/up,loss,,charging,cp-1,,\n"
        let report = try folder.report()
        #expect(report.json.contains("\"sessions_wrong_with_lost_words\":1,"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test("A register that began anew inside makes the session invalid by rule, and its energy is nobody's")
    func registerReset() throws {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "register_reset,cp-1,1,2026-03-02T08:30:00Z,2026-03-02T08:30:00Z,1\n"
        folder.replace(
            \.sessions, "7,100,completed,ok,transaction,", "-93,100,invalid,negative,transaction,negative_energy")
        let report = try folder.report()
        #expect(report.isPerfect, "\(report.text)")
        #expect(report.json.contains("\"register_reset\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,"))
    }

    @Test("Of a session that was told by words alone it is asked whether it is listed")
    func shown() throws {
        var folder = ScoredFolder()
        folder.replaceTruth("sessions.csv", "7.1,1,", "7.1,,")
        folder.replace(\.sessions, "2026-03-02T08:00:30Z", "2026-03-02T08:00:55Z")
        let report = try folder.report()
        #expect(report.isPerfect, "\(report.text)")
        #expect(report.json.contains("\"sessions_open\":1,\"sessions_shown\":1,\"sessions_missed\":0,"))
        folder.replace(\.sessions, "2026-03-02T08:00:55Z", "2026-03-02T08:15:55Z")
        #expect(try folder.report().json.contains("\"sessions_missed\":1,\"sessions_invented\":1,"))
    }

    @Test("What is listed at a visit of which no session was told is not invented, and elsewhere it is")
    func untold() throws {
        var folder = ScoredFolder()
        folder.sessions += "c,sim,hub,cp-1,1,2026-03-02T10:05:00Z,,,2026-03-02T10:50:00Z,,,completed,ok,status,\n"
        #expect(try folder.report().isPerfect)
        // One that goes on for ever does not reach from before a visit into it.
        folder.sessions += "e,sim,hub,cp-1,1,2026-03-02T09:45:00Z,,,,,,active,,status,\n"
        #expect(try folder.report().json.contains("\"sessions_missed\":0,\"sessions_invented\":1,"))
        folder.replace(\.sessions, "e,sim,hub,cp-1,1,2026-03-02T09:45:00Z", "e,sim,hub,cp-1,1,2026-03-02T09:50:00Z")
        #expect(try folder.report().isPerfect)
        folder.sessions += "d,sim,hub,cp-1,1,2026-03-02T12:05:00Z,,,2026-03-02T12:50:00Z,,,completed,ok,status,\n"
        #expect(try folder.report().json.contains("\"sessions_missed\":0,\"sessions_invented\":1,"))
    }
}
