/// A time zone as a value: the instants at which its distance from UTC changes. The shell loads it; the pure rooms use
/// it, and so know no clock and no file.
package struct TimeZoneRules: Hashable, Sendable {
    /// Seconds to the east of UTC before the first transition.
    package var firstOffsetSeconds: Int
    /// Ascending; the offset holds from the instant on.
    package var transitions: [Transition]

    package struct Transition: Hashable, Sendable {
        package var at: Instant
        package var offsetSeconds: Int

        package init(at: Instant, offsetSeconds: Int) {
            self.at = at
            self.offsetSeconds = offsetSeconds
        }
    }

    package init(firstOffsetSeconds: Int, transitions: [Transition]) {
        self.firstOffsetSeconds = firstOffsetSeconds
        self.transitions = transitions
    }

    package static let utc = TimeZoneRules(firstOffsetSeconds: 0, transitions: [])

    /// Seconds to the east of UTC that hold at the instant.
    package func offsetSeconds(at instant: Instant) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffsetSeconds : transitions[low - 1].offsetSeconds
    }

    /// The local date at the instant.
    package func date(at instant: Instant) -> CivilDate {
        let offset = Int64(offsetSeconds(at: instant)) * Microseconds.second
        return CivilDate(of: instant.advanced(byMicroseconds: offset))
    }

    /// The instants that a wall-clock time names: none in the hour that spring skips, two in the hour that autumn
    /// repeats, in ascending order. `wall` is the wall clock read as if it were UTC.
    package func instants(ofWall wall: Instant) -> [Instant] {
        var offsets = [offsetSeconds(at: wall.advanced(byMicroseconds: -Microseconds.day))]
        let later = offsetSeconds(at: wall.advanced(byMicroseconds: Microseconds.day))
        if later != offsets[0] { offsets.append(later) }
        var found: [Instant] = []
        for offset in offsets {
            let candidate = wall.advanced(byMicroseconds: -Int64(offset) * Microseconds.second)
            if offsetSeconds(at: candidate) == offset { found.append(candidate) }
        }
        return found.sorted()
    }

    /// The first instant of a local date. Where midnight does not exist, the first instant after the gap.
    package func start(of date: CivilDate) -> Instant {
        let wall = date.startUTC
        if let first = instants(ofWall: wall).first { return first }
        let before = offsetSeconds(at: wall.advanced(byMicroseconds: -Microseconds.day))
        return wall.advanced(byMicroseconds: -Int64(before) * Microseconds.second)
    }

    /// The local day as instants: 23, 24 or 25 hours, half-open.
    package func day(_ date: CivilDate) -> Range<Instant> {
        let start = start(of: date)
        return start..<max(start, self.start(of: date.adding(days: 1)))
    }
}
