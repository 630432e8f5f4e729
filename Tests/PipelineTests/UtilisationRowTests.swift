import Pipeline
import Readings
import Tables
import Testing

@Suite("Rows of a month's use")
struct UtilisationRowTests {
    private static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    /// Two days of 86,400 s. On Monday a car is there from 10:00 to 13:00, charges 25 kWh until 11:00 and may stay half an
    /// hour longer.
    private static func oneVisit() throws -> ChargingCity {
        var city = try ChargingCity("cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,", graceMinutes: 30)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-04T00:00:00Z")
        try city.say(
            "cp-9", "00:00 Available", "09:58 Preparing", "10:00 Charging", "11:00 SuspendedEV", "13:00 Available")
        city.charge("cp-9", from: try at("2026-03-02T10:00:00Z"), minutes: 180, wattHours: 25_000, number: 1)
        city.end()
        return city
    }

    @Test("a month's shares, sessions and overstay are those of its hours and sessions")
    func month() throws {
        let city = try Self.oneVisit()
        let columns =
            "level elapsed_s plugged_in_s charging_s idle_s overstay_s kwh sessions plugged_in_pct charging_pct energy_pct "
            + "overstay_pct sessions_per_day attempts first_time_success_pct mean_session_s average_kw"
        // 10,800 s of 172,800 plugged in, 3,600 of them charging; 25 kWh of 50 kW x 48 h; 5,400 s of 10,800 overstayed.
        let figures = "172800 10800 3600 7200 5400 25 1 6.25 2.0833 1.0417 50 0.5 1 100 10800 25"
        #expect(
            city.cells(.chargingUtilisation, columns)
                == ["connector", "site", "operator", "band", "borough"].map { "\($0) \(figures)" })
        #expect(
            city.cells(.chargingUtilisation, "period window_start window_end site operator band evses").last
                == "2026-03-01 2026-03-01T00:00:00Z 2026-03-04T00:00:00Z - - - 1")
    }

    /// Of Monday's hour and Tuesday's only the weekday's own counts in a cell of the profile.
    @Test("the profile is of the local week: a Monday of 24 hours, and the other days have no time yet")
    func profile() throws {
        let city = try Self.oneVisit()
        let cells = city.cells(
            .chargingProfile, "level weekday hour elapsed_s plugged_in_s charging_s kwh sessions plugged_in_pct")
        #expect(cells.count == 4 * 168)
        #expect(cells.contains("borough 1 10 3600 3600 3600 25 1 100"))
        #expect(cells.contains("borough 1 11 3600 3600 0 0 0 100"))
        #expect(cells.contains("borough 2 10 3600 0 0 0 0 0"))
        #expect(cells.contains("borough 3 10 0 0 - - 0 -"))
    }

    @Test("two connectors of one EVSE are one outlet in a site's figures, and two in their own")
    func group() throws {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,43,volt,2026-03-02T00:00:00Z,
            """)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        for connector in [1, 2] { try city.say("cp-9", connector: connector, "00:00 Available") }
        city.charge("cp-9", from: try Self.at("2026-03-02T08:00:00Z"), minutes: 60, wattHours: 20_000, number: 1)
        city.charge(
            "cp-9", connector: 2, from: try Self.at("2026-03-02T12:00:00Z"), minutes: 60, wattHours: 10_000, number: 2)
        city.end()
        #expect(
            city.cells(.chargingUtilisation, "level devices evses connectors elapsed_s plugged_in_s kwh energy_pct")
                == [
                    "connector 1 1 1 86400 3600 20 1.6667", "connector 1 1 1 86400 3600 10 0.969",
                    "site 1 1 2 86400 7200 30 2.5", "operator 1 1 2 86400 7200 30 2.5", "band 1 1 2 86400 7200 30 2.5",
                    "borough 1 1 2 86400 7200 30 2.5",
                ])
    }

    // MARK: What anybody may see

    /// So many sessions at each of three sites with one charge point of 7.4 kW each, and one of 50 kW at the station.
    ///
    /// - Parameters:
    ///   - withoutEnergy: how many of the hub's sessions deliver nothing.
    ///   - end: the newest record.
    private static func sites(
        _ hub: Int, _ street: Int, _ station: Int, rapid: Int, withoutEnergy: Int = 0,
        end: String = "2026-03-31T23:00:00Z"
    ) throws -> ChargingCity {
        var city = try ChargingCity(
            """
            cp-1,1,,hub,7.4,volt,2026-03-02T00:00:00Z,
            cp-2,1,,street,7.4,volt,2026-03-02T00:00:00Z,
            cp-3,1,,station,7.4,watt,2026-03-02T00:00:00Z,
            cp-4,1,,station,50,watt,2026-03-02T00:00:00Z,
            """)
        var number = 1
        for (device, count) in [("cp-1", hub), ("cp-2", street), ("cp-3", station), ("cp-4", rapid)] {
            try city.say(device, "00:00 Available")
            for visit in 0..<count {
                let from = try at("2026-03-02T00:30:00Z").advanced(byMicroseconds: Int64(visit) * 2 * Microseconds.hour)
                let isEmpty = device == "cp-1" && visit < withoutEnergy
                city.charge(device, from: from, minutes: 30, wattHours: isEmpty ? 0 : 3000, number: number)
                number += 1
            }
        }
        for device in ["cp-1", "cp-2", "cp-3", "cp-4"] {
            try city.beat(device, from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        }
        try city.beat("cp-1", from: end, to: end)
        city.end()
        return city
    }

    @Test(
        "a month is for anybody to see when it is over: a copy of an open one, less that of the day before, shows single visits"
    )
    func wholeMonths() throws {
        let months = [Dataset.chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth]
        let open = try Self.sites(6, 5, 7, rapid: 8, end: "2026-03-31T22:59:59Z")
        for dataset in months { #expect(open.files.rows(dataset).isEmpty) }
        #expect(!open.files.rows(.chargingUtilisation).isEmpty)
        // 23:00Z is midnight in London.
        let over = try Self.sites(6, 5, 7, rapid: 8)
        for dataset in months {
            let windows = over.cells(dataset, "period window_start window_end")
            #expect(Set(windows) == ["2026-03-01 2026-03-01T00:00:00Z 2026-03-31T23:00:00Z"])
        }
    }

    @Test(
        "energy and means of fewer than five sessions that have any are left out, and one more, since the total would tell them"
    )
    func fewWithEnergy() throws {
        let city = try Self.sites(6, 7, 8, rapid: 9, withoutEnergy: 2)
        // 2,588,400 s since 2 March; 4 x 3 kWh at the hub would be what 26 x 3 less the others is.
        #expect(
            city.cells(.chargingSiteMonth, "site sessions kwh energy_pct mean_session_s mean_session_kwh suppressed")
                == [
                    "hub 6 - - - - false", "station 17 51 0.1236 1800 3 false", "street 7 - - - - false",
                ])
        #expect(city.cells(.chargingBoroughMonth, "sessions kwh mean_session_kwh") == ["30 84 3"])
        // All charged, as far as anybody knows, and the words tell when.
        #expect(!city.cells(.chargingSiteMonth, "site charging_pct").contains("hub -"))
    }

    @Test("cells of fewer than five sessions are hidden, and one more, since the borough's total would tell them")
    func suppression() throws {
        let city = try Self.sites(6, 3, 7, rapid: 8)
        #expect(
            city.cells(.chargingSiteMonth, "site evses sessions kwh plugged_in_pct suppressed") == [
                // 15 x 1,800 s of 2 x 2,588,400 s.
                "hub 1 - - - true", "station 2 15 45 0.5216 false", "street 1 - - - true",
            ])
        #expect(
            city.cells(.chargingBandMonth, "band evses sessions suppressed") == [
                "3-to-8kw 3 16 false", "50-to-149kw 1 8 false",
            ])
        #expect(city.cells(.chargingBoroughMonth, "devices evses sessions kwh suppressed") == ["4 4 24 72 false"])
    }

    /// Every table of counts that agrees with what is shown, by trying all of them.
    @Test(
        "what is hidden cannot be worked out from what is shown: several tables fit, and each small cell may be a large one",
        arguments: [[6, 3, 7, 8], [1, 9, 9, 9], [0, 0, 0, 0], [5, 5, 5, 1], [4, 4, 6, 0], [12, 1, 2, 3]])
    func hidden(_ counts: [Int]) throws {
        let city = try Self.sites(counts[0], counts[1], counts[2], rapid: counts[3])
        func shown(_ dataset: Dataset, _ column: String) -> [String: Int] {
            let rows = city.cells(dataset, "\(column) sessions").map { $0.split(separator: " ").map(String.init) }
            return Dictionary(uniqueKeysWithValues: rows.compactMap { row in Int(row[1]).map { (row[0], $0) } })
        }
        let sites = shown(.chargingSiteMonth, "site")
        let bands = shown(.chargingBandMonth, "band")
        let borough = shown(.chargingBoroughMonth, "borough")
        for cells in [sites, bands, borough] { #expect(!cells.values.contains { $0 < 5 }) }
        var seen: [String: Set<Int>] = [:]
        let most = 32
        for hub in 0...most {
            if let known = sites["hub"], known != hub { continue }
            for street in 0...most {
                if let known = sites["street"], known != street { continue }
                for slow in 0...most {
                    if let known = bands["3-to-8kw"], known != hub + street + slow { continue }
                    for rapid in 0...most {
                        let all: [(String, Int, Int?)] = [
                            ("hub", hub, sites["hub"]), ("street", street, sites["street"]),
                            ("station", slow + rapid, sites["station"]),
                            ("3-to-8kw", hub + street + slow, bands["3-to-8kw"]),
                            ("50-to-149kw", rapid, bands["50-to-149kw"]),
                            ("west", hub + street + slow + rapid, borough["west"]),
                        ]
                        guard all.allSatisfy({ $0.2 ?? $0.1 == $0.1 }) else { continue }
                        for cell in all where cell.2 == nil { seen[cell.0, default: []].insert(cell.1) }
                    }
                }
            }
        }
        for (cell, values) in seen {
            #expect(values.count > 1, "\(cell)")
            #expect(values.contains { $0 >= 5 }, "\(cell)")
        }
    }

    /// The street's only car at 7.4 kW came on the last evening of February, and went on charging in March.
    @Test("the energy of one car that plugged in the month before does not follow from the shown cells either")
    func carriedOver() throws {
        var city = try ChargingCity(
            """
            cp-1,1,,hub,7.4,volt,2026-02-27T00:00:00Z,
            cp-2,1,,street,7.4,volt,2026-02-27T00:00:00Z,
            cp-3,1,,street,50,volt,2026-02-27T00:00:00Z,
            """)
        city.charge("cp-2", from: try Self.at("2026-02-28T22:00:00Z"), minutes: 480, wattHours: 8000, number: 90)
        for (number, device) in ["cp-1", "cp-3"].enumerated() {
            try city.say(device, "2026-02-27T00:00:00Z Available")
            for visit in 0..<6 {
                let from = try Self.at("2026-03-02T00:30:00Z").advanced(
                    byMicroseconds: Int64(visit) * 2 * Microseconds.hour)
                city.charge(device, from: from, minutes: 30, wattHours: 3000, number: 10 * number + visit + 1)
            }
        }
        try city.beat("cp-1", from: "2026-03-31T23:00:00Z", to: "2026-03-31T23:00:00Z")
        city.end()
        func shown(_ dataset: Dataset, _ name: String) -> Set<String> {
            Set(
                city.cells(dataset, "period \(name) kwh").map { $0.split(separator: " ").map(String.init) }
                    .filter { $0[0] == "2026-03-01" && $0[2] != "-" }.map { $0[1] })
        }
        let (sites, bands) = (shown(.chargingSiteMonth, "site"), shown(.chargingBandMonth, "band"))
        // A band less the hub, or the street less the other band, would be the 6 kWh of that car after midnight.
        #expect(!(sites.contains("hub") && bands.contains("3-to-8kw")), "\(sites) \(bands)")
        #expect(!(sites.contains("street") && bands.contains("50-to-149kw")), "\(sites) \(bands)")
        #expect(city.cells(.chargingSession, "plug_in").count == 13)
    }

    @Test("no public file names a charge point, an EVSE or a session")
    func names() throws {
        let city = try Self.sites(6, 3, 7, rapid: 8)
        #expect(city.files.rows(.chargingSession).count == 24)
        let open = Dataset.allCases.filter { $0.family == .charging && $0.audience == .public }
        #expect(open == [.chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth])
        for dataset in open {
            let text = city.files.rows(dataset).joined().joined(separator: ",")
            #expect(!text.isEmpty && !text.contains("cp-"))
            #expect(
                Set(dataset.columns).isDisjoint(with: ["charge_point", "evse", "connector", "session", "operator"]))
        }
    }
}
