import Scoring
import SensorSim
import Testing

@Suite("The score of faults at devices")
struct FaultScoreTests {
    /// Every fault that the simulator can inject at a device, and whether the data folder has a word for it.
    private static let kinds: [(name: String, leavesWord: Bool)] = [
        ("link_outage", false), ("late_readings", false), ("lost_readings", true), ("power_cut", true),
        ("warm_up", false), ("missed_reading", true), ("analyser_gap", true), ("clock_1970", true),
        ("clock_hour", false), ("clock_future", true),
        ("reboot", true), ("offline", true), ("site_outage", true), ("missing_stop", true),
        ("unknown_transaction", true), ("retry", true), ("session_register", true), ("mixed_register", true),
        ("mislabelled_unit", true), ("register_reset", true), ("stuck_session", true), ("out_of_service", true),
        ("dead", true), ("flapping", true), ("clock_reset", true), ("failed_start", true),
    ]

    @Test("No fault of the simulator is forgotten: each has a word in the data folder, or is known to leave none")
    func all() {
        #expect(Set(Self.kinds.map(\.name)) == Set(InjectedFault.Kind.allCases.map(\.rawValue)))
        for kind in Self.kinds { #expect(FaultTrace.leavesWord(kind.name) == kind.leavesWord, "\(kind.name)") }
        for fault in TransportFault.allCases {
            #expect(FaultTrace.leavesWord(fault.rawValue) == (fault != .delay), "\(fault.rawValue)")
        }
        #expect(FaultTrace.leavesWord("nonsense") == nil)
    }

    @Test("A fault that the score does not know is told")
    func unknown() {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "new_fault,cp-1,,2026-03-02T08:00:00Z,,1\n"
        #expect(throws: ScoreProblem.self) { try folder.report() }
    }

    @Test("What leaves no word is told as such, and not as found by nobody")
    func wordless() throws {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "warm_up,aq-1,,2026-03-02T08:00:00Z,2026-03-02T08:30:00Z,30\n"
        let json = try folder.report().json
        #expect(
            json.contains(
                "\"warm_up\":{\"injected\":1,\"found\":0,\"finds\":0,\"true_finds\":0,\"recall\":null,\"precision\":null,"
                    + "\"leaves_trace\":false}"), "\(json)")
    }

    @Test("A fault is found where its word stands at its time; a word without a fault costs precision")
    func flapping() throws {
        var folder = ScoredFolder()
        folder.statuses += """
            2026-03-02T12:00:00Z,2026-03-02T12:01:00Z,cp-1,1,Available,flapping
            2026-03-02T13:30:00Z,2026-03-02T13:31:00Z,cp-1,1,Available,flapping

            """
        let json = try folder.report().json
        #expect(
            json.contains(
                "\"flapping\":{\"injected\":1,\"found\":1,\"finds\":2,\"true_finds\":1,\"recall\":1,\"precision\":0.5,"),
            "\(json)")
        #expect(json.contains("\"missing_stop\":{\"injected\":0,\"found\":0,\"finds\":0,\"true_finds\":0,"))
    }

    @Test("A word of a fault where nothing was done is not perfect")
    func nothingDone() throws {
        var folder = ScoredFolder()
        folder.statuses += "2026-03-02T12:30:00Z,2026-03-02T12:40:00Z,cp-1,1,Available,\n"
        #expect(try folder.report().isPerfect)
        folder.replace(\.statuses, "Available", "Faulted")
        #expect(try !folder.report().isPerfect)
    }

    @Test("Nobody has heard of a connector before its first status; afterwards silence is a find")
    func unheard() throws {
        var folder = ScoredFolder()
        folder.statuses += "2026-03-02T07:00:20Z,2026-03-02T08:00:00Z,cp-1,1,Unknown,\n"
        #expect(try folder.report().isPerfect)
        folder.statuses += "2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,cp-1,1,Available,\n"
        folder.statuses += "2026-03-02T09:00:00Z,2026-03-02T09:10:00Z,cp-1,1,Unknown,\n"
        let report = try folder.report()
        #expect(report.json.contains("\"offline\":{\"injected\":0,\"found\":0,\"finds\":1,\"true_finds\":0,"))
        #expect(!report.isPerfect)
        // A silence that was injected at the very beginning is found.
        folder.truth["faults.csv"]? += "offline,cp-1,,2026-03-02T07:00:00Z,2026-03-02T07:30:00Z,1\n"
        #expect(
            try folder.report().json.contains("\"offline\":{\"injected\":1,\"found\":1,\"finds\":2,\"true_finds\":1,"))
    }

    @Test("A car that was full when the run began is no failed attempt where no transaction tells of it")
    func full() throws {
        var folder = ScoredFolder()
        folder.replace(
            \.sessions, "100,completed,ok,transaction,", "100,completed,failed_attempt,status,zero_energy")
        #expect(try folder.report().json.contains("\"failed_start\":{\"injected\":0,\"found\":0,\"finds\":1,"))
        // The run begins at 07:00.
        folder.replace(\.sessions, "cp-1,1,2026-03-02T08:00:30Z", "cp-1,1,2026-03-02T07:00:30Z")
        #expect(try folder.report().json.contains("\"failed_start\":{\"injected\":0,\"found\":0,\"finds\":0,"))
        folder.truth["faults.csv"]? += "failed_start,cp-1,1,2026-03-02T07:00:00Z,2026-03-02T07:01:00Z,1\n"
        #expect(try folder.report().json.contains("\"failed_start\":{\"injected\":1,\"found\":1,\"finds\":1,"))
    }

    @Test("Of many faults of a device each is found by its own word, also within a longer one")
    func many() throws {
        var folder = ScoredFolder()
        // An outage of the first connector all morning, and a short one of the second each hour, of which one has no word.
        folder.truth["faults.csv"]? += "dead,cp-1,1,2026-03-02T07:00:00Z,2026-03-02T13:30:00Z,1\n"
        folder.statuses += "2026-03-02T07:00:00Z,2026-03-02T13:30:00Z,cp-1,1,Faulted,\n"
        for hour in ["12", "08", "11", "09", "10"] {
            folder.truth["faults.csv"]? += "flapping,cp-1,2,2026-03-02T\(hour):10:00Z,2026-03-02T\(hour):11:00Z,1\n"
            guard hour != "10" else { continue }
            folder.statuses += "2026-03-02T\(hour):10:30Z,2026-03-02T\(hour):12:00Z,cp-1,2,Available,flapping\n"
        }
        // Words of charge points may lie an hour beside: 10:10 is more than that from 08:12 and from 11:10:30, not from 09:12.
        folder.replace(
            \.statuses, "2026-03-02T09:10:30Z,2026-03-02T09:12:00Z", "2026-03-02T09:08:00Z,2026-03-02T09:09:59Z")
        folder.replace(\.statuses, "2026-03-02T11:10:30Z", "2026-03-02T11:11:01Z")
        let json = try folder.report().json
        // Five of six: the one of the fixture at 12:00 is of the first connector.
        #expect(json.contains("\"flapping\":{\"injected\":6,\"found\":4,\"finds\":4,\"true_finds\":4,"), "\(json)")
        #expect(json.contains("\"dead\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,"))
    }

    @Test("A word that goes on over midnight is one find")
    func midnight() throws {
        var folder = ScoredFolder()
        folder.statuses += """
            2026-03-02T12:00:00Z,2026-03-03T00:00:00Z,cp-1,1,Available,flapping
            2026-03-03T00:00:00Z,2026-03-03T08:00:00Z,cp-1,1,Available,flapping

            """
        #expect(
            try folder.report().json.contains("\"flapping\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,"))
    }

    @Test(
        "A gap is an hour in which the time of a reading is missing",
        arguments: [
            // 59 of 60 readings of a minute cover 98.3333 %: the sixtieth, 1.6667 %, is missing.
            ("59,98.3333", 1), ("60,98.4", 0), ("60,100", 0), ("0,0", 1), ("0,3.6", 1), ("24,95.9", 1), ("24,96.1", 0),
        ])
    func gaps(cells: String, finds: Int) throws {
        var folder = ScoredFolder()
        folder.replace(\.airHours, "no2,2,50,", "no2,\(cells),")
        let json = try folder.report().json
        #expect(
            json.contains(
                "\"lost_readings\":{\"injected\":1,\"found\":\(finds),\"finds\":\(finds),\"true_finds\":\(finds),"),
            "\(json)")
    }

    @Test("In the hour in which the run ends, a reading is still under way")
    func lastHour() throws {
        var folder = ScoredFolder()
        folder.airHours += "2026-03-02T13:00:00Z,2026-03-02T14:00:00Z,sim,s,aq-1,no2,59,98.3333,true,1,\n"
        #expect(try folder.report().json.contains("\"missed_reading\":{\"injected\":0,\"found\":0,\"finds\":1,"))
        folder.replace(\.airHours, "aq-1,no2,59,98.3333,true,1", "station,no2,0,0,false,")
        #expect(try folder.report().json.contains("\"missed_reading\":{\"injected\":0,\"found\":0,\"finds\":1,"))
        // Of a device that tells several readings an hour, more than one is missing.
        folder.replace(\.airHours, "s,station,no2,0,0,", "s,aq-1,no2,0,0,")
        #expect(try folder.report().json.contains("\"missed_reading\":{\"injected\":0,\"found\":0,\"finds\":2,"))
        folder.replace(\.airHours, "no2,0,0,false,,\n", "no2,58,96.6667,true,1,\n")
        #expect(try folder.report().json.contains("\"missed_reading\":{\"injected\":0,\"found\":0,\"finds\":2,"))
    }

    @Test("A message that was lost explains the gap where its readings were measured, not where it was sent")
    func loss() throws {
        var folder = ScoredFolder()
        folder.replaceTruth("faults.csv", "lost_readings,aq-1", "lost_readings,aq-2")
        #expect(try folder.report().json.contains("\"finds\":1,\"true_finds\":0,\"recall\":0,\"precision\":0"))
        folder.truth["messages.csv"]? +=
            "9,2026-03-02T11:00:00Z,,sim/air/plain/aq-1,loss,,air,aq-1,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z\n"
        let json = try folder.report().json
        #expect(
            json.contains(
                "\"loss\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,\"recall\":1,\"precision\":1,"),
            "\(json)")
        #expect(json.contains("\"missed_reading\":{\"injected\":0,\"found\":0,\"finds\":1,\"true_finds\":1,"))
        #expect(!json.contains("loss_of_charging"))
    }

    @Test("A clock an hour ahead is found by readings of the future, by day and device")
    func clockFuture() throws {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "clock_future,aq-1,,2026-03-02T00:00:00Z,2026-03-09T00:00:00Z,100\n"
        folder.truth["faults.csv"]? += "clock_future,aq-2,,2026-03-02T00:00:00Z,2026-03-09T00:00:00Z,100\n"
        folder.replace(\.balance, "232,4,0,0,0,0,not_json:1", "231,4,0,0,1,0,future:1 not_json:1")
        let json = try folder.report().json
        #expect(json.contains("\"clock_future\":{\"injected\":2,\"found\":1,\"finds\":1,\"true_finds\":1,"), "\(json)")
    }

    @Test("An hour of a sensor that is ahead lacks what was refused: that is no false find of a gap")
    func refusedReadings() throws {
        var folder = ScoredFolder()
        folder.airHours += "2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,sim,s,aq-2,no2,0,0,false,,\n"
        folder.airHours += "2026-03-02T11:00:00Z,2026-03-02T12:00:00Z,sim,s,aq-2,no2,30,50,false,1,\n"
        let gaps = "\"missed_reading\":{\"injected\":0,\"found\":0,"
        #expect(try folder.report().json.contains(gaps + "\"finds\":3,\"true_finds\":1,"))
        folder.truth["faults.csv"]? += "clock_future,aq-2,,2026-03-02T00:00:00Z,2026-03-09T00:00:00Z,100\n"
        #expect(try folder.report().json.contains(gaps + "\"finds\":3,\"true_finds\":3,"))
    }

    @Test(
        "Each word of a session belongs to its fault",
        arguments: [
            ("ok,transaction,", "stuck,transaction,stuck", "stuck_session"),
            ("ok,transaction,", "ok,transaction,meter_reset", "register_reset"),
            ("ok,transaction,", "ok,transaction,unit_corrected", "mislabelled_unit"),
            ("ok,transaction,", "ok,transaction,register_relative", "mixed_register"),
            ("ok,transaction,", "failed_attempt,transaction,short", "failed_start"),
            ("ok,transaction,", "ok,order,", "unknown_transaction"),
            ("ok,transaction,", "ok,transaction,clock_reset", "clock_reset"),
            ("ok,transaction,", "wrong_clock,transaction,clock_reset", "clock_reset"),
            ("7,100,completed", "7,0,completed", "session_register"),
        ])
    func sessions(before: String, after: String, kind: String) throws {
        var folder = ScoredFolder()
        folder.truth["faults.csv"]? += "\(kind),cp-1,1,2026-03-02T08:00:00Z,,1\n"
        folder.replace(\.sessions, before, after)
        let json = try folder.report().json
        #expect(json.contains("\"\(kind)\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,"), "\(json)")
    }

    @Test("A reply that was lost on the way explains a session that was joined by order, and is not counted as found")
    func lostReply() throws {
        var folder = ScoredFolder()
        folder.replace(\.sessions, "ok,transaction,", "ok,order,")
        #expect(
            try folder.report().json.contains(
                "\"unknown_transaction\":{\"injected\":0,\"found\":0,\"finds\":1,\"true_finds\":0,"))
        folder.truth["messages.csv"]? += "9,2026-03-02T08:00:31Z,,sim/ev/ocpp16/cp-1/down,loss,,charging,cp-1,,\n"
        let json = try folder.report().json
        #expect(
            json.contains("\"unknown_transaction\":{\"injected\":0,\"found\":0,\"finds\":1,\"true_finds\":1,"),
            "\(json)")
        #expect(json.contains("\"loss_of_charging\":{\"injected\":1,\"found\":0,\"finds\":0,"))
    }

    @Test("A sensor whose clock is an hour off has its gaps an hour beside; another one has not")
    func offClock() throws {
        var folder = ScoredFolder()
        folder.replaceTruth(
            "faults.csv", "2026-03-02T08:10:00Z,2026-03-02T08:40:00Z", "2026-03-02T09:20:00Z,2026-03-02T09:40:00Z")
        #expect(
            try folder.report().json.contains(
                "\"lost_readings\":{\"injected\":1,\"found\":0,\"finds\":1,\"true_finds\":0,"))
        folder.truth["faults.csv"]? += "clock_hour,aq-1,,2026-03-02T00:00:00Z,2026-03-09T00:00:00Z,100\n"
        #expect(
            try folder.report().json.contains(
                "\"lost_readings\":{\"injected\":1,\"found\":1,\"finds\":1,\"true_finds\":1,"))
    }

    @Test("Silence after the end of the run is no find")
    func afterTheEnd() throws {
        var folder = ScoredFolder()
        folder.statuses += "2026-03-02T12:00:00Z,2026-03-02T14:00:00Z,cp-1,1,Available,\n"
        folder.statuses += "2026-03-02T14:00:00Z,2026-03-02T14:10:00Z,cp-1,1,Unknown,\n"
        #expect(try folder.report().json.contains("\"offline\":{\"injected\":0,\"found\":0,\"finds\":0,"))
        folder.replace(\.statuses, "2026-03-02T14:00:00Z,2026-03-02T14:10", "2026-03-02T13:59:59Z,2026-03-02T14:10")
        #expect(try folder.report().json.contains("\"offline\":{\"injected\":0,\"found\":0,\"finds\":1,"))
    }
}
