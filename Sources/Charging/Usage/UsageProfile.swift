package import Readings

/// Use by hour of the local week: 168 cells. The hour that autumn repeats counts twice in its cell, the one that spring skips
/// not at all, and shares are of the time that a cell really had.
package struct UsageProfile: Hashable, Sendable {
    private var cells: [LocalHour: UsageSum] = [:]

    package init() {}

    /// The sum of a cell; of nothing where nothing was added.
    package subscript(_ hour: LocalHour) -> UsageSum { cells[hour] ?? UsageSum() }

    /// All 168, from Monday's first hour on.
    package var week: [(hour: LocalHour, usage: UsageSum)] {
        (1...7).flatMap { weekday in
            (0..<24).map { hour in
                let local = LocalHour(weekday: weekday, hour: hour)
                return (local, self[local])
            }
        }
    }

    /// Adds the use of a window that lies inside one hour of the wall clock: a piece of `TimeZoneRules.localHours`, or an hour
    /// of UTC where the zone is whole hours away from it.
    package mutating func add(_ usage: UsageSum, of window: Range<Instant>, in zone: TimeZoneRules) {
        add(usage, at: zone.localHour(at: window.lowerBound))
    }

    /// Adds a session to the local hour of its plug-in.
    package mutating func add(_ session: SessionSum, plugIn: Instant, in zone: TimeZoneRules) {
        var usage = UsageSum()
        usage.sessions = session
        add(usage, at: zone.localHour(at: plugIn))
    }

    package mutating func add(_ usage: UsageSum, at hour: LocalHour) {
        cells[hour, default: UsageSum()] = self[hour] + usage
    }

    package static func + (left: UsageProfile, right: UsageProfile) -> UsageProfile {
        var both = left
        for (hour, usage) in right.cells { both.add(usage, at: hour) }
        return both
    }
}
