import Charging
import Foundation
import Readings
import Testing

@Suite("Reliability of the golden status log")
struct ReliabilityTests {
    /// London's 28 and 29 March 2026, of 24 and 23 hours.
    private static func window() throws -> Range<Instant> {
        try at("2026-03-28T00:00:00Z")..<at("2026-03-29T23:00:00Z")
    }

    /// The golden intervals of one connector; `unknown` leaves out the spans of which nothing is known.
    private static func spans(_ connector: String, withUnknown: Bool = true) throws -> [StatusSpan] {
        try Table(fixture: "status_intervals").rows.filter { $0["connector_id"] == connector }.compactMap { row in
            let status = try #require(row["ocpi_status"].flatMap(OCPIStatus.init(rawValue:)))
            if status == .unknown, !withUnknown { return nil }
            return StatusSpan(start: try at(row["start_utc"]), end: try at(row["end_utc"]), status: status)
        }
    }

    private static func exclusions(_ connector: String) throws -> [OutageExclusion] {
        try Table(fixture: "status_exclusions").rows.filter { $0["connector_id"] == connector }.map { row in
            let range = try at(row["start_utc"])..<at(row["end_utc"])
            return OutageExclusion(range, try #require(row["reason"].flatMap(OutageReason.init(rawValue:))))
        }
    }

    private static func reliability(_ connector: String, withUnknown: Bool = true) throws -> Reliability {
        let window = try window()
        let spans = evseStatus(
            of: [ConnectorStatuses(validity: [window], spans: try spans(connector, withUnknown: withUnknown))],
            in: window)
        return Reliability(of: spans, in: window, exclusions: try exclusions(connector))
    }

    @Test(
        "every figure of status_uptime.csv, with silence told or left out",
        arguments: ["S1", "S2", "S3"], [true, false])
    func uptime(connector: String, withUnknown: Bool) throws {
        let row = try #require(Table(fixture: "status_uptime").rows.first { $0["connector_id"] == connector })
        let found = try Self.reliability(connector, withUnknown: withUnknown)
        func expect(_ microseconds: Int64, _ column: String) throws {
            let minutes = try #require(row[column].flatMap { Double($0) })
            #expect(microseconds == Int64(minutes) * Microseconds.minute, "\(column)")
        }
        try expect(found.times.total, "period_min")
        try expect(found.nevi.period, "period_min")
        try expect(found.times.available, "available_min")
        try expect(found.times.inUse, "charging_min")
        try expect(found.times.reserved, "reserved_min")
        try expect(found.times.inoperative, "inoperative_min")
        try expect(found.times.outOfOrder, "outoforder_min")
        try expect(found.times.unknown, "unknown_min")
        try expect(found.nevi.outage, "nevi_t_outage_min")
        try expect(found.nevi.excluded, "nevi_t_excluded_min")
        try expectPercent(found.nevi.uptime, row["nevi_uptime_pct_period_denominator"])
        try expectPercent(found.nevi.yearlyUptime, row["nevi_uptime_pct_525600"])
        try expectPercent(found.times.regulation7, row["uk_reg7_literal_pct"])
        try expectPercent(found.times.strict, row["uk_reg7_unknown_excluded_pct"])
    }

    @Test("every figure of status_network.json: the UK pools minutes, NEVI takes the mean of ports")
    func network() throws {
        let url = try #require(
            Bundle.module.url(forResource: "status_network", withExtension: "json", subdirectory: "Fixtures"))
        let figures = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Double])
        let all = try ["S1", "S2", "S3"].map { try Self.reliability($0) }.reduce(Reliability(), +)
        #expect(all.evses == 3)
        try expectPercent(all.regulation7, figures["uk_network_literal_pct"]?.description)
        try expectPercent(all.times.strict, figures["uk_network_unknown_excluded_pct"]?.description)
        try expectPercent(all.ports.mean, figures["nevi_mean_of_ports_pct"]?.description)
        #expect(all.ports.ports == 3 && all.ports.portsMeetingRequirement == 0)
        // With the year's denominator each port was down less than 3 %.
        #expect(all.portsOfRuleYear.portsMeetingRequirement == 3)
        // 540 of 8460 minutes.
        try expectPercent(all.times.unknownShare, "6.382979")
    }

    @Test("two windows that share a bound add up to the whole, wherever they are cut")
    func parts() throws {
        let window = try Self.window()
        let spans = try Self.spans("S1")
        let exclusions = try Self.exclusions("S1")
        let whole = Reliability(of: spans, in: window, exclusions: exclusions)
        for minute in stride(from: Int64(0), through: 2820, by: 47) {
            let cut = window.lowerBound.advanced(byMicroseconds: minute * Microseconds.minute)
            let first = Reliability(of: spans, in: window.lowerBound..<cut, exclusions: exclusions)
            let second = Reliability(of: spans, in: cut..<window.upperBound, exclusions: exclusions)
            #expect((first + second).times == whole.times && (first + second).nevi == whole.nevi, "\(minute)")
        }
    }

    @Test("the night of the autumn change has 25 hours, and an outage of its repeated hour has two")
    func autumn() throws {
        // London, 25 October 2026: midnight is 23:00Z of the 24th; 01:00 to 02:00 is shown twice, 00:00Z to 02:00Z.
        let period = london.day(CivilDate(year: 2026, month: 10, day: 25))
        let spans = [
            StatusSpan(start: try at("2026-10-24T20:00:00Z"), end: try at("2026-10-25T00:00:00Z"), status: .available),
            StatusSpan(start: try at("2026-10-25T00:00:00Z"), end: try at("2026-10-25T02:00:00Z"), status: .outOfOrder),
            StatusSpan(start: try at("2026-10-25T02:00:00Z"), end: try at("2026-10-26T05:00:00Z"), status: .charging),
        ]
        let found = Reliability(of: spans, in: period)
        #expect(found.times.available == Microseconds.hour && found.times.inUse == 22 * Microseconds.hour)
        #expect(found.times.total == 25 * Microseconds.hour)
        // 23 of 25.
        try expectPercent(found.regulation7, "92")
        try expectPercent(found.nevi.uptime, "92")
    }
}

@Suite("Reliability, rule by rule")
struct ReliabilityRuleTests {
    private static let day = CivilDate(year: 2026, month: 7, day: 1)

    private static func hour(_ hour: Int64) -> Instant {
        day.startUTC.advanced(byMicroseconds: hour * Microseconds.hour)
    }

    private static func period(_ from: Int64 = 0, _ to: Int64 = 100) -> Range<Instant> { hour(from)..<hour(to) }

    private static func span(_ from: Int64, _ to: Int64, _ status: OCPIStatus) -> StatusSpan {
        StatusSpan(start: hour(from), end: hour(to), status: status)
    }

    @Test(
        "what 10 of 100 hours of a status do to the UK's literal and strict figure and to NEVI's",
        arguments: [
            (OCPIStatus.available, "100", "100", "100"), (.charging, "100", "100", "100"),
            (.reserved, "100", "100", "100"), (.blocked, "100", "100", "100"), (.unknown, "100", "100", "90"),
            (.inoperative, "90", "90", "90"), (.outOfOrder, "90", "90", "90"), (.planned, "100", "100", "100"),
            (.removed, "100", "100", "100"),
        ])
    func statuses(status: OCPIStatus, literal: String, strict: String, nevi: String) throws {
        let found = Reliability(of: [Self.span(0, 90, .available), Self.span(90, 100, status)], in: Self.period())
        try expectPercent(found.regulation7, literal)
        try expectPercent(found.times.strict, strict)
        try expectPercent(found.nevi.uptime, nevi)
        let isRetired = status == .planned || status == .removed
        #expect(found.times.total == (isRetired ? 90 : 100) * Microseconds.hour)
        #expect(found.nevi.period == found.times.total)
    }

    @Test("blocked and unknown leave the strict denominator: 60 of 60 + 20 hours")
    func strict() throws {
        let spans = [
            Self.span(0, 60, .charging), Self.span(60, 70, .blocked), Self.span(70, 80, .unknown),
            Self.span(80, 100, .outOfOrder),
        ]
        let found = Reliability(of: spans, in: Self.period())
        try expectPercent(found.regulation7, "80")
        try expectPercent(found.times.strict, "75")
        try expectPercent(found.nevi.uptime, "70")
    }

    @Test("a figure without a denominator is empty: nothing there, all retired, all unknown")
    func empty() {
        let nothing = Reliability(of: [], in: Self.period())
        #expect(nothing.regulation7 == nil && nothing.times.strict == nil && nothing.nevi.uptime == nil)
        #expect(nothing.nevi.yearlyUptime == nil && nothing.ports.mean == nil && nothing.evses == 0)
        let retired = Reliability(of: [Self.span(0, 100, .removed)], in: Self.period())
        #expect(retired.regulation7 == nil && retired.ports.ports == 0 && retired.evses == 0)
        let unknown = Reliability(of: [Self.span(0, 100, .unknown)], in: Self.period())
        #expect(unknown.times.strict == nil && unknown.regulation7?.percentTenThousandths == 1_000_000)
        #expect(unknown.nevi.uptime?.percentTenThousandths == 0 && unknown.evses == 1)
    }

    @Test("closed hours: left out for the UK, excluded from the outage for the US")
    func openingHours() throws {
        // Open from 8 to 18; out of order from 16 to 20; a day of 24 hours.
        let spans = [Self.span(0, 16, .available), Self.span(16, 20, .outOfOrder), Self.span(20, 24, .available)]
        let found = Reliability(of: spans, in: Self.period(0, 24), open: [Self.period(8, 18)])
        #expect(found.times.total == 10 * Microseconds.hour && found.times.outOfOrder == 2 * Microseconds.hour)
        try expectPercent(found.regulation7, "80")
        #expect(found.nevi.outage == 4 * Microseconds.hour && found.nevi.excluded == 2 * Microseconds.hour)
        // 24 - (4 - 2) of 24.
        try expectPercent(found.nevi.uptime, "91.666667")
        let never = Reliability(of: spans, in: Self.period(0, 24), open: [])
        #expect(never.regulation7 == nil && never.evses == 1)
        try expectPercent(never.nevi.uptime, "100")
    }

    @Test("a connector that came in the middle of the period counts from then on")
    func validity() throws {
        let connector = ConnectorStatuses(
            validity: [Self.period(50, 90)], spans: [Self.span(0, 60, .available), Self.span(80, 200, .outOfOrder)])
        let spans = evseStatus(of: [connector], in: Self.period())
        #expect(
            spans == [
                Self.span(50, 60, .available),
                StatusSpan(start: Self.hour(60), end: Self.hour(80), status: .unknown, evidence: .none),
                Self.span(80, 90, .outOfOrder),
            ])
        // Unknown counts here: 30 of 40 hours.
        try expectPercent(Reliability(of: spans, in: Self.period()).regulation7, "75")
    }

    @Test("EVSEs are pooled by their time, so one that was there longer weighs more; NEVI's mean weighs ports alike")
    func pooled() throws {
        let long = Reliability(of: [Self.span(0, 100, .available)], in: Self.period())
        let short = Reliability(of: [Self.span(0, 10, .available), Self.span(10, 20, .outOfOrder)], in: Self.period())
        // 110 of 120 hours; the mean of 100 % and 50 %.
        try expectPercent((long + short).regulation7, "91.666667")
        try expectPercent((long + short).ports.mean, "75")
        #expect(long + short == short + long)
    }

    @Test("99 % is what regulation 7 asks for, and 98.99... is not enough")
    func regulation7() throws {
        let met = try #require(ExactRatio(990_000_000_000, of: 1_000_000_000_000 as Int64))
        let missed = try #require(ExactRatio(989_999_999_999, of: 1_000_000_000_000 as Int64))
        #expect(Reliability.meetsRegulation7(met) && !Reliability.meetsRegulation7(missed))
        // The printed number alone cannot tell.
        #expect(missed.percentTenThousandths == 990_000)
    }
}

/// An instant of a fixture's cell.
func at(_ text: String?) throws -> Instant {
    try #require(text.flatMap { Instant(iso8601: $0) })
}

/// Compares with a percentage of six decimals.
func expectPercent(_ ratio: ExactRatio?, _ percent: String?) throws {
    let expected = try #require(percent.flatMap { Double($0) })
    let found = try #require(ratio)
    #expect(abs(Double(found.rounded(times: 100_000_000_000)) / 1e9 - expected) <= 1e-6)
}
