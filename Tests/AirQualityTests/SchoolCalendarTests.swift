import AirQuality
import Readings
import Testing

@Suite("School calendars")
struct SchoolCalendarTests {
    /// The list of gov.uk/bank-holidays for England and Wales.
    static let published: [(year: Int, days: String)] = [
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        // Older special days: Golden and Diamond Jubilee, a royal wedding.
        (2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"),
        (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
    ]

    @Test("the bank holidays of England and Wales are those that are published", arguments: published)
    func bankHolidays(year: Int, days: String) {
        var date = CivilDate(year: year, month: 1, day: 1)
        var found: [String] = []
        while date.components.year == year {
            if BankHolidays.englandAndWales.contains(date) { found.append(String(date.text.dropFirst(5))) }
            date = date.adding(days: 1)
        }
        #expect(found.joined(separator: " ") == days)
    }

    private static func days(_ from: String, _ to: String) -> ClosedRange<CivilDate> {
        let none = CivilDate(year: 1970, month: 1, day: 1)
        return (CivilDate(from) ?? none)...(CivilDate(to) ?? none)
    }

    private static let spells = [
        SchoolSpell(.term, days("2025-09-02", "2025-12-19")), SchoolSpell(.closed, days("2025-10-27", "2025-10-31")),
        SchoolSpell(.term, days("2026-01-05", "2026-03-27")), SchoolSpell(.inset, days("2026-01-05", "2026-01-05")),
        SchoolSpell(.closed, days("2026-03-11", "2026-03-11")), SchoolSpell(.term, days("2026-04-13", "2026-07-21")),
    ]

    @Test(
        "a date is the first that holds of weekend, bank holiday, INSET day, closure and term",
        arguments: [
            ("2025-09-01", "holiday"), ("2025-09-02", "term"), ("2025-10-24", "term"), ("2025-10-27", "holiday"),
            ("2025-11-01", "weekend"), ("2025-11-03", "term"), ("2025-12-25", "bank-holiday"),
            ("2025-12-26", "bank-holiday"),
            ("2025-12-29", "holiday"), ("2026-01-05", "inset"), ("2026-01-06", "term"), ("2026-03-11", "holiday"),
            ("2026-03-27", "term"), ("2026-03-28", "weekend"), ("2026-03-29", "weekend"), ("2026-03-30", "holiday"),
            ("2026-04-03", "bank-holiday"), ("2026-04-06", "bank-holiday"), ("2026-04-13", "term"),
            // In term.
            ("2026-05-04", "bank-holiday"), ("2026-07-22", "holiday"), ("2026-08-28", "holiday"),
            // Of the next school year nothing is known but weekends and bank holidays.
            ("2026-09-01", "unknown"), ("2026-09-05", "weekend"), ("2026-12-25", "bank-holiday"),
            ("2025-08-29", "unknown"),
        ])
    func dayTypes(date: String, dayType: String) throws {
        let day = try #require(CivilDate(date))
        for spells in [Self.spells, Self.spells.reversed()] {
            let calendar = SchoolCalendar(spells, bankHolidays: .englandAndWales)
            #expect(calendar.dayType(of: day).rawValue == dayType)
        }
    }

    @Test("a school without a term has weekends, bank holidays and what is listed; all else is unknown")
    func withoutTerms() throws {
        let spells = Self.spells.filter { $0.kind != .term }
        let calendar = SchoolCalendar(spells, bankHolidays: .englandAndWales)
        let found = try ["2026-01-05", "2026-01-06", "2026-01-10", "2026-03-11", "2026-05-04"].map {
            calendar.dayType(of: try #require(CivilDate($0))).rawValue
        }
        #expect(found == ["inset", "unknown", "weekend", "holiday", "bank-holiday"])
    }
}
