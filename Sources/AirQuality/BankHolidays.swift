package import Readings

/// The bank holidays of England and Wales, and what a registry adds to them or takes away.
///
/// They are all from Monday to Friday. Computed are the yearly ones, with their substitute days: New Year's Day, Good Friday, Easter Monday, the first and the
/// last Monday in May, the last Monday in August, Christmas Day and Boxing Day (Banking and Financial Dealings Act 1971,
/// schedule 1; common law; the yearly proclamations, which have named the same substitutes each time). Listed are the days
/// that a proclamation moved or added: they are known from 2002 on, and up to 2028 the result is the list that
/// gov.uk/bank-holidays publishes. A later special day is added through the registry.
package struct BankHolidays: Hashable, Sendable {
    private let added: Set<CivilDate>
    private let removed: Set<CivilDate>

    /// - Parameters:
    ///   - added: further days.
    ///   - removed: days that are no bank holiday after all.
    package init(adding added: Set<CivilDate> = [], removing removed: Set<CivilDate> = []) {
        self.added = added
        self.removed = removed
    }

    package static let englandAndWales = BankHolidays()

    package func contains(_ date: CivilDate) -> Bool {
        if added.contains(date) { return true }
        if removed.contains(date) { return false }
        return Self.proclaimed(date) ?? Self.isYearly(date)
    }

    // MARK: Days that a proclamation moved or added

    /// Dates as year, month and day in one number; true for a bank holiday, false for one that was moved away.
    private static let proclamations: [Int: Bool] = [
        // Golden Jubilee; the last Monday in May moved to 4 June.
        2002_05_27: false, 2002_06_03: true, 2002_06_04: true,
        // Wedding of Prince William and Catherine Middleton.
        2011_04_29: true,
        // Diamond Jubilee; the last Monday in May moved to 4 June.
        2012_05_28: false, 2012_06_04: true, 2012_06_05: true,
        // 75 years since VE Day; the first Monday in May moved.
        2020_05_04: false, 2020_05_08: true,
        // Platinum Jubilee; the last Monday in May moved to 2 June.
        2022_05_30: false, 2022_06_02: true, 2022_06_03: true,
        // State Funeral of Queen Elizabeth II.
        2022_09_19: true,
        // Coronation of King Charles III.
        2023_05_08: true,
    ]

    private static func proclaimed(_ date: CivilDate) -> Bool? {
        let (year, month, day) = date.components
        return proclamations[year * 10_000 + month * 100 + day]
    }

    // MARK: Days of every year

    private static func isYearly(_ date: CivilDate) -> Bool {
        // One that falls on a weekend is held on a substitute day.
        if date.isWeekend { return false }
        let (year, month, day) = date.components
        let isMonday = date.daysSinceMonday == 0
        switch month {
        case 1:
            // The 2nd or 3rd is a Monday when the 1st was a Sunday or Saturday.
            return day == 1 || (isMonday && day <= 3)
        case 5: return isMonday && (day <= 7 || day > 24)
        case 8: return isMonday && day > 24
        case 12: return isChristmas(date, day: day)
        case 3, 4:
            let sunday = easterSunday(of: year)
            return date == sunday.adding(days: -2) || date == sunday.adding(days: 1)
        default: return false
        }
    }

    /// 25 and 26 December, and two days on for the one of them that falls on a weekend: the 27th is a Monday or Tuesday when
    /// the 25th was a Saturday or Sunday, the 28th when the 26th was.
    private static func isChristmas(_ date: CivilDate, day: Int) -> Bool {
        switch day {
        case 25, 26: true
        case 27, 28: date.daysSinceMonday <= 1
        default: false
        }
    }

    /// Western Easter by the anonymous Gregorian computus (J. Meeus, Astronomical Algorithms, chapter 8).
    static func easterSunday(of year: Int) -> CivilDate {
        let golden = year % 19
        let (century, yearOfCentury) = (year / 100, year % 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        let days = epact + weekday - 7 * late + 114
        return CivilDate(year: year, month: days / 31, day: days % 31 + 1)
    }
}
