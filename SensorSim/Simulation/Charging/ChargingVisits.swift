package import Readings

/// The cars that come to one EVSE, one after the other: no car comes while one stands there.
package struct ChargingVisits: Sendable {
    private let kind: ChargingClass
    private let habits: ChargingHabits
    /// Cars an hour by hour of the week.
    private let rates: [Double]
    private var random: RandomStream

    package init(_ kind: ChargingClass, arrivalsPerDay: Double, random: RandomStream) {
        self.kind = kind
        habits = kind.habits
        rates = habits.hourWeights.map { $0 * arrivalsPerDay / 24 }
        self.random = random
    }

    /// The next visit to an EVSE that is free from `instant` on.
    package mutating func next(after instant: Instant) -> ChargingVisit {
        ChargingVisit(at: arrival(after: instant), kind, habits, &random)
    }

    /// An exponential waiting time used up hour by hour at each hour's rate, so that night hours pass almost unused. In whole
    /// seconds.
    private mutating func arrival(after instant: Instant) -> Instant {
        var patience = random.exponential()
        var at = instant
        var hourOfWeek = Self.hourOfWeek(at)
        while true {
            let hourStart = at.floored(toMicroseconds: Microseconds.hour)
            let hourEnd = hourStart.advanced(byMicroseconds: Microseconds.hour)
            let perMicrosecond = rates[hourOfWeek] / Double(Microseconds.hour)
            let available = perMicrosecond * Double(hourEnd.microseconds(since: at))
            if patience < available {
                let wait = Int64(patience / perMicrosecond)
                return at.advanced(byMicroseconds: wait).floored(toMicroseconds: Microseconds.second)
                    .advanced(byMicroseconds: Microseconds.second)
            }
            patience -= available
            at = hourEnd
            // The clocks change at 01:00 UTC, so other hours follow from the one before.
            let isChange = at.microseconds(since: at.floored(toMicroseconds: Microseconds.day)) == Microseconds.hour
            hourOfWeek = isChange ? Self.hourOfWeek(at) : (hourOfWeek + 1) % 168
        }
    }

    private static func hourOfWeek(_ instant: Instant) -> Int {
        let clock = LondonClock.reading(at: instant)
        return clock.weekday * 24 + clock.hour
    }
}
