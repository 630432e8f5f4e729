import Scoring
import Testing

@Suite("The score of a data folder")
struct ScoreTests {
    @Test("What holds everything that was emitted has no error")
    func perfect() throws {
        let report = try ScoredFolder().report()
        #expect(report.isPerfect, "\(report.text)")
        for member in [
            "\"unaccounted\":0", "\"windows\":3", "\"max_abs_error\":0", "\"sessions\":2", "\"sessions_open\":1",
            "\"sessions_missed\":0", "\"messages\":131", "\"energy_kwh\":10.5", "\"energy_city_kwh\":16.1",
            "\"sessions_of_wrong_time\":0", "\"sessions_of_wrong_state\":0", "\"balance_rows_wrong\":0",
        ] {
            #expect(report.json.contains(member), "\(report.json)")
        }
    }

    @Test(
        "An error in a window of the last printed digit, a lost window and one of nothing each show",
        arguments: [
            ("100,true,1.333333", "100,true,1.333334", "\"max_abs_error\":0.000001"),
            ("2,50,false,10.15", "1,50,false,10.15", "\"windows_wrong\":1"),
            (
                "2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,sim,s,aq-1,pm2_5,2,100,true,-0.25,\n", "",
                "\"windows_missing\":1"
            ),
            ("no2,0,100,true,,", "no2,1,100,true,5,", "\"windows_invented\":1"),
            // Another place, also where nothing was measured, and what cannot be by the guide's rule of three quarters.
            ("sim,s,aq-1,no2,3", "sim,nowhere,aq-1,no2,3", "\"windows_wrong\":1"),
            ("sim,s,aq-1,no2,3", "other,s,aq-1,no2,3", "\"windows_wrong\":1"),
            ("sim,s,aq-1,no2,0", "sim,nowhere,aq-1,no2,0", "\"windows_wrong\":1"),
            ("50,false", "50,true", "\"windows_wrong\":1"), ("50,false", "100,false", "\"windows_wrong\":1"),
            ("no2,0,100,", "no2,0,100.1,", "\"windows_wrong\":1"),
        ])
    func windows(before: String, after: String, member: String) throws {
        var folder = ScoredFolder()
        folder.replace(\.airHours, before, after)
        let report = try folder.report()
        #expect(!report.isPerfect)
        #expect(report.json.contains(member), "\(report.json)")
    }

    @Test(
        "An hour of a connector with another energy or another number of starts is wrong, one that is not there is missing",
        arguments: [
            ("30,7,1", "30,7.1,1", "\"charging_windows_wrong\":1"),
            ("30,7,1", "30,7,0", "\"charging_windows_wrong\":1"),
            // The last printed digit.
            ("30,7,1", "30,7.000001,1", "\"charging_max_error_kwh\":0.000001"),
            (
                "2026-03-02T08:00:00Z,sim,hub,cp-1,1,3540,30,0,0,0,30,7,1,99.1667,true\n", "",
                "\"charging_windows_missing\":1"
            ),
            ("hub,cp-1,1,3540", "nowhere,cp-1,1,3540", "\"charging_windows_wrong\":1"),
            // Of 3600 s 30 are unknown: 99.1667 %.
            ("99.1667,true", "100,true", "\"charging_windows_wrong\":1"),
            ("99.1667,true", "99.1667,false", "\"charging_windows_wrong\":1"),
            ("30,7,1", "1800,7,1", "\"charging_windows_wrong\":1"),
        ])
    func connectors(before: String, after: String, member: String) throws {
        var folder = ScoredFolder()
        folder.replace(\.chargingHours, before, after)
        let report = try folder.report()
        #expect(!report.isPerfect)
        #expect(report.json.contains(member), "\(report.json)")
    }

    @Test("Sensors are compared with the air over their readings, and with the air of the whole hour")
    func errors() throws {
        let json = try ScoredFolder().report().json
        // no2 shows 1 too much in one of two hours: bias (1 + 0) / 2, root of the mean square sqrt(1 / 2) = 0.707.
        #expect(
            json.contains("\"sensor_error\":{\"no2\":{\"hours\":2,\"bias\":0.5,\"rmse\":0.707},\"pm2_5\""), "\(json)")
        // Of the whole hour 2 too much: bias (2 + 0) / 2, sqrt(4 / 2) = 1.414. pm2_5: -0.25 beside 0.5.
        let hours =
            "\"hour_error\":{\"no2\":{\"hours\":2,\"bias\":1,\"rmse\":1.414},"
            + "\"pm2_5\":{\"hours\":1,\"bias\":-0.75,\"rmse\":0.75}}"
        #expect(json.contains(hours), "\(json)")
    }

    @Test("A table of the truth that is missing, or has not the columns, is told", arguments: ScoredFolder().truth.keys)
    func missing(name: String) throws {
        var folder = ScoredFolder()
        folder.truth[name] = nil
        #expect(throws: ScoreProblem.self) { try folder.report() }
        folder.truth[name] = "a,b\n1,2\n"
        do {
            _ = try folder.report()
            Issue.record("A table with columns of its own was read")
        } catch let problem as ScoreProblem {
            #expect(problem.description.hasPrefix("\(name): expected the column "))
            #expect(problem.description.contains("found a, b."))
        }
    }

    @Test("A file of the data folder that is empty is told, and is no nought")
    func empty() throws {
        for file in [\ScoredFolder.airHours, \.chargingHours, \.sessions, \.statuses, \.balance] {
            var folder = ScoredFolder()
            folder[keyPath: file] = ""
            #expect(throws: ScoreProblem.self) { try folder.report() }
        }
    }

    @Test("Nothing sent and nothing received is not perfect")
    func nothing() throws {
        var folder = ScoredFolder()
        for file in [\ScoredFolder.airHours, \.chargingHours, \.sessions, \.balance] {
            folder[keyPath: file] = String(folder[keyPath: file].prefix { $0 != "\n" }) + "\n"
        }
        for name in folder.truth.keys {
            folder.truth[name] = folder.truth[name].map { String($0.prefix { $0 != "\n" }) + "\n" }
        }
        #expect(try !folder.report().isPerfect)
    }
}
