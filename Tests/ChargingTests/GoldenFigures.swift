import Charging
import Readings
import Testing

/// London from 2018 to 2026 as far as the golden files need it (Summer Time Act 1972, as amended 2002): summer time
/// begins on the last Sunday of March and ends on the last Sunday of October, both at 01:00 UTC.
let london = TimeZoneRules(
    firstOffsetSeconds: 0,
    transitions: [
        ("2018-03-25T01:00:00Z", 3600), ("2018-10-28T01:00:00Z", 0), ("2026-03-29T01:00:00Z", 3600),
        ("2026-10-25T01:00:00Z", 0),
    ].compactMap { at, offset in
        Instant(iso8601: at).map { TimeZoneRules.Transition(at: $0, offsetSeconds: offset) }
    })

/// Compares one window with a row of a golden file (nil: the hour is not listed, so nothing happened), within the
/// tolerances of the golden files' README: 1e-3 s and 1e-6 kWh.
func expect(_ figures: Utilisation, equal row: [String: String]?, _ window: String) throws {
    func number(_ column: String) throws -> Double {
        guard let row else { return 0 }
        return try #require(row[column].flatMap { Double($0) })
    }
    #expect(abs(Double(figures.pluggedIn) / 1e6 - (try number("plugged_in_s"))) <= 1e-3, "\(window)")
    #expect(abs(Double(figures.charging ?? -1) / 1e6 - (try number("charging_s"))) <= 1e-3, "\(window)")
    #expect(abs(Double(figures.energy.millionths) / 1e9 - (try number("kwh"))) <= 1e-6, "\(window)")
    #expect(Double(figures.sessionsStarted) == (try number("sessions_started")), "\(window)")
}

/// Compares a connector with the hourly and daily rows of its name, every hour and local day from one local date to
/// another; the hourly files list only hours in which something happened.
func expect(
    _ history: ConnectorHistory, named name: String, from first: CivilDate, to last: CivilDate, hourly: Table,
    daily: Table
) throws {
    let hours = hourly.rows.filter { $0["connector_id"] == name }
    var compared = 0
    var hour = london.start(of: first)
    let finish = london.day(last).upperBound
    while hour < finish {
        let end = hour.advanced(byMicroseconds: Microseconds.hour)
        let row = hours.first { $0["hour_start_utc"] == hour.iso8601 }
        if row != nil { compared += 1 }
        try expect(utilisation(of: history, in: hour..<end), equal: row, "\(name) \(hour.iso8601)")
        hour = end
    }
    #expect(compared == hours.count)
    for row in daily.rows where row["connector_id"] == name {
        let date = try #require(row["local_date"].flatMap { CivilDate($0) })
        let day = london.day(date)
        #expect(
            day.upperBound.microseconds(since: day.lowerBound) / Microseconds.hour
                == Int64(row["hours_in_local_day"] ?? ""))
        try expect(utilisation(of: history, in: day), equal: row, "\(name) \(date.text)")
    }
}
