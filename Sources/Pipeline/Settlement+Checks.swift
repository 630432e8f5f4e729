import Quality
import Readings
import Tables

/// What checks say of an hour or a day rests on other hours, so a changed hour reaches rows before and after it.
extension Settlement {
    /// Marks an hour of which the checks say something else now. One that is open waits for its closing.
    mutating func markFlagged(_ hour: Int32, borough: Int, horizon: Instant) {
        let start = Hours.start(hour)
        let first = held[borough].air.lowerBound
        // Further back memory lacks some of the hours on which flags rest; `markChecks` has marked those days.
        guard first == .distantPast || start >= first.advanced(byMicroseconds: -Microseconds.day) else { return }
        guard Hours.end(hour) <= horizon else { return }
        mark(.airHour, borough: borough, holding: start)
        markLongPeriods(restingOn: hour, borough: borough, family: .air)
    }

    /// Marks the rows that a changed hour may flag, where nobody can tell whether their flags change: the days that may
    /// compare with their neighbours otherwise, since other devices count in it, and hours that memory does not hold, or
    /// of which the files show something that nobody remembers.
    mutating func markChecks(around hour: Int32, borough: Int, horizon: Instant, isRereading: Bool) {
        for day in [hour + 24, hour + 48] where Hours.start(day) < horizon && Hours.end(hour) <= horizon {
            mark(.airDay, borough: borough, holding: Hours.start(day))
        }
        guard isRereading || Hours.start(hour) < held[borough].air.lowerBound else { return }
        for reached in [hour - AirSeries.checkReach, hour + AirSeries.checkReach] where Hours.end(reached) <= horizon {
            mark(.airHour, borough: borough, holding: Hours.start(reached))
            markLongPeriods(restingOn: reached, borough: borough, family: .air)
        }
    }
}
