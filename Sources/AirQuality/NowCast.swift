import Readings
package import TimeWindows

/// The US EPA's estimate of a long mean from the newest hours, which weighs them the more the less the air changes: w is
/// the least over the greatest hourly value, and the value of i hours ago weighs w to the power of i.
///
/// It is held as an exact fraction of whole numbers, so that truncating it is never wrong by a digit, as it can be for
/// sums of doubles (twelve hours of 28.4 are 28.4, not 28.3).
package struct NowCast: Hashable, Sendable {
    package enum Method: Sendable {
        /// Particles: 12 hours, w at least one half.
        case particles
        /// Ozone as of 2016: 8 hours, any w. (Since August 2019 AirNow fits ozone by least squares; that is not here.)
        case ozone

        package var hours: Int { self == .particles ? 12 : 8 }
    }

    /// In 1e-12 of the unit: the value is `magnitude / divisor`, negated when `isNegative`.
    private var magnitude: WideNatural
    private var divisor: WideNatural
    private var isNegative: Bool

    /// `hours` are the newest hourly means, the oldest first. Missing hours take no part but keep their place. Nil unless
    /// two of the newest three hours are there; the newest itself may be missing, as in AirNow since September 2024.
    /// Negative means count as they are. Means of more than 9.2e6 units give no NowCast.
    package init?(ofHours hours: [Picounits?], _ method: Method) {
        let newestFirst = hours.suffix(method.hours).reversed().map { $0.map(\.count) }
        guard newestFirst.prefix(3).count(where: { $0 != nil }) >= 2 else { return nil }
        let values = newestFirst.compactMap { $0 }
        guard let least = values.min(), let greatest = values.max(), -least <= Int128(Int64.max),
            greatest <= Int128(Int64.max)
        else { return nil }
        let weight = Self.weight(Int64(least), Int64(greatest), method)
        var positive = WideNatural(0)
        var negative = WideNatural(0)
        divisor = WideNatural(0)
        // All terms times denominator^n, the oldest first: Horner's scheme.
        var power = WideNatural(1)
        for value in newestFirst.reversed() {
            positive = positive * weight.numerator
            negative = negative * weight.numerator
            divisor = divisor * weight.numerator
            if let value {
                let term = power * UInt64(value.magnitude)
                if value < 0 { negative = negative + term } else { positive = positive + term }
                divisor = divisor + power
            }
            power = power * weight.denominator
        }
        guard !divisor.isZero else { return nil }
        isNegative = positive < negative
        magnitude = isNegative ? negative - positive : positive - negative
    }

    /// w as a fraction in lowest terms, between one half (ozone: 0) and 1. Without a positive value there is nothing to
    /// compare, and all hours weigh the same.
    private static func weight(
        _ least: Int64, _ greatest: Int64, _ method: Method
    ) -> (numerator: UInt64, denominator: UInt64) {
        guard greatest > 0 else { return (1, 1) }
        if method == .particles, Int128(least) * 2 < Int128(greatest) { return (1, 2) }
        guard least > 0 else { return (0, 1) }
        var (divisor, rest) = (greatest.magnitude, least.magnitude)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        return (least.magnitude / divisor, greatest.magnitude / divisor)
    }

    /// The NowCast rounded to 1e-12, half up.
    package var mean: Picounits {
        var doubled = self
        doubled.magnitude = magnitude * 2
        doubled.divisor = divisor * 2
        // Half a step up: away from zero for a positive value, towards it for a negative one.
        if isNegative {
            let isSmall = doubled.magnitude < divisor
            doubled.magnitude = isSmall ? divisor - doubled.magnitude : doubled.magnitude - divisor
            doubled.isNegative = !isSmall
        } else {
            doubled.magnitude = doubled.magnitude + divisor
        }
        return Picounits(doubled.steps(of: 1, times: .one))
    }

    /// The whole steps of `step` (in 1e-12 of the other unit) that are in the value times `factor`, rounded down: with 0.1
    /// ug/m3 for particles and 1 ppb for ozone, as AirNow reports them.
    package func steps(of step: UInt64, times factor: UnitFactor) -> Int128 {
        let (quotient, isExact) = quotient(of: step, times: factor)
        return isNegative ? -Int128(quotient) - (isExact ? 0 : 1) : Int128(quotient)
    }

    /// The same, but towards zero, as the tables of the US index truncate: -0.04 ug/m3 is 0.0.
    func truncatedSteps(of step: UInt64, times factor: UnitFactor) -> Int128 {
        let quotient = Int128(quotient(of: step, times: factor).quotient)
        return isNegative ? -quotient : quotient
    }

    private func quotient(of step: UInt64, times factor: UnitFactor) -> (quotient: UInt64, isExact: Bool) {
        let scaled = magnitude * factor.numerator.magnitude
        return scaled.quotient(dividingBy: divisor * factor.denominator.magnitude * step)
    }
}
