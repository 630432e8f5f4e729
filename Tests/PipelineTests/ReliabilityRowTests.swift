import Pipeline
import Readings
import Tables
import Testing

@Suite("Rows of statuses, outages and reliability")
struct ReliabilityRowTests {
    private static let rapid = "cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,"

    /// Two days of 86,400 s: one hour in use, three out of order.
    private static func twoDays(
        _ connectors: String = rapid, openingHours: String = "", exclusions: String = ""
    ) throws -> ChargingCity {
        var city = try ChargingCity(connectors, openingHours: openingHours, exclusions: exclusions)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-04T00:00:00Z")
        try city.say(
            "cp-9", "00:00 Available", "10:00 Charging", "11:00 Available", "12:00 Faulted GroundFailure",
            "15:00 Available")
        city.end()
        return city
    }

    private static let secondsAndShares =
        "period period_kind scope operator band evses available_s in_use_s unknown_s out_of_order_s excluded_s uk_reg7_pct "
        + "uk_strict_pct nevi_pct uk_reg7_basis"

    @Test("a day's file tells what was at every moment of the day, cut at midnight")
    func statuses() throws {
        let city = try Self.twoDays()
        #expect(
            city.cells(.chargingStatus, "start end status error_code evidence operator rated_kw") == [
                "2026-03-02T00:00:00Z 2026-03-02T10:00:00Z Available NoError status volt 50",
                "2026-03-02T10:00:00Z 2026-03-02T11:00:00Z Charging NoError status volt 50",
                "2026-03-02T11:00:00Z 2026-03-02T12:00:00Z Available NoError status volt 50",
                "2026-03-02T12:00:00Z 2026-03-02T15:00:00Z Faulted GroundFailure status volt 50",
                "2026-03-02T15:00:00Z 2026-03-03T00:00:00Z Available NoError status volt 50",
                "2026-03-03T00:00:00Z 2026-03-04T00:00:00Z Available NoError status volt 50",
            ])
    }

    @Test("silence has rows until now, however long it lasts, and is no reliability of its own")
    func silence() throws {
        var city = try ChargingCity(Self.rapid + "\ncp-8,1,,hub,50,volt,2026-03-02T00:00:00Z,")
        try city.say("cp-9", "00:00 Available")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-22T00:00:00Z")
        city.end()
        let silent = city.cells(.chargingStatus, "charge_point status evidence").filter { $0 == "cp-8 Unknown silence" }
        #expect(silent.count == 20)
        // Each of the two has 20 days of 86,400 s.
        let month = city.cells(.chargingReliability, "period_kind scope unknown_s uk_reg7_pct uk_strict_pct nevi_pct")
        #expect(month.contains("month operator-band 1728000 100 100 50"))
    }

    @Test("the rows of a month follow from its seconds: 10,800 s of 172,800 out of order, one hour of them excused")
    func month() throws {
        let exclusions = "cp-9-1,2026-03-02T12:00:00Z,2026-03-02T13:00:00Z,vandalism"
        let city = try Self.twoDays(exclusions: exclusions)
        let rows = city.cells(.chargingReliability, Self.secondsAndShares)
        let figures = "1 158400 3600 0 10800 3600 93.75 93.75 95.8333"
        #expect(
            rows.filter { $0.hasPrefix("2026-03-01 month") } == [
                "2026-03-01 month operator-band volt 50-to-149kw \(figures) law",
                "2026-03-01 month operator-rapid volt 50kw-up \(figures) law",
                "2026-03-01 month operator volt - \(figures) law",
                "2026-03-01 month band - 50-to-149kw \(figures) law",
                "2026-03-01 month borough - - \(figures) law",
            ])
        #expect(rows.contains("2026-01-01 year-to-date borough - - \(figures) law"))
        #expect(rows.contains("2026-01-01 quarter borough - - \(figures) law"))
        #expect(!rows.contains { $0.contains(" year ") || $0.contains(" 12-months ") })
        #expect(
            city.cells(.chargingOutage, "start end evse cause excluded evidence band began_before continues") == [
                "2026-03-02T12:00:00Z 2026-03-02T13:00:00Z cp-9-1 out_of_order vandalism status 50-to-149kw false false",
                "2026-03-02T13:00:00Z 2026-03-02T15:00:00Z cp-9-1 out_of_order - status 50-to-149kw false true",
            ])
    }

    /// Open 08:00 to 20:00: of 2 x 43,200 s, 10,800 s are out of order. By the US rule day and night count, and outages of
    /// closed hours do not.
    @Test("regulation 7 looks at opening hours only")
    func openingHours() throws {
        let city = try Self.twoDays(openingHours: "hub,,08:00,20:00")
        let rows = city.cells(.chargingReliability, Self.secondsAndShares)
        #expect(
            rows.contains("2026-03-01 month operator-band volt 50-to-149kw 1 72000 3600 0 10800 0 87.5 87.5 93.75 law"))
    }

    @Test("below 50 kW regulation 7 holds by contract only, and a registry row that ends cuts the figures")
    func change() throws {
        let city = try Self.twoDays(
            """
            cp-9,1,,hub,7.4,volt,2026-03-02T00:00:00Z,2026-03-02T14:00:00Z
            cp-9,1,,hub,7.4,watt,2026-03-02T14:00:00Z,
            """)
        let rows = city.cells(.chargingReliability, Self.secondsAndShares)
        #expect(
            rows.filter { $0.hasPrefix("2026-03-01 month operator-band") } == [
                // 14 h: 2 of them out of order. Then 34 h with one.
                "2026-03-01 month operator-band volt 3-to-8kw 1 39600 3600 0 7200 0 85.7143 85.7143 85.7143 contract",
                "2026-03-01 month operator-band watt 3-to-8kw 1 118800 0 0 3600 0 97.0588 97.0588 97.0588 contract",
            ])
        #expect(rows.contains { $0.hasPrefix("2026-03-01 month borough - - 1 158400 3600 0 10800 0 93.75") })
        // The rule is about each port, and to the borough it is one all the time: 45 of 48 h, not the mean of 85.71 and 97.06.
        #expect(
            city.cells(.chargingReliability, "period_kind scope operator nevi_ports nevi_ports_met nevi_mean_pct")
                .filter {
                    $0.hasPrefix("month operator ") || $0.hasPrefix("month borough")
                } == [
                    "month operator volt 1 0 85.7143", "month operator watt 1 1 97.0588", "month borough - 1 0 93.75",
                ])
        #expect(
            city.cells(.chargingHour, "window_start operator available_s out_of_service_s").filter {
                $0.hasPrefix("2026-03-02T14")
            } == ["2026-03-02T14:00:00Z watt 0 3600"])
    }

    @Test("two rows of one connector share the hour in which the one follows the other")
    func sharedHour() throws {
        let city = try Self.twoDays(
            """
            cp-9,1,,hub,7.4,volt,2026-03-02T00:00:00Z,2026-03-02T12:45:00Z
            cp-9,1,,hub,7.4,watt,2026-03-02T12:45:00Z,
            """)
        let rows = city.cells(.chargingHour, "window_start operator out_of_service_s unknown_s capture_pct")
        #expect(
            rows.filter { $0.hasPrefix("2026-03-02T12") } == [
                "2026-03-02T12:00:00Z volt 2700 0 100", "2026-03-02T12:00:00Z watt 900 0 100",
            ])
        let quarters = city.cells(.chargingQuarterHour, "window_start operator out_of_service_s unknown_s")
        #expect(
            quarters.filter { $0.hasPrefix("2026-03-02T12:4") || $0.hasPrefix("2026-03-02T12:3") } == [
                "2026-03-02T12:30:00Z volt 900 0", "2026-03-02T12:45:00Z watt 900 0",
            ])
    }

    @Test("two connectors of one EVSE are one outlet: it works while either does")
    func group() throws {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,43,volt,2026-03-02T00:00:00Z,
            """)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        try city.say("cp-9", "00:00 Available", "06:00 Faulted", "09:00 Available")
        try city.say("cp-9", connector: 2, "00:00 Available", "08:00 Unavailable", "12:00 Available")
        city.end()
        // Both are down from 08:00 to 09:00, and inoperative is the better of the two.
        #expect(
            city.cells(.chargingOutage, "start end evse cause") == [
                "2026-03-02T08:00:00Z 2026-03-02T09:00:00Z rapid-1 inoperative"
            ])
        #expect(
            city.cells(.chargingReliability, "scope band evses devices connectors available_s inoperative_s").contains(
                "operator-band 50-to-149kw 1 1 2 82800 3600"))
    }

    /// London's April begins at 23:00Z.
    @Test("an outage over the end of a local month has a row in each, and the second says so")
    func monthEnd() throws {
        var city = try ChargingCity("cp-9,1,,hub,50,volt,2026-03-31T00:00:00Z,")
        try city.beat("cp-9", from: "2026-03-31T00:00:00Z", to: "2026-04-02T00:00:00Z")
        try city.say(
            "cp-9", "2026-03-31T00:00:00Z Available", "2026-03-31T20:00:00Z Faulted", "2026-04-01T05:00:00Z Available")
        city.end()
        #expect(
            city.cells(.chargingOutage, "start end began_before continues") == [
                "2026-03-31T20:00:00Z 2026-03-31T23:00:00Z false false",
                "2026-03-31T23:00:00Z 2026-04-01T05:00:00Z true true",
            ])
        #expect(
            city.cells(.chargingReliability, "period period_kind scope out_of_order_s as_of").filter {
                $0.contains("month borough")
            } == [
                "2026-03-01 month borough 10800 2026-03-31T23:00:00Z",
                "2026-04-01 month borough 21600 2026-04-02T00:00:00Z",
            ])
    }

    @Test(
        "rows of one outage say so, whatever cuts them: closed hours, an exclusion, a registry row; the others are outages"
    )
    func oneOutage() throws {
        var city = try ChargingCity(
            """
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,2026-03-02T10:00:00Z
            cp-9,1,,hub,50,watt,2026-03-02T10:00:00Z,
            """, openingHours: "hub,,08:00,20:00",
            exclusions: "cp-9-1,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z,vandalism")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z")
        try city.say(
            "cp-9", "00:00 Available", "06:00 Faulted", "13:00 Available", "14:00 Faulted", "15:00 Unavailable",
            "16:00 Available")
        city.end()
        #expect(
            city.cells(.chargingOutage, "start end operator cause excluded continues").map {
                $0.replacing("2026-03-02T", with: "").replacing(":00Z", with: "")
            } == [
                "06:00 08:00 volt out_of_order outside hours of operation false",
                "08:00 10:00 volt out_of_order - true",
                "10:00 11:00 watt out_of_order - true",
                "11:00 12:00 watt out_of_order vandalism true",
                "12:00 13:00 watt out_of_order - true",
                "14:00 15:00 watt out_of_order - false",
                // Another cause is another outage.
                "15:00 16:00 watt inoperative - false",
            ])
    }

    @Test("a year that is written again reads the month that goes on, and the months that changed")
    func closedMonths() throws {
        // Nothing but reliability reads statuses then.
        var city = try ChargingCity(Self.rapid, windows: [.hour, .year])
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-04-03T00:00:00Z")
        try city.say("cp-9", "00:00 Available", "2026-03-31T21:00:00Z Faulted", "2026-03-31T22:00:00Z Available")
        city.end()
        func monthsRead(_ city: ChargingCity) -> Set<String> {
            let files = city.files.read.filter { $0.contains("charging/status") }
            // London's April begins in the last hour of the UTC March.
            return Set(files.filter { !$0.contains("2026-03-31") }.map { $0.contains("2026-03") ? "March" : "April" })
        }
        #expect(monthsRead(city) == ["March", "April"])
        try city.beat("cp-9", from: "2026-04-03T01:00:00Z", to: "2026-04-04T00:00:00Z")
        city.end()
        #expect(monthsRead(city) == ["April"])
        let figures = "period period_kind scope available_s out_of_order_s"
        // March has 30 days from its second on, less the hour of summer time; April three and that hour.
        #expect(
            city.cells(.chargingReliability, figures).filter { $0.contains(" borough ") } == [
                "2025-04-01 12-months borough 2584800 3600", "2026-01-01 quarter borough 2584800 3600",
                "2026-01-01 year-to-date borough 2847600 3600",
                "2026-03-01 month borough 2584800 3600", "2026-04-01 month borough 262800 0",
                "2026-04-01 quarter borough 262800 0",
            ])
        // A word that comes late: three hours of March were out of order.
        try city.late("cp-9", received: "2026-04-04T00:00:00Z", "2026-03-31T20:00:00Z Faulted")
        city.end()
        #expect(monthsRead(city).contains("March"))
        #expect(
            city.cells(.chargingReliability, figures).contains("2026-01-01 year-to-date borough 2844000 7200"))
    }

    @Test("while records come a day's statuses reach to the last closed hour, and a month to the last complete day")
    func live() throws {
        var city = try ChargingCity(Self.rapid)
        try city.say("cp-9", "00:00 Available")
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-03T10:00:00Z")
        city.publish(graceMinutes: 10)
        #expect(city.cells(.chargingStatus, "end").last == "2026-03-03T09:00:00Z")
        #expect(
            city.cells(.chargingReliability, "scope available_s as_of").contains("borough 86400 2026-03-03T00:00:00Z"))
        city.end()
        #expect(city.cells(.chargingStatus, "end").last == "2026-03-03T10:00:00Z")
        #expect(
            city.cells(.chargingReliability, "scope available_s as_of").contains("borough 122400 2026-03-03T10:00:00Z"))
    }
}
