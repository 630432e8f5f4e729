import Intake
import Readings
import Testing

@Suite("Time zones from the system")
struct ZoneLoadingTests {
    /// London: last Sundays of March and October (Summer Time Act 1972, as amended 2002). Denver: second Sunday of March
    /// and first Sunday of November (Energy Policy Act of 2005).
    @Test(
        "a local day has the hours that the law gives it",
        arguments: [
            ("Europe/London", "2018-03-24", 24), ("Europe/London", "2018-03-25", 23),
            ("Europe/London", "2018-10-28", 25),
            ("Europe/London", "2026-03-29", 23), ("Europe/London", "2026-10-25", 25),
            ("Europe/London", "2026-10-26", 24),
            ("America/Denver", "2026-03-08", 23), ("America/Denver", "2026-11-01", 25),
            ("America/Denver", "2026-03-29", 24), ("UTC", "2026-03-29", 24),
        ] as [(String, String, Int64)])
    func dayLength(zone: String, date: String, hours: Int64) throws {
        let rules = try #require(ZoneLoading.rules(named: zone))
        let day = rules.day(try #require(CivilDate(date)))
        #expect(day.upperBound.microseconds(since: day.lowerBound) == hours * Microseconds.hour)
    }

    @Test(
        "local midnight is the right instant",
        arguments: [
            ("Europe/London", "1990-01-01", "1990-01-01T00:00:00Z"),
            ("Europe/London", "2026-07-01", "2026-06-30T23:00:00Z"),
            ("America/Denver", "2026-01-15", "2026-01-15T07:00:00Z"),
            ("America/Denver", "2026-07-15", "2026-07-15T06:00:00Z"),
            ("Asia/Kolkata", "2026-07-15", "2026-07-14T18:30:00Z"),
        ])
    func midnight(zone: String, date: String, instant: String) throws {
        let rules = try #require(ZoneLoading.rules(named: zone))
        #expect(rules.start(of: try #require(CivilDate(date))).iso8601 == instant)
    }

    @Test(
        "a name that the zone database does not have gives nothing",
        arguments: ["", "London", "Europe/Londn", "europe london", "GMT+0100", "../Europe/London", "BST"])
    func unknown(name: String) {
        #expect(ZoneLoading.rules(named: name) == nil)
    }
}
