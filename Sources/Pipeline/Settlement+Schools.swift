import Readings
import Tables

extension Settlement {
    /// Marks the windows of schools that hold an instant of a stretch of time in which something changed. Those that are
    /// open at `horizon` wait for their closing.
    mutating func markSchools(holding stretch: Range<Instant>, borough: Int, horizon: Instant) {
        guard datasets.contains(.airSchoolDay), let times = schools[borough] else { return }
        for end in times.ends(overlapping: stretch) where end <= horizon {
            mark(.airSchoolDay, borough: borough, holding: end.advanced(byMicroseconds: -1))
        }
    }

    /// Marks the windows of schools that end behind one instant and up to another.
    mutating func markSchools(endingAfter first: Instant, through last: Instant, borough: Int) {
        guard datasets.contains(.airSchoolDay), let times = schools[borough] else { return }
        for end in times.ends(after: first, through: last) {
            mark(.airSchoolDay, borough: borough, holding: end.advanced(byMicroseconds: -1))
        }
    }
}
