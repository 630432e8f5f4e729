import Readings
import Registry
import Testing

@Suite("Excused outages")
struct OutageExclusionTests {
    private static func parse(_ rows: String, chargePoints: String? = nil) -> ParsedRegistry {
        var changes: [String: String?] = ["outage_exclusions.csv": "evse,from,to,reason\n" + rows]
        if let chargePoints { changes["charge_points.csv"] = chargePoints }
        return SampleRegistry.parse(changes)
    }

    @Test("a row names an EVSE, its own or the default name, a time and a reason of the rule")
    func rows() throws {
        let parsed = Self.parse(
            "cp-1-1,2026-03-29T10:00:00Z,2026-03-29T11:30:00Z,scheduled maintenance\n"
                + "pair,2026-03-01,,Vandalism\ncp-1-1,2026-03-02,2026-03-03,Power cut\n",
            chargePoints: "charge_point,connector,evse,site,rated_kw\ncp-1,1,,main-road,7\ncp-2,1,pair,main-road,50\n")
        #expect(parsed.problems.map(\.description) == [] && parsed.notes.isEmpty)
        let tables = try #require(parsed.tables)
        func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }
        #expect(
            tables.outageExclusions(ofEVSE: "cp-1-1") == [
                OutageExclusionRow(
                    evse: "cp-1-1", validFrom: try instant("2026-03-02T00:00:00Z"),
                    validTo: try instant("2026-03-03T00:00:00Z"), reason: .electricUtilityInterruption),
                OutageExclusionRow(
                    evse: "cp-1-1", validFrom: try instant("2026-03-29T10:00:00Z"),
                    validTo: try instant("2026-03-29T11:30:00Z"), reason: .scheduledMaintenance),
            ])
        let open = try #require(tables.outageExclusions(ofEVSE: "pair").first)
        #expect(open.validity == (try instant("2026-03-01T00:00:00Z"))..<Instant.distantFuture)
        #expect(tables.outageExclusions(ofEVSE: "cp-9-1").isEmpty)
        #expect(SampleRegistry.parse().tables?.outageExclusions == [])
    }

    @Test(
        "each mistake gets one message",
        arguments: [
            (
                "cp-1-2,2026-03-02,,vandalism",
                "column evse: found \"cp-1-2\"; expected a known EVSE of charge_points.csv. Write \"cp-1-1\" (did you mean it?)."
            ),
            (
                "cp-1-1,,2026-03-02,vandalism",
                "column from: found nothing; expected the first day or instant that is excused. Fill in the cell, or "
                    + "delete the row."
            ),
            (
                "cp-1-1,2026-03-02,,vandalsm",
                "column reason: found \"vandalsm\"; expected electric utility interruption, vehicle fault, scheduled "
                    + "maintenance, vandalism, natural disaster or outside hours of operation. Write \"vandalism\" (did you "
                    + "mean it?)."
            ),
            (
                "cp-1-1,2026-03-02,,",
                "column reason: found nothing; expected electric utility interruption, vehicle fault, scheduled "
                    + "maintenance, vandalism, natural disaster or outside hours of operation. Fill in the cell, or delete "
                    + "the row."
            ),
        ])
    func mistakes(row: String, message: String) {
        let parsed = Self.parse(row + "\n")
        #expect(parsed.problems.map(\.description) == ["outage_exclusions.csv:2: " + message])
        #expect(parsed.tables == nil)
    }

    @Test("a wrong row of a charge point is told once, not again by what excuses it")
    func toldOnce() {
        let parsed = Self.parse(
            "cp-1-1,2026-03-02,,vandalism\n",
            chargePoints: "charge_point,connector,site,rated_kw\ncp-1,1,main-road,seven\n")
        #expect(parsed.problems.map(\.file) == ["charge_points.csv"])
    }
}

@Suite("Opening hours as instants")
struct OpeningSpansTests {
    private static func row(_ opens: Int, _ closes: Int, _ days: Set<OpeningHours.Weekday>) -> OpeningHours {
        OpeningHours(site: "hub", days: days, opensMinute: opens, closesMinute: closes)
    }

    private static let all = Set(OpeningHours.Weekday.allCases)

    private static func told(_ rows: [OpeningHours], from: String, to: String) throws -> [String]? {
        let window = try #require(Instant(iso8601: from))..<(try #require(Instant(iso8601: to)))
        return rows.open(in: window, zone: SampleRegistry.london)?.map {
            "\($0.lowerBound.iso8601) \($0.upperBound.iso8601)"
        }
    }

    @Test("without a row a site is always open; with rows only then")
    func noRows() throws {
        #expect(try Self.told([], from: "2026-07-01T00:00:00Z", to: "2026-07-02T00:00:00Z") == nil)
        // 1 July 2026 is a Wednesday.
        let mondays = [Self.row(0, 1440, [.monday])]
        #expect(try Self.told(mondays, from: "2026-07-01T00:00:00Z", to: "2026-07-02T00:00:00Z") == [])
    }

    @Test("hours are the wall clock's: an hour earlier in UTC in summer, cut at the window, joined where they touch")
    func summer() throws {
        let rows = [Self.row(480, 720, Self.all), Self.row(720, 1080, [.wednesday]), Self.row(900, 1440, [.thursday])]
        #expect(
            try Self.told(rows, from: "2026-07-01T06:00:00Z", to: "2026-07-03T08:00:00Z") == [
                "2026-07-01T07:00:00Z 2026-07-01T17:00:00Z", "2026-07-02T07:00:00Z 2026-07-02T11:00:00Z",
                "2026-07-02T14:00:00Z 2026-07-02T23:00:00Z", "2026-07-03T07:00:00Z 2026-07-03T08:00:00Z",
            ])
        let always = [Self.row(0, 1440, Self.all)]
        #expect(
            try Self.told(always, from: "2026-03-28T05:00:00Z", to: "2026-10-30T05:00:00Z")
                == ["2026-03-28T05:00:00Z 2026-10-30T05:00:00Z"])
    }

    @Test("00:30 to 01:30: only its first half in the spring night; in autumn, 01:00 to 01:30 a second time")
    func changes() throws {
        let rows = [Self.row(30, 90, Self.all)]
        #expect(
            try Self.told(rows, from: "2026-03-29T00:00:00Z", to: "2026-03-29T12:00:00Z")
                == ["2026-03-29T00:30:00Z 2026-03-29T01:00:00Z"])
        #expect(
            try Self.told(rows, from: "2026-10-24T23:00:00Z", to: "2026-10-25T12:00:00Z")
                == ["2026-10-24T23:30:00Z 2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z 2026-10-25T01:30:00Z"])
    }
}
