import Pipeline
import Readings
import Tables
import Testing

/// Figures by hand after the rules of the reference vectors: unions for occupancy, energies add up and follow the time of charging,
/// a session counts in the day of its plug-in, shares are of the seconds in the local day.
@Suite("Local days and months of charging in several cities")
struct LocalDayVectorTests {
    private static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    private static let columns =
        "window_start window_end plugged_in_s charging_s kwh sessions_started plugged_in_pct charging_pct energy_pct"

    private static func city(_ timeZone: String, rated: String, from: String, to: String) throws -> ChargingCity {
        var city = try ChargingCity("cp-9,1,,hub,\(rated),volt,\(from),", timeZone: timeZone)
        try city.beat("cp-9", from: from, to: to)
        return city
    }

    /// 23:30 to 02:30 with 10 kWh until 01:30, and 02:00 to 03:15 with 4.5 kWh until 02:45, of 24 and 25 October 2026. The local
    /// day is of 25 h, 90,000 s: together 3 h 45 min plugged in and 2 h 45 min charging, of 7.4 kW x 25 h = 185 kWh.
    @Test("London's day of 25 hours")
    func london() throws {
        var city = try Self.city(
            "Europe/London", rated: "7.4", from: "2026-10-24T00:00:00Z", to: "2026-10-27T00:00:00Z")
        try city.say(
            "cp-9", "2026-10-24T00:00:00Z Available", "2026-10-24T23:30:00Z Charging",
            "2026-10-25T01:30:00Z SuspendedEV",
            "2026-10-25T02:00:00Z Charging", "2026-10-25T02:45:00Z SuspendedEV", "2026-10-25T03:15:00Z Available")
        city.charge("cp-9", from: try Self.at("2026-10-24T23:30:00Z"), minutes: 180, wattHours: 10_000, number: 1)
        city.charge("cp-9", from: try Self.at("2026-10-25T02:00:00Z"), minutes: 75, wattHours: 4_500, number: 2)
        city.end()
        #expect(
            city.cells(.chargingHour, "window_start plugged_in_s charging_s kwh sessions_started").filter {
                $0.hasPrefix("2026-10-24T23") || $0.hasPrefix("2026-10-25T00") || $0.hasPrefix("2026-10-25T01")
                    || $0.hasPrefix("2026-10-25T02") || $0.hasPrefix("2026-10-25T03")
            } == [
                "2026-10-24T23:00:00Z 1800 1800 2.5 1", "2026-10-25T00:00:00Z 3600 3600 5 0",
                "2026-10-25T01:00:00Z 3600 1800 2.5 0", "2026-10-25T02:00:00Z 3600 2700 4.5 1",
                "2026-10-25T03:00:00Z 900 0 0 0",
            ])
        #expect(
            city.cells(.chargingDay, Self.columns).filter { $0.contains("T23:00:00Z 2026-10-26T00") } == [
                "2026-10-24T23:00:00Z 2026-10-26T00:00:00Z 13500 9900 14.5 2 15 11 7.8378"
            ])
    }

    /// 23:30 to 00:15 with 3 kWh, and 00:30 (summer time) to 05:00 (winter time), 5 h 30 min, with 22 kWh: the night of
    /// 1 November 2026. Of the first a third lies in the day of 25 h; with 8.4 kW it could have given 210 kWh.
    @Test("New York's day of 25 hours")
    func newYork() throws {
        var city = try Self.city(
            "America/New_York", rated: "8.4", from: "2026-10-30T04:00:00Z", to: "2026-11-03T05:00:00Z")
        city.charge("cp-9", from: try Self.at("2026-11-01T03:30:00Z"), minutes: 45, wattHours: 3_000, number: 1)
        city.charge("cp-9", from: try Self.at("2026-11-01T04:30:00Z"), minutes: 330, wattHours: 22_000, number: 2)
        city.end()
        #expect(
            city.cells(.chargingDay, Self.columns).filter { $0.contains("-01T04:00:00Z") } == [
                // 2 kWh of 8.4 kW x 24 h.
                "2026-10-31T04:00:00Z 2026-11-01T04:00:00Z 1800 1800 2 1 2.0833 2.0833 0.9921",
                // 900 + 19,800 s of 90,000; 23 of 210 kWh.
                "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z 20700 20700 23 1 23 23 10.9524",
            ])
    }

    /// 23:30 to 00:30 local time with 2 kWh. Days there begin at half past the hour of UTC.
    @Test("days of a zone of half an hour")
    func kolkata() throws {
        var city = try Self.city(
            "Asia/Kolkata", rated: "10", from: "2026-03-08T18:30:00Z", to: "2026-03-12T00:00:00Z")
        city.charge("cp-9", from: try Self.at("2026-03-09T18:00:00Z"), minutes: 60, wattHours: 2_000, number: 1)
        city.end()
        #expect(
            city.cells(.chargingDay, Self.columns).prefix(2) == [
                "2026-03-08T18:30:00Z 2026-03-09T18:30:00Z 1800 1800 1 1 2.0833 2.0833 0.4167",
                "2026-03-09T18:30:00Z 2026-03-10T18:30:00Z 1800 1800 1 0 2.0833 2.0833 0.4167",
            ])
    }

    /// Ten hours out of order from 10:00Z on the 20th, two of them excused: of T hours 100 x (T - (10 - 2)) / T, and by UK
    /// regulation 7 100 x (T - 10) / T.
    @Test(
        "a month has the hours of its local days",
        arguments: [
            // 30 days and an hour, 721 h: 713 and 711 of them.
            ("America/New_York", "2026-11", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z", "2595600 98.8904 98.613"),
            // 31 days less an hour, 743 h.
            ("America/New_York", "2026-03", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z", "2674800 98.9233 98.6541"),
            // 744 h.
            ("Asia/Kolkata", "2026-03", "2026-02-28T18:30:00Z", "2026-03-31T18:30:00Z", "2678400 98.9247 98.6559"),
            // 745 h.
            ("Europe/London", "2026-10", "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z", "2682000 98.9262 98.6577"),
        ])
    func month(timeZone: String, month: String, from: String, to: String, figures: String) throws {
        let exclusion = "cp-9-1,\(month)-20T10:00:00Z,\(month)-20T12:00:00Z,scheduled maintenance"
        var city = try ChargingCity(
            "cp-9,1,,hub,50,volt,\(from),", exclusions: exclusion, timeZone: timeZone, windows: [.hour, .month, .year])
        try city.beat("cp-9", from: from, to: to)
        try city.say(
            "cp-9", "\(from) Available", "\(month)-20T10:00:00Z Faulted", "\(month)-20T20:00:00Z Available")
        city.take("cp-9", try Self.at(to), "Heartbeat", "")
        city.end()
        #expect(
            city.cells(
                .chargingReliability,
                "period period_kind scope nevi_period_s nevi_pct uk_reg7_pct nevi_outage_s excluded_s nevi_ports_met"
            ).filter { $0.hasPrefix("\(month)-01 month borough") } == [
                "\(month)-01 month borough \(figures) 36000 7200 1"
            ])
    }

    /// 3 % of a February of 672 h are 20 h 9 min 36 s: 97.000 % fails, a second less of outage does not.
    @Test("each port by itself, and 97 % is not more than 97 %")
    func ports() throws {
        var city = try ChargingCity(
            "cp-9,1,,hub,50,volt,2026-02-01T00:00:00Z,\ncp-8,1,,hub,50,volt,2026-02-01T00:00:00Z,",
            windows: [.hour, .month, .year])
        for device in ["cp-9", "cp-8"] {
            try city.beat(device, from: "2026-02-01T00:00:00Z", to: "2026-03-01T00:00:00Z")
            try city.say(device, "2026-02-01T00:00:00Z Available", "2026-02-10T00:00:00Z Faulted")
        }
        try city.say("cp-9", "2026-02-10T20:09:36Z Available")
        try city.say("cp-8", "2026-02-10T20:09:35Z Available")
        city.end()
        #expect(
            city.cells(
                .chargingReliability, "period_kind scope evses nevi_period_s nevi_ports nevi_ports_met nevi_outage_s"
            )
            .filter { $0.hasPrefix("month borough") } == ["month borough 2 4838400 2 1 145151"])
    }
}
