/// A point in time: whole microseconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct Instant: Comparable, Hashable, Sendable {
    package var microseconds: Int64

    @inlinable
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    @inlinable
    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant that many microseconds later (earlier when negative); it stays at the ends of Int64 instead of
    /// trapping, so that no stamp from a payload can stop the process.
    @inlinable
    package func advanced(byMicroseconds distance: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(distance)
        if overflow { return Instant(microseconds: distance < 0 ? .min : .max) }
        return Instant(microseconds: sum)
    }

    /// Microseconds from `other` to this instant, clamped to Int64.
    @inlinable
    package func microseconds(since other: Instant) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        if overflow { return microseconds < other.microseconds ? .min : .max }
        return difference
    }

    /// The start of the grid cell of `length` microseconds (counted from 1970) that holds this instant.
    @inlinable
    package func floored(toMicroseconds length: Int64) -> Instant {
        let remainder = microseconds % length
        return advanced(byMicroseconds: remainder < 0 ? -remainder - length : -remainder)
    }

    package static let distantPast = Instant(microseconds: .min)
    package static let distantFuture = Instant(microseconds: .max)
}

/// Lengths of time in microseconds.
package enum Microseconds {
    package static let second: Int64 = 1_000_000
    package static let minute: Int64 = 60 * second
    package static let quarterHour: Int64 = 15 * minute
    package static let hour: Int64 = 60 * minute
    /// A UTC day. A local day can be 23 or 25 hours long: see `TimeZoneRules`.
    package static let day: Int64 = 24 * hour
}
