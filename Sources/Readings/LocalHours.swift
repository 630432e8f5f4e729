/// An hour of a local week as the wall clock shows it.
package struct LocalHour: Hashable, Comparable, Sendable {
    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int
    /// 0 to 23.
    package var hour: Int

    package init(weekday: Int, hour: Int) {
        self.weekday = weekday
        self.hour = hour
    }

    package static func < (left: LocalHour, right: LocalHour) -> Bool {
        (left.weekday, left.hour) < (right.weekday, right.hour)
    }
}

extension TimeZoneRules {
    /// The hour of the week that the wall clock shows.
    package func localHour(at instant: Instant) -> LocalHour {
        LocalHour(ofWall: wall(at: instant))
    }

    /// Cuts a window where the wall clock begins an hour or is set. The hour that autumn repeats gives two pieces, the one
    /// that spring skips gives none.
    package func localHours(in window: Range<Instant>) -> [(hour: LocalHour, span: Range<Instant>)] {
        var pieces: [(hour: LocalHour, span: Range<Instant>)] = []
        for (span, offset) in offsets(in: window) {
            var start = span.lowerBound
            while start < span.upperBound {
                let wall = start.advanced(byMicroseconds: offset)
                let toNext =
                    Microseconds.hour - wall.microseconds(since: wall.floored(toMicroseconds: Microseconds.hour))
                let end = min(span.upperBound, start.advanced(byMicroseconds: toNext))
                pieces.append((LocalHour(ofWall: wall), start..<end))
                start = end
            }
        }
        return pieces
    }

    /// The parts of a window in which the distance from UTC does not change, with it in microseconds to the east.
    package func offsets(in window: Range<Instant>) -> [(span: Range<Instant>, microseconds: Int64)] {
        var parts: [(span: Range<Instant>, microseconds: Int64)] = []
        var start = window.lowerBound
        let changes = transitions.map(\.at).filter { window.lowerBound < $0 && $0 < window.upperBound }
        for end in changes + [window.upperBound] where start < end {
            parts.append((start..<end, Int64(offsetSeconds(at: start)) * Microseconds.second))
            start = end
        }
        return parts
    }

    /// What the wall clock shows, as if it were UTC.
    private func wall(at instant: Instant) -> Instant {
        instant.advanced(byMicroseconds: Int64(offsetSeconds(at: instant)) * Microseconds.second)
    }
}

extension LocalHour {
    fileprivate init(ofWall wall: Instant) {
        let midnight = wall.floored(toMicroseconds: Microseconds.day)
        self.init(
            weekday: CivilDate(of: wall).isoWeekday,
            hour: Int(wall.microseconds(since: midnight) / Microseconds.hour))
    }
}
