package import Readings

/// Turns a wall-clock time into an instant, for devices that send local time without an offset.
///
/// Such a time names two instants in the hour that autumn repeats. The later one is taken unless it lies ahead of the receipt
/// by more than clocks may differ: then it is not yet. What was held back over that hour can be an hour late so, but is
/// never taken for a time to come. It names none in the hour that spring skips. What comes out follows from the record and
/// the registry's zone alone.
package struct WallClock: Sendable {
    package var zone: TimeZoneRules
    package var received: Instant

    package init(zone: TimeZoneRules, received: Instant) {
        self.zone = zone
        self.received = received
    }

    /// `wall` is the wall clock read as if it were UTC. Nil for a time that no clock of the zone showed.
    package func instant(ofWall wall: Instant) -> Instant? {
        let instants = zone.instants(ofWall: wall)
        let latest = received.advanced(byMicroseconds: Self.clockDifference)
        return instants.last { $0 <= latest } ?? instants.first
    }

    /// As much as a stamp may lie ahead of its receipt (the design, section 3).
    private static let clockDifference = 5 * Microseconds.minute
}
