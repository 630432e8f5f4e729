import Scoring
import Testing

@Suite("The score of a data folder")
struct ScoreTests {
    private static let truth: [String: String] = [
        "arrivals.csv": """
        day,borough,device,messages,duplicate,poison,unknown_device
        2026-03-02,sim,aq-1,120,1,1,0
        2026-03-02,sim,cp-1,9,0,0,0
        2026-03-02,,,2,0,0,2

        """,
        // Two readings, 10.1 and 10.2: their mean is 10.15. Three of 1, 1 and 2: 1.333333. -0.5 and 0: -0.25.
        "air-hours.csv": """
        window_start,borough,site,device,quantity,n,emitted_sum,emitted_mean,city_mean
        2026-03-02T08:00:00Z,sim,s,aq-1,no2,2,20.3,10.15,9.15
        2026-03-02T09:00:00Z,sim,s,aq-1,no2,3,4,1.333333,1.333333
        2026-03-02T09:00:00Z,sim,s,aq-1,pm2_5,2,-0.5,-0.25,0

        """,
        "sessions.csv": """
        borough,site,charge_point,connector,city_plug_in,city_charge_from,city_charge_to,city_unplug,city_kwh,transaction,told_start,told_stop,told_register_start_wh,told_register_stop_wh,told_kwh
        sim,s,cp-1,1,2026-03-02T08:00:00Z,,,2026-03-02T09:00:00Z,7.1,1,2026-03-02T08:00:30Z,2026-03-02T08:59:30Z,100,7100,7
        sim,s,cp-1,1,2026-03-02T10:00:00Z,,,2026-03-02T11:00:00Z,3,,,,,,

        """,
        "faults.csv": """
        kind,device,connector,from,to,count
        missing_stop,cp-1,1,2026-03-02T08:59:30Z,2026-03-02T08:59:30Z,1
        flapping,cp-1,1,2026-03-02T12:00:00Z,2026-03-02T12:01:00Z,4

        """,
    ]
    private static let airHours = """
        window_start,window_end,device,quantity,n,mean,flags
        2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,aq-1,no2,2,10.15,
        2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,aq-1,no2,3,1.333333,
        2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,aq-1,pm2_5,2,-0.25,
        2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,aq-1,no2,0,,

        """
    private static let sessions = """
        session,charge_point,connector,plug_in,unplug,kwh,state,result,evidence,flags
        a,cp-1,1,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,7,completed,ok,transaction,

        """
    private static let balance = """
        borough,source,messages,messages_difference,readings_difference,quarantined,duplicate_messages,reasons
        sim,aq-1,120,0,0,1,1,not_json:1
        sim,cp-1,9,0,0,0,0,
        sim,*,2,0,0,2,0,unknown_device:2

        """

    private func report(
        airHours: String = airHours, sessions: String = sessions, balance: String = balance, statuses: String = ""
    ) -> ScoreReport {
        var score = Score { name in Self.truth[name].map { Array($0.utf8) } }
        score.take(Array(airHours.utf8), .airHours)
        score.take(Array(sessions.utf8), .sessions)
        score.take(Array(statuses.utf8), .statuses)
        score.take(Array(balance.utf8), .balance(day: "2026-03-02"))
        return score.report()
    }

    @Test("What holds everything that was emitted has no error")
    func perfect() {
        let report = report()
        #expect(report.isPerfect)
        for member in [
            "\"unaccounted\":0", "\"windows\":3", "\"max_abs_error\":0", "\"sessions\":1", "\"sessions_missed\":0",
            "\"messages\":131", "\"energy_kwh\":7", "\"energy_city_kwh\":7.1",
        ] {
            #expect(report.json.contains(member), "\(report.json)")
        }
    }

    @Test("A message that was put aside without being made for it shows")
    func quarantined() {
        #expect(
            !report(balance: Self.balance.replacing("sim,cp-1,9,0,0,0,0,", with: "sim,cp-1,9,0,0,1,0,not_json:1"))
                .isPerfect)
    }

    @Test("Sensors are compared with the city: no2 shows 1 too much in one of two hours")
    func sensorError() {
        // Bias (1 + 0) / 2, root of the mean square sqrt(1 / 2) = 0.707.
        #expect(report().json.contains("\"no2\":{\"hours\":2,\"bias\":0.5,\"rmse\":0.707}"))
    }

    @Test(
        "An error in a window, a lost message and a lost session each show",
        arguments: [
            ("3,1.333333", "3,1.333334", "\"max_abs_error\":0.000001"),
            ("2,10.15", "1,10.15", "\"windows_wrong\":1"),
            ("2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,aq-1,pm2_5,2,-0.25,\n", "", "\"windows_missing\":1"),
            ("no2,0,,", "no2,1,5,", "\"windows_invented\":1"),
        ])
    func windows(before: String, after: String, member: String) {
        let report = report(airHours: Self.airHours.replacing(before, with: after))
        #expect(!report.isPerfect)
        #expect(report.json.contains(member), "\(report.json)")
    }

    @Test(
        "Messages are accounted for by day and device",
        arguments: [
            ("aq-1,120", "aq-1,118", 2), ("aq-1,120,0", "aq-1,120,3", 3), ("sim,cp-1,9,0,0,0,0,\n", "", 9),
            // One more here and one less there do not cancel.
            ("sim,*,2", "sim,*,3", 1),
        ])
    func messages(before: String, after: String, unaccounted: Int) {
        let report = report(balance: Self.balance.replacing(before, with: after))
        #expect(report.json.contains("\"unaccounted\":\(unaccounted),"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test("A session that is not listed is missed, one that nobody told is invented")
    func sessions() {
        let other = report(sessions: Self.sessions.replacing("cp-1,1", with: "cp-1,2"))
        #expect(other.json.contains("\"sessions_missed\":1,\"sessions_invented\":1"))
        let wrong = report(sessions: Self.sessions.replacing(",7,completed", with: ",6.5,completed"))
        #expect(wrong.json.contains("\"sessions_wrong_energy\":1,\"max_energy_error_kwh\":0.5"))
    }

    @Test("A fault is found where its word stands at its time; a word without a fault costs precision")
    func faults() {
        let statuses = """
            start,end,charge_point,connector,status,flags
            2026-03-02T12:00:00Z,2026-03-02T12:01:00Z,cp-1,1,Available,flapping
            2026-03-02T18:00:00Z,2026-03-02T18:01:00Z,cp-1,1,Available,flapping

            """
        let json = report(statuses: statuses).json
        let flapping =
            "\"flapping\":{\"injected\":1,\"found\":1,\"finds\":2,\"true_finds\":1,\"recall\":1,\"precision\":0.5}"
        #expect(json.contains(flapping), "\(json)")
        #expect(
            json.contains(
                "\"missing_stop\":{\"injected\":1,\"found\":0,\"finds\":0,\"true_finds\":0,\"recall\":0,\"precision\":null}"
            ))
    }
}
