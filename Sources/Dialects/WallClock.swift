package import Readings

/// Turns a wall-clock time into an instant, for devices that send local time without an offset.
///
/// Such a time names two instants in the hour that autumn repeats: the one nearest to the receipt is taken, since a device
/// sends what it has just measured, and of two that are equally near the earlier. It names none in the hour that spring
/// skips. What comes out follows from the record and the registry's zone alone.
package struct WallClock: Sendable {
    package var zone: TimeZoneRules
    package var received: Instant

    package init(zone: TimeZoneRules, received: Instant) {
        self.zone = zone
        self.received = received
    }

    /// `wall` is the wall clock read as if it were UTC. Nil for a time that no clock of the zone showed.
    package func instant(ofWall wall: Instant) -> Instant? {
        zone.instants(ofWall: wall).min { distance($0) < distance($1) }
    }

    private func distance(_ instant: Instant) -> UInt64 {
        // Between stamps of the years that four digits write: no difference overflows.
        instant.microseconds.subtractingReportingOverflow(received.microseconds).partialValue.magnitude
    }
}
