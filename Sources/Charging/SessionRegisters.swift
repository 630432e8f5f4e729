import Readings

/// The registers that came during one session, before anyone knows what they mean.
struct SessionRegisters: Sendable {
    var plugIn: Instant
    /// The stop, or until when an open session is believed.
    var end: Instant
    var meterStart: Int64
    /// What the meter showed at the stop; nil for an open session.
    var meterStop: Int64?
    /// As they were said, ascending in time, from plug-in to the end.
    var values: [EnergyCurve.Knot]
    var cap: PowerCap?

    /// Nil for an open session.
    var total: Int64? {
        guard let meterStop else { return nil }
        let (difference, isOverflow) = meterStop.subtractingReportingOverflow(meterStart)
        return isOverflow ? nil : difference
    }

    /// How well a reading explains the values.
    struct Fit {
        /// How many rise, from 0 up to the session's total and the cap since plug-in.
        var accepted = 0
        /// Different values above 0 among them.
        var risen = 0
        var last: Int64 = 0
    }

    func fit(_ reading: RegisterReading) -> Fit {
        var fit = Fit()
        for value in values {
            guard let energy = reading.energy(of: value.energy, meterStart: meterStart), energy >= fit.last,
                energy <= total ?? .max, energy <= cap.energy(from: plugIn, to: value.at)
            else { continue }
            fit.accepted += 1
            if energy > fit.last { fit.risen += 1 }
            fit.last = energy
        }
        return fit
    }

    /// What the session's own registers say of their meaning.
    struct Judgement: Sendable {
        var reading: RegisterReading
        /// How many more of them it explains than its rival.
        var margin: Int
        var rejected: Int
    }

    /// The reading that explains most: a lifetime register, else one that begins with the session; ties go to the
    /// lifetime register. A unit that was not said is believed only where the values as said do not fit, or would be a
    /// coincidence.
    func judgement() -> Judgement {
        let usual = fit(.usual)
        let relative = RegisterReading(base: .relative, unit: .asSaid)
        let other = meterStart == 0 ? usual : fit(relative)
        let isRelative = other.accepted > usual.accepted
        let best = isRelative ? other : usual
        if let corrected = correctedReading(best, isRelative: isRelative) {
            return Judgement(
                reading: corrected.reading, margin: values.count, rejected: values.count - corrected.fit.accepted)
        }
        return Judgement(
            reading: isRelative ? relative : .usual, margin: abs(other.accepted - usual.accepted),
            rejected: values.count - best.accepted)
    }

    private func correctedReading(_ best: Fit, isRelative: Bool) -> (reading: RegisterReading, fit: Fit)? {
        let isTiny = total.map { best.last <= $0 / 100 } ?? false
        if best.accepted == values.count, !isRelative, !isTiny { return nil }
        var found: (reading: RegisterReading, fit: Fit)?
        for reading in RegisterReading.corrected where meterStart != 0 || reading.base == .lifetime {
            let fit = fit(reading)
            guard isBelievable(reading, fit, besides: best), fit.accepted > found?.fit.accepted ?? 0 else { continue }
            found = (reading, fit)
        }
        return found
    }

    /// Nine of ten values fit and the last reaches half of the session's total, and
    /// - a thousandth: fewer than half of them fit as said (an open session, whose total is not known, needs a meter start
    ///   that they continue, or two values of which none fits);
    /// - a thousandfold: they continue a meter start of at least ten times the energy, which values of another meaning
    ///   hardly do; or, from 0 on, two values that as said come to a hundredth of the total at most.
    private func isBelievable(_ reading: RegisterReading, _ fit: Fit, besides best: Fit) -> Bool {
        guard fit.accepted * 10 >= values.count * 9, fit.risen > 0 else { return false }
        if let total, fit.last < total - total / 2 { return false }
        let isContinuation = reading.base == .lifetime && meterStart != 0
        switch reading.unit {
        case .asSaid: return false
        case .thousandth:
            if best.accepted * 2 >= values.count { return false }
            return total != nil || isContinuation || (best.accepted == 0 && fit.risen > 1)
        case .thousandfold:
            if isContinuation { return (total != nil || cap != nil) && fit.last <= meterStart / 10 }
            guard let total else { return false }
            return fit.risen > 1 && best.last <= total / 100
        }
    }

    /// The values as energy since plug-in.
    func knots(_ reading: RegisterReading) -> [EnergyCurve.Knot] {
        values.compactMap { value in
            reading.energy(of: value.energy, meterStart: meterStart).map { EnergyCurve.Knot(at: value.at, energy: $0) }
        }
    }
}
