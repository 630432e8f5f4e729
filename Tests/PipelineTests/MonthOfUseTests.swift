import Pipeline
import Readings
import Tables
import Testing

@Suite("What a month's use is made of")
struct MonthOfUseTests {
    private static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("status alone tells no charging and no energy: empty in free hours too, and in no group's share")
    func statusAlone() throws {
        var city = try ChargingCity(
            """
            cp-8,1,,street,7.4,volt,2026-03-02T00:00:00Z,
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.tell("cp-8", "00:00 AVAILABLE", "10:00 CHARGING", "12:00 AVAILABLE")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        try city.say("cp-9", "00:00 Available", "10:00 Charging", "11:00 SuspendedEV", "13:00 Available")
        city.charge("cp-9", from: try Self.at("2026-03-02T10:00:00Z"), minutes: 180, wattHours: 25_000, number: 1)
        city.end()
        let columns = "charge_point charging_s idle_s kwh charging_pct energy_pct"
        for dataset in [Dataset.chargingQuarterHour, .chargingHour, .chargingDay] {
            let rows = city.cells(dataset, columns)
            #expect(rows.filter { $0.hasPrefix("cp-8") }.allSatisfy { $0 == "cp-8 - - - - -" }, "\(dataset)")
            #expect(rows.filter { $0.hasPrefix("cp-9") }.allSatisfy { !$0.contains("-  ") && !$0.hasSuffix("-") })
        }
        #expect(
            city.cells(.chargingHour, "charge_point window_start plugged_in_s").contains(
                "cp-8 2026-03-02T10:00:00Z 3600"))
        let month = city.cells(
            .chargingUtilisation,
            "level site elapsed_s plugged_in_s charging_s idle_s kwh charging_pct energy_pct connectors charging_connectors "
                + "energy_connectors")
        #expect(month.contains("site street 86400 7200 - - - - - 1 0 0"))
        // Charging 3,600 s of the hub's 86,400, and 25 of its 50 kW x 24 h; plugged in at both.
        #expect(month.last == "borough - 172800 18000 3600 7200 25 4.1667 2.0833 2 1 1")
        let profile = city.cells(
            .chargingProfile, "level weekday hour elapsed_s plugged_in_s charging_s kwh charging_pct")
        #expect(profile.contains("borough 1 11 7200 7200 0 0 0"))
        #expect(profile.contains("site 1 11 3600 3600 - - -"))
    }

    @Test("an EVSE is out of service, or unknown, when all its connectors are at once")
    func together() throws {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        // Each half of 10 to 11, one after the other; from 12 to 13 both, and from 14 on a car at the one while the other is.
        try city.say(
            "cp-9", "00:00 Available", "10:00 Faulted", "10:30 Available", "12:00 Faulted", "13:00 Available",
            "14:00 Charging", "15:00 Available")
        try city.say(
            "cp-9", connector: 2, "00:00 Available", "10:30 Faulted", "11:00 Available", "12:00 Unavailable",
            "13:00 Available", "14:00 Faulted", "15:00 Available")
        city.charge("cp-9", from: try Self.at("2026-03-02T14:00:00Z"), minutes: 60, wattHours: 20_000, number: 1)
        city.end()
        #expect(
            city.cells(
                .chargingUtilisation,
                "level connector elapsed_s plugged_in_s out_of_service_s unknown_s in_service_plugged_in_pct") == [
                    // 3,600 of 81,000; of 86,400 - 9,000.
                    "connector 1 86400 3600 5400 0 4.4444", "connector 2 86400 0 9000 0 0",
                    // 3,600 of 82,800.
                    "site - 86400 3600 3600 0 4.3478", "operator - 86400 3600 3600 0 4.3478",
                    "band - 86400 3600 3600 0 4.3478", "borough - 86400 3600 3600 0 4.3478",
                ])
    }

    @Test(
        "with cars at two connectors of one EVSE at once it is plugged in while either is, and charges while either does"
    )
    func atOnce() throws {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        try city.say("cp-9", "00:00 Available", "10:00 Charging", "10:20 SuspendedEV", "10:30 Available")
        try city.say("cp-9", connector: 2, "00:00 Available", "10:15 Charging", "10:45 Available")
        city.charge("cp-9", from: try Self.at("2026-03-02T10:00:00Z"), minutes: 30, wattHours: 8000, number: 1)
        city.charge(
            "cp-9", connector: 2, from: try Self.at("2026-03-02T10:15:00Z"), minutes: 30, wattHours: 10_000, number: 2)
        city.end()
        #expect(
            city.cells(.chargingUtilisation, "level connector plugged_in_s charging_s idle_s kwh").prefix(3) == [
                "connector 1 1800 1200 600 8", "connector 2 1800 1800 0 10",
                // From 10:00 to 10:45; charging until 10:20, and from 10:15 on.
                "site - 2700 2700 0 18",
            ])
        #expect(city.cells(.chargingProfile, "level weekday hour plugged_in_s").contains("site 1 10 2700"))
    }

    @Test(
        "a connector that is silent all month tells neither charging nor energy, and takes nothing from others of its EVSE"
    )
    func silentAllMonth() throws {
        var city = try ChargingCity(
            """
            cp-8,1,,street,7.4,volt,2026-03-02T00:00:00Z,
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.say("cp-9", "00:00 Available")
        city.charge("cp-9", from: try Self.at("2026-03-02T10:00:00Z"), minutes: 60, wattHours: 20_000, number: 1)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-22T00:00:00Z")
        city.end()
        let rows = city.cells(
            .chargingUtilisation,
            "level site connector elapsed_s unknown_s charging_s kwh charging_pct energy_pct charging_connectors "
                + "energy_connectors")
        #expect(rows.contains("connector street 1 1728000 1728000 - - - - 0 0"))
        #expect(rows.contains("connector hub 2 1728000 1728000 - - - - 0 0"))
        #expect(rows.contains("site street - 1728000 1728000 - - - - 0 0"))
        // One of 480 hours, and 20 kWh of 50 kW x 480 h.
        #expect(rows.contains("site hub - 1728000 0 3600 20 0.2083 0.0833 1 1"))
        #expect(rows.last == "borough - - 3456000 1728000 3600 20 0.2083 0.0833 1 1")
    }

    @Test("a transaction that is told late tells of a car where an EVSE's statuses are unknown")
    func late() throws {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        for connector in [1, 2] { try city.say("cp-9", connector: connector, "00:00 Available") }
        // Nobody hears it from the 2nd on; a status holds for a day.
        let back = try Self.at("2026-03-05T00:00:00Z")
        city.take(
            "cp-9", back, "StartTransaction",
            """
            "connectorId":1,"idTag":"","meterStart":0,"timestamp":"2026-03-04T10:00:00Z"
            """)
        city.take(
            "cp-9", back, "StopTransaction",
            """
            "transactionId":-1,"meterStop":20000,"timestamp":"2026-03-04T12:00:00Z","reason":"Local"
            """)
        for connector in [1, 2] { try city.say("cp-9", connector: connector, "2026-03-05T00:00:00Z Available") }
        try city.beat("cp-9", from: "2026-03-05T00:00:00Z", to: "2026-03-05T06:00:00Z")
        city.end()
        #expect(
            city.cells(.chargingUtilisation, "level connector elapsed_s plugged_in_s unknown_s kwh").prefix(3) == [
                // 78 hours, 48 of them unknown but for two.
                "connector 1 280800 7200 165600 20", "connector 2 280800 0 172800 0", "site - 280800 7200 165600 20",
            ])
    }

    @Test("a session is in the band that its EVSE had at its start")
    func rating() throws {
        var city = try ChargingCity(
            """
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,2026-03-02T12:30:00Z
            cp-9,1,,hub,150,volt,2026-03-02T12:30:00Z,
            """, graceMinutes: 0)
        try city.say("cp-9", "00:00 Available")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        for (number, start) in ["02:00", "12:10", "18:00"].enumerated() {
            city.charge(
                "cp-9", from: try Self.at("2026-03-02T\(start):00Z"), minutes: 30, wattHours: 9000, number: number + 1)
        }
        city.end()
        #expect(
            city.cells(.chargingUtilisation, "level band elapsed_s sessions").filter { $0.hasPrefix("band") } == [
                "band 150kw-up 41400 1", "band 50-to-149kw 45000 2",
            ])
        #expect(city.cells(.chargingUtilisation, "level elapsed_s connectors sessions").last == "borough 86400 1 3")
    }

    @Test("while OCPI has a connector as planned or removed it is in no month's time")
    func retired() throws {
        var city = try ChargingCity(
            """
            cp-8,1,,street,7.4,volt,2026-03-02T00:00:00Z,
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.tell("cp-8", "00:00 AVAILABLE", "06:00 OUTOFORDER", "12:00 REMOVED")
        try city.say("cp-9", "00:00 Available")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        city.end()
        let rows = city.cells(.chargingUtilisation, "level site elapsed_s out_of_service_s unknown_s")
        #expect(rows.contains("site street 43200 21600 0"))
        #expect(rows.last == "borough - 129600 21600 0")
        // The states of an hour add up to it all the same.
        #expect(
            city.cells(.chargingHour, "charge_point window_start out_of_service_s").contains(
                "cp-8 2026-03-02T20:00:00Z 3600"))
    }

    @Test("a unit that is silent for weeks stays in the month, as unknown")
    func silent() throws {
        var city = try ChargingCity(
            """
            cp-8,1,,street,7.4,volt,2026-03-02T00:00:00Z,
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,
            """)
        try city.say("cp-8", "00:00 Available")
        try city.say("cp-9", "00:00 Available")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-22T00:00:00Z")
        city.end()
        // charging/hour shows a silence for a week.
        #expect(city.cells(.chargingHour, "charge_point").count { $0 == "cp-8" } == 7 * 24)
        let rows = city.cells(
            .chargingUtilisation, "level site elapsed_s unknown_s unknown_pct charging_pct energy_pct")
        // 20 days, of which a status holds for one.
        #expect(rows.contains("site street 1728000 1641600 95 0 0"))
        #expect(rows.last == "borough - 3456000 1641600 47.5 0 0")
        // Sundays: 8 and 15 March.
        #expect(
            city.cells(.chargingProfile, "level site weekday hour elapsed_s unknown_s").contains(
                "site street 7 3 7200 7200"))
    }

    @Test("overstay is a share of the plugged-in time at sites that say how long a car may stay")
    func overstay() throws {
        var city = try ChargingCity(
            """
            cp-8,1,,street,50,volt,2026-03-02T00:00:00Z,
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,
            """, graceMinutes: 30)
        for device in ["cp-8", "cp-9"] {
            try city.beat(device, from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
            try city.say(device, "00:00 Available", "10:00 Charging", "11:00 SuspendedEV", "13:00 Available")
            city.charge(
                device, from: try Self.at("2026-03-02T10:00:00Z"), minutes: 180, wattHours: 25_000,
                number: device == "cp-8" ? 1 : 2)
        }
        city.end()
        let rows = city.cells(.chargingUtilisation, "level site plugged_in_s overstay_s overstay_pct")
        // From 11:30 to 13:00, of 10:00 to 13:00.
        #expect(rows.contains("site hub 10800 5400 50") && rows.contains("site street 10800 - -"))
        #expect(rows.last == "borough - 21600 5400 50")
    }

    @Test("an attempt that goes on across the end of a month is one, of the month in which it begins")
    func attempts() throws {
        var city = try ChargingCity("cp-9,1,,hub,50,volt,2026-02-28T00:00:00Z,")
        try city.beat("cp-9", from: "2026-02-28T00:00:00Z", to: "2026-03-02T00:00:00Z")
        try city.say(
            "cp-9", "2026-02-28T00:00:00Z Available", "2026-02-28T23:58:00Z Preparing", "2026-03-01T00:01:30Z Charging",
            "2026-03-01T01:00:00Z Available")
        city.charge("cp-9", from: try Self.at("2026-03-01T00:01:30Z"), minutes: 58, wattHours: 9000, number: 1)
        city.end()
        #expect(
            city.cells(.chargingUtilisation, "period level attempts first_time_success_pct sessions").filter {
                $0.contains("borough")
            } == ["2026-02-01 borough 1 100 0", "2026-03-01 borough 0 - 1"])
    }

    @Test(
        "a month and a week are local: days of 23 and 25 hours, and zones half an hour off the hours of UTC",
        arguments: [
            // Sundays of March 2026: five, of which the 8th (New York) or the 29th (London) skips an hour.
            ("America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z", 743, 2, 4),
            ("Europe/London", "2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z", 743, 1, 4),
            ("Asia/Kolkata", "2026-02-28T18:30:00Z", "2026-03-31T18:30:00Z", 744, 2, 5),
            // October: four, of which the 25th repeats an hour.
            ("Europe/London", "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z", 745, 1, 5),
        ])
    func zones(zone: String, start: String, end: String, hours: Int, hour: Int, sundays: Int) throws {
        let (first, last) = (try Self.at(start), try Self.at(end))
        let from = first.advanced(byMicroseconds: -Microseconds.day)
        var city = try ChargingCity("cp-9,1,,hub,50,volt,\(from.iso8601),", timeZone: zone)
        try city.say("cp-9", "\(from.iso8601) Available")
        try city.beat("cp-9", from: from.iso8601, to: last.advanced(byMicroseconds: Microseconds.day).iso8601)
        city.end()
        let month = city.cells(.chargingUtilisation, "level window_start window_end elapsed_s unknown_s")
        #expect(month.contains("borough \(start) \(end) \(hours * 3600) 0"))
        let period = zone == "Europe/London" && hours == 745 ? "2026-10-01" : "2026-03-01"
        let cells = city.cells(.chargingProfile, "period level weekday hour elapsed_s").filter {
            $0.hasPrefix("\(period) borough")
        }
        #expect(cells.contains("\(period) borough 7 \(hour) \(sundays * 3600)"))
        #expect(cells.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +) == hours * 3600)
    }

    @Test("where hours of UTC are half in one local hour and half in the next, their figures are split evenly")
    func halfHours() throws {
        var city = try ChargingCity("cp-9,1,,hub,50,volt,2026-03-01T00:00:00Z,", timeZone: "Asia/Kolkata")
        try city.say("cp-9", "2026-03-01T00:00:00Z Available")
        try city.beat("cp-9", from: "2026-03-01T00:00:00Z", to: "2026-03-03T00:00:00Z")
        // Monday 10:30 to 11:30 in Kolkata.
        city.charge("cp-9", from: try Self.at("2026-03-02T05:00:00Z"), minutes: 60, wattHours: 30_000, number: 1)
        city.end()
        let cells = city.cells(.chargingProfile, "level weekday hour elapsed_s plugged_in_s kwh sessions")
        #expect(cells.contains("borough 1 10 3600 1800 15 1") && cells.contains("borough 1 11 3600 1800 15 0"))
    }
}
