import Readings

/// What a sensor takes for the time: right but for some seconds, an hour behind or ahead, or counted from 1970 because nobody has told it.
struct SensorClock: Sendable {
    private enum Kind: Sendable {
        case set(Int64), neverSet
    }

    private let kind: Kind
    /// What the clock shows more than the time, in microseconds.
    private(set) var offset: Int64 = 0

    /// The gross faults are told; some seconds are the clock's ordinary error.
    let fault: InjectedFault.Kind?

    /// - Parameter isAhead: whether it is an hour ahead, unless something else is wrong with it.
    init(
        _ errors: AirErrors, _ dialect: AirDialect, isAhead: Bool, at start: Instant, _ random: inout RandomStream
    ) {
        let drawn = random.uniform()
        let seconds = errors.clockSD * random.normal()
        // A number that nothing asks for any more; without it all that a sensor draws later would be another.
        _ = random.uniform()
        let hasUptime = Int64(random.uniform() * 30 * 86_400) * Microseconds.second
        guard dialect.hasOwnClock else {
            (kind, fault) = (.set(0), nil)
            return
        }
        let ordinary = Int64(seconds * 1000) * 1000
        // SenML counts small times from now (RFC 8428, 4.5.3): it has no way to say 1970.
        let unset = dialect == .senML ? 0 : errors.clocksWithoutTime
        if drawn < unset {
            (kind, fault) = (.neverSet, .clock1970)
            powerOn(at: start.advanced(byMicroseconds: -hasUptime))
        } else if drawn < unset + errors.clocksAnHourOff {
            (kind, fault) = (.set(ordinary - Microseconds.hour), .clockHour)
            powerOn(at: start)
        } else if isAhead {
            (kind, fault) = (.set(ordinary + Microseconds.hour), .clockFuture)
            powerOn(at: start)
        } else {
            (kind, fault) = (.set(ordinary), nil)
            powerOn(at: start)
        }
    }

    mutating func powerOn(at instant: Instant) {
        switch kind {
        case .set(let offset): self.offset = offset
        case .neverSet: offset = Instant(microseconds: 0).microseconds(since: instant)
        }
    }

    func reading(_ instant: Instant) -> Instant {
        instant.advanced(byMicroseconds: offset)
    }
}
