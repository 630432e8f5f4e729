package import Readings

/// Civil time in London: what people's habits follow, while instants stay UTC.
///
/// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October (Summer Time
/// Order 2002). The simulator keeps its own rule, so that a fault in the service's time zones shows.
package enum LondonClock {
    /// What a clock and a calendar on a wall in London show.
    package struct Reading: Equatable, Sendable {
        package var month: Int
        /// 0 is Monday, 6 is Sunday.
        package var weekday: Int
        package var hour: Int
        /// Seconds since the local midnight.
        package var secondOfDay: Int

        /// Which habits people have on this day; holidays are as other days.
        package var dayType: DayType {
            weekday == 5 ? .saturday : weekday == 6 ? .sunday : .weekday
        }
    }

    /// Days by the habits of people.
    package enum DayType: Int, Sendable {
        case weekday, saturday, sunday
    }

    /// The civil time at an instant.
    package static func reading(at instant: Instant) -> Reading {
        let offset = isSummerTime(at: instant) ? Microseconds.hour : 0
        let wall = instant.advanced(byMicroseconds: offset)
        let date = CivilDate(of: wall)
        let second = Int(wall.microseconds(since: date.startUTC) / Microseconds.second)
        return Reading(
            month: date.components.month, weekday: weekday(of: date), hour: second / 3600, secondOfDay: second)
    }

    /// Whether clocks in London are an hour ahead of UTC.
    package static func isSummerTime(at instant: Instant) -> Bool {
        let year = CivilDate(of: instant).components.year
        let start = lastSunday(year: year, month: 3).startUTC.advanced(byMicroseconds: Microseconds.hour)
        let end = lastSunday(year: year, month: 10).startUTC.advanced(byMicroseconds: Microseconds.hour)
        return start <= instant && instant < end
    }

    /// 1970-01-01 was a Thursday.
    private static func weekday(of date: CivilDate) -> Int {
        let day = (Int(date.daysSince1970) + 3) % 7
        return day < 0 ? day + 7 : day
    }

    private static func lastSunday(year: Int, month: Int) -> CivilDate {
        let last = CivilDate(year: year, month: month, day: 31)
        return last.adding(days: -((weekday(of: last) + 1) % 7))
    }
}
