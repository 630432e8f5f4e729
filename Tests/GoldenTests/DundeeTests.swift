import Readings
import Testing

/// Tolerances 1e-3 s, 1e-4 %, 1e-6 kWh, by the README of the feeds.
@Suite(
    "Dundee, March 2018, over the change of the clocks",
    .enabled(if: RecordedFeeds.arePresent, "skipped: ../shared/feeds is absent (KERBSIDE_SHARED names another place)"))
struct DundeeTests {
    private static let columns: [(theirs: String, ours: String, tolerance: Double)] = [
        ("plugged_in_s", "plugged_in_s", 1e-3), ("charging_s", "charging_s", 1e-3),
        ("plugged_in_pct", "plugged_in_pct", 1e-4), ("charging_pct", "charging_pct", 1e-4), ("kwh", "kwh", 1e-6),
        ("energy_utilisation_pct", "energy_pct", 1e-4), ("sessions_started", "sessions_started", 0),
    ]

    private static func compare(_ row: [String: String], _ expected: [String: String], _ place: String) {
        for column in columns {
            let (found, wanted) = (row[column.ours], expected[column.theirs])
            #expect(
                isClose(found, wanted, within: column.tolerance),
                "\(place) \(column.ours): found \(found ?? "no column"), expected \(wanted ?? "nothing")")
        }
        let states = ["plugged_in_s", "available_s", "reserved_s", "blocked_s", "out_of_service_s", "unknown_s"]
        let sum = states.compactMap { row[$0].flatMap { Double($0) } }.reduce(0, +)
        let length = Instant(iso8601: row["window_end"] ?? "")?.microseconds(
            since: Instant(iso8601: row["window_start"] ?? "") ?? .distantPast)
        #expect(
            length.map { abs(Double($0) / 1e6 - sum) < 1e-3 } == true, "\(place): the states do not fill the window")
    }

    private static func connector(_ row: [String: String]) -> String {
        "\(row["charge_point"] ?? "")-\(row["connector"] ?? "")"
    }

    @Test("every hour with something in it, and nothing in any other hour of the three local days")
    func hours() throws {
        let run = try RecordedFeeds.run("dundee-2018-03-dst")
        var expected: [String: [String: String]] = [:]
        for row in try RecordedFeeds.expected("dundee-2018-03-dst-hourly") {
            expected["\(row["connector_id"] ?? "") \(row["hour_start_utc"] ?? "")"] = row
        }
        try #require(expected.count > 100)
        let dates = Set(try RecordedFeeds.expected("dundee-2018-03-dst-daily").compactMap { $0["local_date"] }).sorted()
        let zone = try #require(Zone.rules("Europe/London"))
        let first = zone.start(of: try #require(dates.first.flatMap { CivilDate($0) }))
        let end = zone.day(try #require(dates.last.flatMap { CivilDate($0) })).upperBound
        var empty = 0
        for row in run.rows("charging/hour") {
            let start = try #require(row["window_start"].flatMap { Instant(iso8601: $0) })
            guard start >= first, start < end else { continue }
            let key = "\(Self.connector(row)) \(start.iso8601)"
            if let wanted = expected.removeValue(forKey: key) {
                Self.compare(row, wanted, key)
            } else {
                empty += 1
                for column in Self.columns { #expect(row[column.ours] == "0", "\(key) \(column.ours)") }
            }
        }
        #expect(expected.isEmpty, "hours without a row: \(expected.keys.sorted().prefix(5))")
        #expect(empty > 0)
    }

    @Test("every local day, that of 23 hours too")
    func days() throws {
        let zone = try #require(Zone.rules("Europe/London"))
        var found: [String: [String: String]] = [:]
        for row in try RecordedFeeds.run("dundee-2018-03-dst").rows("charging/day") {
            let start = try #require(row["window_start"].flatMap { Instant(iso8601: $0) })
            found["\(Self.connector(row)) \(zone.date(at: start).text)"] = row
        }
        var short = 0
        for row in try RecordedFeeds.expected("dundee-2018-03-dst-daily") {
            let key = "\(row["connector_id"] ?? "") \(row["local_date"] ?? "")"
            let day = try #require(found[key], "no row of \(key)")
            Self.compare(day, row, key)
            let start = try #require(day["window_start"].flatMap { Instant(iso8601: $0) })
            let end = try #require(day["window_end"].flatMap { Instant(iso8601: $0) })
            let hours = end.microseconds(since: start) / Microseconds.hour
            #expect(String(hours) == row["hours_in_local_day"], "\(key)")
            if hours == 23 { short += 1 }
        }
        #expect(short > 0)
    }

    @Test("every session of the feed is listed, those without a length as such")
    func sessions() throws {
        let run = try RecordedFeeds.run("dundee-2018-03-dst")
        let sessions = run.rows("charging/session")
        let daily = try RecordedFeeds.expected("dundee-2018-03-dst-daily")
        let counted = sessions.filter { $0["state"] != "invalid" }
        let dates = Set(daily.compactMap { $0["local_date"] })
        let zone = try #require(Zone.rules("Europe/London"))
        let inDays = try counted.filter { row in
            dates.contains(zone.date(at: try #require(row["plug_in"].flatMap { Instant(iso8601: $0) })).text)
        }
        let started = daily.compactMap { $0["sessions_started"].flatMap { Int($0) } }.reduce(0, +)
        #expect(inDays.count == started)
        // 175 sessions, one of them of no length (the README of the feeds).
        #expect(sessions.count == 175)
        #expect(sessions.filter { $0["result"] == "zero_length" }.count == 1)
    }
}
