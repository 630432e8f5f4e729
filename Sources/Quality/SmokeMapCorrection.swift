package import Readings

/// The United States EPA's corrections for PM2.5 of Plantower counters (PurpleAir, AirGradient), fitted beside reference
/// instruments over the whole country. Both take the humidity that the same device measures, and give at least 0.
///
/// They were not fitted to other counters (SDS011, SPS30), and to no gas (reference: air quality, section 3).
package enum SmokeMapCorrection: Hashable, Sendable {
    /// The five segments of the AirNow Fire and Smoke Map (Barkjohn and others 2022, Sensors 22, 9669), for `cf_atm`.
    case atm
    /// The two segments of 2021, for `cf_1`.
    case cf1

    /// What the raw value has to be.
    package var input: ParticleInput {
        switch self {
        case .atm: .atm
        case .cf1: .cf1
        }
    }

    /// The corrected value in ug/m3, exact but for one rounding to whole millionths, half away from zero. Nil when 64 bits
    /// cannot hold it.
    ///
    /// - Parameter humidity: In percent, as the device says it.
    package func corrected(_ raw: Millionths, humidity: Millionths) -> Millionths? {
        // Beyond 2e8 ug/m3 both squares leave 64 bits; below, no product here leaves 128.
        guard raw.count.magnitude <= 200_000_000_000_000, humidity.count.magnitude <= 1_000_000_000_000 else {
            return nil
        }
        let exact =
            switch self {
            case .atm: Self.fiveSegments(Int128(raw.count), Int128(humidity.count))
            case .cf1: Self.twoSegments(Int128(raw.count), Int128(humidity.count))
            }
        let rounded = Millionths.rounded(exact.numerator, over: exact.denominator)
        return Int64(exactly: max(0, rounded)).map { Millionths($0) }
    }

    private typealias Fraction = (numerator: Int128, denominator: Int128)

    private static let unit = Int128(Millionths.perUnit)

    /// 5.75 - 0.0862 RH. Coefficients are written in millionths, as the values are.
    private static func dampness(_ humidity: Int128) -> Int128 { 5_750_000 * unit - 86_200 * humidity }

    /// 0.000884 x^2 + 0.69 x + 2.966, in millionths of a millionth of the value's count.
    private static func smoke(_ x: Int128) -> Int128 { 884 * x * x + (690_000 * x + 2_966_000 * unit) * unit }

    private static func fiveSegments(_ x: Int128, _ humidity: Int128) -> Fraction {
        switch x {
        case ..<(30 * unit):
            return (524_000 * x + dampness(humidity), unit)
        case ..<(50 * unit):
            // From the slope 0.524 at 30 to 0.786 at 50.
            let (past, span) = (x - 30 * unit, 20 * unit)
            return ((524_000 * span + 262_000 * past) * x + dampness(humidity) * span, unit * span)
        case ..<(210 * unit):
            return (786_000 * x + dampness(humidity), unit)
        case ..<(260 * unit):
            // From the line at 210 to the parabola at 260.
            let (past, span) = (x - 210 * unit, 50 * unit)
            let line = (786_000 * x + dampness(humidity)) * unit
            return ((span - past) * line + past * smoke(x), unit * unit * span)
        default:
            return (smoke(x), unit * unit)
        }
    }

    private static func twoSegments(_ x: Int128, _ humidity: Int128) -> Fraction {
        if x <= 343 * unit { return (520_000 * x + 5_750_000 * unit - 86_000 * humidity, unit) }
        // 0.000393 x^2 + 0.46 x + 2.97.
        return (393 * x * x + (460_000 * x + 2_970_000 * unit) * unit, unit * unit)
    }
}
