import Readings

/// What the registers of a connector show beside its visits, where no transactions are told: its energy is what its meter shows,
/// whole, so that the hours of a month add up to the last register less the first. Where registers lie far apart, a car that came
/// and went between two of them is no visit, since nobody knows when; its energy is spread evenly between them. A register that
/// falls begins anew, and a step above 1.2 x rating x time is none.
struct EnergyBesideVisits {
    /// Ascending, not overlapping.
    private(set) var curves: [EnergyCurve] = []
    /// Where a car charged and nobody knows when, ascending.
    private(set) var untold: [Range<Instant>] = []

    /// - Parameters:
    ///   - registers: ascending.
    ///   - others: when visits or transactions tell the energy; united.
    ///   - told: when others than the meter tell whether a car charges; united.
    init(
        _ registers: [ConnectorEvidence.Measurement], others: [Range<Instant>], told: [Range<Instant>],
        cap: (Instant) -> PowerCap?
    ) {
        let named = registers.filter { $0.transaction == nil }
        var other = 0
        var knots: [EnergyCurve.Knot] = []
        func close() {
            if knots.count > 1 { curves.append(EnergyCurve(knots: knots)) }
            knots = []
        }
        for (left, right) in zip(named, named.dropFirst()) where left.at < right.at {
            while other < others.count, others[other].upperBound <= left.at { other += 1 }
            let isOther = other < others.count && others[other].lowerBound < right.at
            let (rise, isOverflow) = right.value.subtractingReportingOverflow(left.value)
            guard !isOther, !isOverflow, rise > 0, rise <= cap(left.at).energy(from: left.at, to: right.at) else {
                close()
                continue
            }
            if knots.isEmpty { knots = [EnergyCurve.Knot(at: left.at, energy: 0)] }
            knots.append(EnergyCurve.Knot(at: right.at, energy: (knots.last?.energy ?? 0) + rise))
            let time = right.at.microseconds(since: left.at)
            if time > MeterStretches.longestSample, MeterStretches.isCharging(rise, over: time), !told.hold(left.at) {
                untold.append(left.at..<right.at)
            }
        }
        close()
    }
}
