import Charging
import Readings
import Testing

@Suite("Bands, counts and periods")
struct PowerBandTests {
    @Test(
        "bands are half-open; regulation 7 begins at 50 kW",
        arguments: [
            ("2.999999", PowerBand.below3, false), ("3", .from3, false), ("3.68", .from3, false),
            ("5.06", .from3, false),
            ("7.999999", .from3, false), ("8", .from8, false), ("43", .from8, false), ("49.5", .from8, false),
            ("49.999999", .from8, false), ("50", .from50, true), ("149.999999", .from50, true), ("150", .from150, true),
            ("350", .from150, true),
        ])
    func bands(rated: String, band: PowerBand, isUnderRegulation7: Bool) throws {
        let bytes = Array(rated.utf8)
        let found = PowerBand(ratedKilowatts: try Millionths(decimal: bytes.span))
        #expect(found == band && found.isUnderRegulation7 == isUnderRegulation7)
        #expect(found.regulation7Basis == (isUnderRegulation7 ? "law" : "contract"))
    }

    @Test("the words of the bands, from weak to strong")
    func words() {
        #expect(
            PowerBand.allCases.sorted().map(\.rawValue)
                == ["below-3kw", "3-to-8kw", "8-to-49kw", "50-to-149kw", "150kw-up"])
    }

    @Test("a rapid with three outlets of which two share an EVSE is one device, two EVSEs and three connectors")
    func counts() {
        let rapid = [
            Equipment(chargePoint: "cp-1", evse: "cp-1-dc", connector: 1),
            Equipment(chargePoint: "cp-1", evse: "cp-1-dc", connector: 2),
            Equipment(chargePoint: "cp-1", evse: "cp-1-ac", connector: 3),
        ]
        let one = EquipmentCount(of: rapid)
        #expect(one.devices == 1 && one.evses == 2 && one.connectors == 3)
        // A row that was changed stands there twice.
        let two = EquipmentCount(of: rapid + rapid + [Equipment(chargePoint: "cp-2", evse: "cp-2-1", connector: 1)])
        #expect(two.devices == 2 && two.evses == 3 && two.connectors == 4)
    }

    @Test(
        "periods go from local midnight to local midnight",
        arguments: [
            (ReportingPeriod.month(2026, 3), "2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z"),
            (.month(2026, 10), "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z"),
            (.month(2025, 12), "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            (.quarter(2026, 2), "2026-03-31T23:00:00Z", "2026-06-30T23:00:00Z"),
            (.quarter(2025, 4), "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            (.year(2026), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            (
                .yearToDate(throughLastDay: CivilDate(year: 2026, month: 3, day: 31)), "2026-01-01T00:00:00Z",
                "2026-03-31T23:00:00Z"
            ),
            (.twelveMonths(throughMonth: 2026, 3), "2025-04-01T00:00:00Z", "2026-03-31T23:00:00Z"),
            (.twelveMonths(throughMonth: 2026, 12), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ])
    func periods(period: ReportingPeriod, start: String, end: String) throws {
        #expect(period.window(in: london2026) == (try at(start)..<at(end)))
    }

    /// Summer time of 2026 only: 2025's months are told by winter time here.
    private let london2026 = TimeZoneRules(
        firstOffsetSeconds: 0, transitions: Array(london.transitions.suffix(2)))
}
