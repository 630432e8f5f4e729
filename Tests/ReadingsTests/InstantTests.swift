import Readings
import Testing

@Suite("Instants and dates")
struct InstantTests {
    @Test(
        "a stamp with a zone names an instant",
        arguments: [
            // seconds since 1970 from date(1): date -u -d STAMP +%s
            ("1970-01-01T00:00:00Z", Int64(0)),
            ("2026-03-02T08:15:30.250Z", 1_772_439_330_250_000),
            ("2026-03-02t08:15:30z", 1_772_439_330_000_000),
            ("2026-03-02 08:15:30+00:00", 1_772_439_330_000_000),
            ("2026-03-02T10:15:30+02:00", 1_772_439_330_000_000),
            ("2026-03-02T03:15:30-0500", 1_772_439_330_000_000),
            ("2026-03-02T08:15Z", 1_772_439_300_000_000),
            ("2026-03-02T08:15:30.123456789Z", 1_772_439_330_123_456),
            ("2026-03-01T24:00:00Z", 1_772_409_600_000_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
            ("1969-12-31T23:59:59.5Z", -500_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ])
    func stampNamesInstant(text: String, microseconds: Int64) {
        #expect(Instant(iso8601: text) == Instant(microseconds: microseconds))
    }

    @Test(
        "a stamp that is not of the grammar, or names a date that does not exist, is refused",
        arguments: [
            "", "2026", "2026-03-02", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-03-02T25:00:00Z", "2026-03-02T24:00:01Z", "2026-03-02T08:60:00Z", "2026-03-02T08:15:61Z",
            "2026-03-02T08:15:30.Z", "2026-03-02T08:15:30+2:00", "2026-03-02T08:15:30Zx", "2026-03-02T08:15:30",
            "26-03-02T08:15:30Z", "2026-03-02T08:15:30 Z", "2026-00-10T08:15:30Z", "2026-03-00T08:15:30Z",
        ])
    func refused(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test("a stamp without a zone is a wall-clock time")
    func local() {
        let bytes = Array("2026-03-29T01:30:00".utf8)
        #expect(ISO8601Stamp(bytes.span) == .local(Instant(microseconds: 1_774_747_800_000_000)))
    }

    @Test("instants are written in UTC, with a fraction only where there is one")
    func written() {
        #expect(Instant(microseconds: 1_772_439_330_000_000).iso8601 == "2026-03-02T08:15:30Z")
        #expect(Instant(microseconds: 1_772_439_330_250_000).iso8601 == "2026-03-02T08:15:30.25Z")
        #expect(Instant(microseconds: -1).iso8601 == "1969-12-31T23:59:59.999999Z")
    }

    @Test("every day from 1900 to 2100 is one day after the day before, and survives its components")
    func everyDay() {
        var date = CivilDate(year: 1900, month: 1, day: 1)
        #expect(date.daysSince1970 == -25_567)
        for _ in 0..<73_049 {
            let (year, month, day) = date.components
            #expect(CivilDate(year: year, month: month, day: day) == date)
            #expect(day >= 1 && day <= CivilDate.daysInMonth(year: year, month: month))
            date = date.adding(days: 1)
        }
        #expect(date.text == "2100-01-01")
    }

    @Test("flooring goes towards the past, before 1970 too")
    func floored() {
        let hour = Microseconds.hour
        #expect(Instant(microseconds: -1).floored(toMicroseconds: hour) == Instant(microseconds: -hour))
        #expect(Instant(microseconds: hour + 1).floored(toMicroseconds: hour) == Instant(microseconds: hour))
        #expect(Instant(microseconds: hour).floored(toMicroseconds: hour) == Instant(microseconds: hour))
    }
}

@Suite("Instants that no calendar has")
struct StrangeInstantTests {
    @Test(
        "every instant can be written, without stopping the process",
        arguments: [Int64.min, -62_167_219_200_000_001, -1, Int64.max])
    func written(microseconds: Int64) {
        #expect(Instant(microseconds: microseconds).iso8601.hasSuffix("Z"))
    }
}
