import Readings
import Testing

@Suite("Local days")
struct TimeZoneRulesTests {
    /// London in 2026: summer time from 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [
            .init(at: Instant(microseconds: 1_774_746_000_000_000), offsetSeconds: 3600),
            .init(at: Instant(microseconds: 1_792_890_000_000_000), offsetSeconds: 0),
        ])

    @Test(
        "a local day has 23, 24 or 25 hours",
        arguments: [("2026-03-28", 24), ("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25), ("2026-10-26", 24)])
    func length(date: String, hours: Int64) throws {
        let day = Self.london.day(try #require(CivilDate(date)))
        #expect(day.upperBound.microseconds(since: day.lowerBound) == hours * Microseconds.hour)
    }

    @Test("a wall-clock time names one instant, none in the skipped hour and two in the repeated one")
    func wall() throws {
        func instants(_ text: String) throws -> [String] {
            Self.london.instants(ofWall: try #require(Instant(iso8601: text + "Z"))).map(\.iso8601)
        }
        #expect(try instants("2026-03-29T01:30:00").isEmpty)
        #expect(try instants("2026-10-25T01:30:00") == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
        #expect(try instants("2026-07-01T12:00:00") == ["2026-07-01T11:00:00Z"])
    }

    @Test("local dates change at local midnight")
    func date() throws {
        #expect(Self.london.date(at: try #require(Instant(iso8601: "2026-06-30T22:59:59Z"))).text == "2026-06-30")
        #expect(Self.london.date(at: try #require(Instant(iso8601: "2026-06-30T23:00:00Z"))).text == "2026-07-01")
    }
}
