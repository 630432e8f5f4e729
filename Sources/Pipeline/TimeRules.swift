import Readings
import Registry

/// What the registry says about a deployment's times: plain numbers, since every message asks for them.
struct TimeRules: Sendable {
    let clock: ClockRule
    let periodMicroseconds: Int64
    let stamp: StampRule
    /// Whether a review takes out readings of the device, at whatever time.
    let hasInvalidReadings: Bool
    private let from: Instant
    private let to: Instant

    init(_ sensor: AirSensor, _ reviews: [Review]) {
        clock = sensor.clock
        periodMicroseconds = sensor.periodMicroseconds
        stamp = sensor.stamp
        hasInvalidReadings = reviews.contains { $0.action == .invalid }
        from = sensor.validFrom ?? .distantPast
        to = sensor.validTo ?? .distantFuture
    }

    /// Whether the row holds at an instant: from its `from` until its `to`.
    func holds(_ instant: Instant) -> Bool {
        instant >= from && instant < to
    }

    /// What a reading covers if the row is its own.
    @inline(__always)
    func interval(of time: ObservedTime) -> (start: Instant, length: Int64) {
        time.interval(period: periodMicroseconds, stamp: stamp)
    }
}
