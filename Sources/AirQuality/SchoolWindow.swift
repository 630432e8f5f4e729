package import Readings

/// A stretch of each local day at a school, by the wall clock.
package struct SchoolWindow: Hashable, Sendable {
    /// The word in the column `school_window`.
    package var name: String
    /// Minutes after local midnight: the window holds from the first until the second.
    package var startMinute: Int
    /// Up to 1440, midnight at the end of the day.
    package var endMinute: Int

    package init(name: String, startMinute: Int, endMinute: Int) {
        self.name = name
        self.startMinute = startMinute
        self.endMinute = endMinute
    }

    /// The windows of a school for which nobody has listed any: 08:00-09:15, 09:15-14:45 and 14:45-16:00.
    package static let usual = [
        SchoolWindow(name: "drop-off", startMinute: 8 * 60, endMinute: 9 * 60 + 15),
        SchoolWindow(name: "school-day", startMinute: 9 * 60 + 15, endMinute: 14 * 60 + 45),
        SchoolWindow(name: "pick-up", startMinute: 14 * 60 + 45, endMinute: 16 * 60),
    ]

    /// The window on a local date as instants, half-open. Nil where the clocks skip all of it.
    ///
    /// A wall-clock time that comes twice means the first time; one that is skipped means the first instant behind the gap.
    /// So windows that adjoin on the wall clock adjoin on every date, and one that contains the change is an hour longer or
    /// shorter.
    package func span(on date: CivilDate, in zone: TimeZoneRules) -> Range<Instant>? {
        let start = zone.firstInstant(ofWall: Self.wall(date, startMinute))
        let end = zone.firstInstant(ofWall: Self.wall(date, endMinute))
        return start < end ? start..<end : nil
    }

    private static func wall(_ date: CivilDate, _ minute: Int) -> Instant {
        date.startUTC.advanced(byMicroseconds: Int64(minute) * Microseconds.minute)
    }
}

extension TimeZoneRules {
    /// The first instant that a wall-clock time names; where the clocks skip it, the first instant behind the gap. `wall` is
    /// the wall clock read as if it were UTC.
    fileprivate func firstInstant(ofWall wall: Instant) -> Instant {
        if let first = instants(ofWall: wall).first { return first }
        let offset = offsetSeconds(at: wall.advanced(byMicroseconds: -Microseconds.day))
        let behind = wall.advanced(byMicroseconds: -Int64(offset) * Microseconds.second)
        return transitions.last { $0.at <= behind }?.at ?? behind
    }
}
