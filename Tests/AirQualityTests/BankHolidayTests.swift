import AirQuality
import Readings
import Testing

/// The bank holidays of England and Wales by the statutes, worked out another way than in the room: from the days as they are
/// named, each moved off a weekend in turn, and from the table of Easter that Parliament enacted.
@Suite("Bank holidays by the statutes")
struct BankHolidayTests {
    /// The Calendar (New Style) Act 1750, "A Table to find Easter" (1900 to 2199): the day and month of the paschal full
    /// moon by the year's golden number, from 1 to 19. Easter Day is the Sunday after it.
    private static let fullMoons: [(month: Int, day: Int)] = [
        (4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5), (3, 25), (4, 13), (4, 2),
        (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27),
    ]

    private static func easter(_ year: Int) -> CivilDate {
        let moon = fullMoons[year % 19]
        return first(.sunday, after: CivilDate(year: year, month: moon.month, day: moon.day))
    }

    private enum Weekday: Int {
        case monday = 0
        case sunday = 6
    }

    /// 0 is Monday; 1970-01-01 was a Thursday.
    private static func weekdayNumber(_ date: CivilDate) -> Int { (Int(date.daysSince1970) + 3) % 7 }

    private static func first(_ weekday: Weekday, after date: CivilDate) -> CivilDate {
        (1...7).map { date.adding(days: $0) }.first { weekdayNumber($0) == weekday.rawValue } ?? date
    }

    private static func lastMonday(of year: Int, _ month: Int) -> CivilDate {
        let last = CivilDate.daysInMonth(year: year, month: month)
        return first(.monday, after: CivilDate(year: year, month: month, day: last - 7))
    }

    /// Royal proclamations and orders in council: the day that was moved away, if one was, and the days given.
    private static let proclaimed: [Int: (without: String?, with: [String])] = [
        2002: ("2002-05-27", ["2002-06-03", "2002-06-04"]), 2011: (nil, ["2011-04-29"]),
        2012: ("2012-05-28", ["2012-06-04", "2012-06-05"]), 2020: ("2020-05-04", ["2020-05-08"]),
        2022: ("2022-05-30", ["2022-06-02", "2022-06-03", "2022-09-19"]), 2023: (nil, ["2023-05-08"]),
    ]

    /// All bank holidays of a year.
    private static func statutory(_ year: Int) throws -> Set<CivilDate> {
        let easter = easter(year)
        var days: Set<CivilDate> = [
            // Common law, and the Banking and Financial Dealings Act 1971, schedule 1.
            easter.adding(days: -2), easter.adding(days: 1), lastMonday(of: year, 5), lastMonday(of: year, 8),
            // Proclaimed each year since 1978.
            first(.monday, after: CivilDate(year: year, month: 4, day: 30)),
        ]
        // Those with a date of their own, moved to the next day that is neither of the weekend nor taken.
        let (christmas, boxingDay) = (
            CivilDate(year: year, month: 12, day: 25), CivilDate(year: year, month: 12, day: 26)
        )
        for named in [CivilDate(year: year, month: 1, day: 1), christmas, boxingDay] {
            var date = named
            // Boxing Day on a Monday keeps its day, and Christmas goes past it.
            while weekdayNumber(date) >= 5 || days.contains(date) || (named == christmas && date == boxingDay) {
                date = date.adding(days: 1)
            }
            days.insert(date)
        }
        if let special = proclaimed[year] {
            if let moved = special.without { #expect(days.remove(try #require(CivilDate(moved))) != nil) }
            for day in special.with { days.insert(try #require(CivilDate(day))) }
        }
        return days
    }

    @Test("Every year from 2002 to 2199 has the bank holidays that the statutes and proclamations give, and no other")
    func years() throws {
        for year in 2002...2199 {
            let expected = try Self.statutory(year)
            var found: Set<CivilDate> = []
            var date = CivilDate(year: year, month: 1, day: 1)
            while date.components.year == year {
                if BankHolidays.englandAndWales.contains(date) { found.insert(date) }
                date = date.adding(days: 1)
            }
            #expect(found.map(\.text).sorted() == expected.map(\.text).sorted())
            #expect(found.count == 8 + (Self.proclaimed[year].map { $0.with.count - ($0.without == nil ? 0 : 1) } ?? 0))
        }
    }

    @Test(
        "Easter Day, as the almanacs have it",
        arguments: [
            "2002-03-31", "2008-03-23", "2011-04-24", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
            "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2076-04-19", "2285-03-22",
        ])
    func easterDay(text: String) throws {
        let sunday = try #require(CivilDate(text))
        let holidays = BankHolidays.englandAndWales
        #expect(holidays.contains(sunday.adding(days: -2)) && holidays.contains(sunday.adding(days: 1)))
    }
}
