package import Readings
import TimeWindows

/// From when on a journal holds everything that days rest on. A journal whose oldest segments were removed cannot make
/// earlier days again: their files stay as they are.
package struct WholeDays: Hashable, Sendable {
    package var air: Instant
    package var charging: Instant
    package var received: Instant

    /// For a journal that holds every record there ever was.
    package static let all = WholeDays(air: .distantPast, charging: .distantPast, received: .distantPast)

    private init(air: Instant, charging: Instant, received: Instant) {
        self.air = air
        self.charging = charging
        self.received = received
    }

    /// For a journal whose records begin with this receive time, older ones having been removed.
    package init(recordsFrom earliest: Instant, _ settings: CorridorSettings) {
        func firstDay(_ kind: DayToRebuild.Kind) -> Instant {
            // The day whose reach begins with the earliest record, or a little later.
            let probe = CivilDate(of: earliest).startUTC
            let reach = kind.received(
                forDays: probe..<probe.advanced(byMicroseconds: Microseconds.day), settings, [])
            let back = probe.microseconds(since: reach.lowerBound)
            return CivilDate(of: earliest.advanced(byMicroseconds: back)).adding(days: 1).startUTC
        }
        air = firstDay(.air)
        // Blocks of a week begin on other days than the probe: a week more.
        charging = firstDay(.charging).advanced(byMicroseconds: 7 * Microseconds.day)
        received = firstDay(.received)
    }

    package func first(_ kind: DayToRebuild.Kind) -> Instant {
        switch kind {
        case .air: air
        case .charging: charging
        case .received: received
        }
    }
}

extension Corridor {
    /// Tells a new corridor from when on the journal is whole. What changes before is marked as for days that were
    /// forgotten.
    package mutating func begin(with whole: WholeDays) {
        guard whole != .all else { return }
        for borough in boroughs.indices {
            settlement.hold(
                HeldSpans(air: whole.air ..< .distantFuture, charging: whole.charging ..< .distantFuture),
                borough: borough)
        }
        received.forget(before: CivilDate(of: whole.received).daysSince1970)
    }
}
