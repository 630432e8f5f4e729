import Readings

/// When a sensor measures: every so many seconds from when it was switched on, or by the hours and quarters of its clock. The
/// schedule is absolute, so that what is uneven from period to period does not add up.
struct SensorSchedule: Sendable {
    private let period: Int64
    private let isOnTheClock: Bool
    private let uneven: Double
    private var slot: Instant
    /// When the period at hand ends: the measurement's time.
    private(set) var due: Instant

    init(
        _ errors: AirErrors, _ dialect: AirDialect, _ clock: SensorClock, at start: Instant,
        _ random: inout RandomStream
    ) {
        period = dialect.periodSeconds * Microseconds.second
        isOnTheClock = dialect.isOnTheClock
        // A period has two ends.
        uneven = isOnTheClock ? 0 : 1 - max(0, 1 - errors.unevenPeriods).squareRoot()
        slot = start
        due = start
        begin(at: start, clock, &random)
    }

    /// The sensor is switched on: the first period ends within one period.
    mutating func begin(at start: Instant, _ clock: SensorClock, _ random: inout RandomStream) {
        if isOnTheClock {
            // Whole hours and quarters of its own clock.
            let whole = clock.reading(start).floored(toMicroseconds: period)
            let first = whole.advanced(byMicroseconds: -clock.offset)
            slot = first < start ? first.advanced(byMicroseconds: period) : first
        } else {
            slot = start.advanced(byMicroseconds: random.whole(0...(period / 1000 - 1)) * 1000)
        }
        due = slot
    }

    mutating func advance(_ random: inout RandomStream) {
        slot = slot.advanced(byMicroseconds: period)
        due = uneven > 0 ? slot.advanced(byMicroseconds: 1000 * jitter(&random)) : slot
    }

    /// Milliseconds.
    private func jitter(_ random: inout RandomStream) -> Int64 {
        guard random.isTrue(probability: uneven) else { return random.whole(-500...500) }
        let magnitude = random.whole(1000...4000)
        return random.isTrue(probability: 0.5) ? magnitude : -magnitude
    }
}
