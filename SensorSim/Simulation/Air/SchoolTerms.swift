package import Readings

/// On which days children go to school: weekdays outside of the holidays.
///
/// Unless holidays are given, those of most London boroughs are: 20 December to 2 January; the weeks of the third Monday of
/// February, of the last Monday of May and of the last Monday of October; two weeks from the Monday before Easter; 22 July to
/// 1 September; and the first Monday of May. A borough's own days differ by a few.
package struct SchoolTerms: Equatable, Sendable {
    private let given: [ClosedRange<CivilDate>]?

    /// - Parameter holidays: nil for the rule above.
    package init(holidays: [ClosedRange<CivilDate>]? = nil) {
        given = holidays
    }

    /// Whether children go to school on that date.
    package func isSchoolDay(_ date: CivilDate) -> Bool {
        guard date.isoWeekday <= 5 else { return false }
        let holidays = given ?? Self.holidays(year: date.components.year)
        return !holidays.contains { $0.contains(date) }
    }

    /// Those that begin in a calendar year, given or by the rule above, in their order.
    package func holidays(year: Int) -> [ClosedRange<CivilDate>] {
        guard let given else { return Self.holidays(year: year) }
        return given.filter { $0.lowerBound.components.year == year }
    }

    /// The holidays of a calendar year that the rule above gives, in their order.
    package static func holidays(year: Int) -> [ClosedRange<CivilDate>] {
        func date(_ month: Int, _ day: Int) -> CivilDate { CivilDate(year: year, month: month, day: day) }
        let february = monday(from: date(2, 15))
        let easter = monday(from: easterSunday(year: year).adding(days: -6))
        let may = monday(from: date(5, 1))
        let whitsun = monday(from: date(5, 25))
        let october = monday(from: date(10, 25))
        return [
            date(1, 1)...date(1, 2), february...february.adding(days: 4), easter...easter.adding(days: 11), may...may,
            whitsun...whitsun.adding(days: 4), date(7, 22)...date(9, 1), october...october.adding(days: 4),
            date(12, 20)...date(12, 31),
        ]
    }

    /// The first Monday on or after a date.
    private static func monday(from date: CivilDate) -> CivilDate {
        date.adding(days: (8 - date.isoWeekday) % 7)
    }

    /// The Gregorian Easter, after Meeus, Jones and Butcher (Meeus 1991, Astronomical Algorithms, chapter 8).
    static func easterSunday(year: Int) -> CivilDate {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let f = (b + 8) / 25
        let g = (b - f + 1) / 3
        let h = (19 * a + b - b / 4 - g + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let monthAndDay = h + l - 7 * m + 114
        return CivilDate(year: year, month: monthAndDay / 31, day: monthAndDay % 31 + 1)
    }
}
