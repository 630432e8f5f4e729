import Readings

/// Hours since 1970, the grid of the air tables.
enum Hours {
    static func of(_ instant: Instant) -> Int32 {
        let start = instant.floored(toMicroseconds: Microseconds.hour)
        return Int32(truncatingIfNeeded: start.microseconds / Microseconds.hour)
    }

    static func start(_ hour: Int32) -> Instant {
        Instant(microseconds: Int64(hour) * Microseconds.hour)
    }

    static func end(_ hour: Int32) -> Instant { start(hour + 1) }
}
