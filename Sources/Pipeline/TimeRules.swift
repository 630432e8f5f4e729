import Readings
import Registry

/// What a deployment's registry row says about time: plain numbers, since every message asks for them.
struct TimeRules: Sendable {
    let clock: ClockRule
    let periodMicroseconds: Int64
    let stamp: StampRule
    private let from: Instant
    private let to: Instant

    init(_ sensor: AirSensor) {
        clock = sensor.clock
        periodMicroseconds = sensor.periodMicroseconds
        stamp = sensor.stamp
        from = sensor.validFrom ?? .distantPast
        to = sensor.validTo ?? .distantFuture
    }

    /// Whether the row holds at an instant: from its `from` until its `to`.
    func holds(_ instant: Instant) -> Bool {
        instant >= from && instant < to
    }
}
