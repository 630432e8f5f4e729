import Readings

/// The energy of a session from what is no register, for units whose meter tells nothing.
struct SessionSums {
    var plugIn: Instant
    /// The stop, or until when an open session is believed.
    var end: Instant
    var cap: PowerCap?
    /// Only words show the visit: it may have begun before anybody heard of it.
    var isShown = false

    /// Between two values of power that lie further apart nobody knows what flowed.
    static let longestStep = Microseconds.hour
    /// A value of power is believed that long before the first and behind the last: the longest usual sampling interval.
    static let longestHold = 15 * Microseconds.minute

    /// A counter that begins with the session. What it showed before it fell back was of the session before; and what it shows
    /// first of a visit that only words show, and could not have counted since then, had flowed before it was heard of.
    func counted(_ values: [EnergyCurve.Knot]) -> [EnergyCurve.Knot] {
        var first = 0
        for index in values.indices.dropFirst() where values[index].energy < values[index - 1].energy { first = index }
        var values = values[first...]
        if isShown, let before = values.first, before.energy > cap.energy(from: plugIn, to: before.at) {
            for index in values.indices { values[index].energy -= before.energy }
        }
        return EnergyCurve.rising(Array(values), from: plugIn, cap: cap)
    }

    /// Energies of intervals, each at its end; those below zero or above the cap are left out.
    func added(_ values: [EnergyCurve.Knot]) -> [EnergyCurve.Knot] {
        var sum: Int64 = 0
        var last = plugIn
        var knots: [EnergyCurve.Knot] = []
        for value in values where value.at > last && value.at <= end && value.energy >= 0 {
            guard value.energy <= cap.energy(from: last, to: value.at) else { continue }
            let (total, isOverflow) = sum.addingReportingOverflow(value.energy)
            guard !isOverflow else { break }
            sum = total
            last = value.at
            knots.append(EnergyCurve.Knot(at: value.at, energy: sum))
        }
        return knots
    }

    /// Power over time, linear between values (in millionths of a watt); negative ones are none, those above the cap are
    /// left out.
    func integrated(_ values: [EnergyCurve.Knot]) -> [EnergyCurve.Knot] {
        let highest = cap.map { $0.energy(over: Microseconds.hour) } ?? .max
        let powers = values.filter { $0.at <= end && $0.energy <= highest }.map {
            EnergyCurve.Knot(at: $0.at, energy: max(0, $0.energy))
        }
        guard let first = powers.first, let last = powers.last else { return [] }
        var sum: Int128 = 0
        var knots: [EnergyCurve.Knot] = []
        func add(_ microwatts: Int128, halves: Int128, until instant: Instant, over length: Int64) {
            sum += microwatts * Int128(length) * halves
            let energy = Int64(clamping: Millionths.rounded(sum, over: 2 * Int128(Microseconds.hour)))
            if instant > plugIn { knots.append(EnergyCurve.Knot(at: instant, energy: energy)) }
        }
        let lead = first.at.microseconds(since: plugIn)
        add(Int128(first.energy), halves: 2, until: first.at, over: lead <= Self.longestHold ? lead : 0)
        for (earlier, later) in zip(powers, powers.dropFirst()) {
            let length = later.at.microseconds(since: earlier.at)
            add(
                Int128(earlier.energy) + Int128(later.energy), halves: 1, until: later.at,
                over: length <= Self.longestStep ? length : 0)
        }
        let rest = min(end.microseconds(since: last.at), Self.longestHold)
        if rest > 0 { add(Int128(last.energy), halves: 2, until: last.at.advanced(byMicroseconds: rest), over: rest) }
        return knots
    }
}
