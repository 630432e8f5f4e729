package import Readings
import TimeWindows

/// The scales on which air is rated; the raw values are those of the column `scale`.
package enum IndexScale: String, CaseIterable, Sendable {
    /// UK Daily Air Quality Index: Defra/COMEAP, implementation of April 2013.
    case daily = "uk-daqi"
    /// European Air Quality Index: levels 1 (Good) to 6 (Extremely poor).
    case european = "eaqi"
    /// The index of the US Environmental Protection Agency, May 2024; for export only.
    case unitedStates = "us-aqi"
}

/// The bands of one scale for one pollutant and averaging period, over the days in which they hold.
package struct IndexTable: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case microgramsPerCubicMetre = "ug/m3"
        case milligramsPerCubicMetre = "mg/m3"
        case partsPerBillion = "ppb"
        case partsPerMillion = "ppm"
    }

    package enum Rounding: String, CaseIterable, Sendable {
        /// To the nearest multiple of the precision, ties up. For the UK index that is the rule; whether the EEA rounds
        /// before it looks into its bands is not verified, so Kerbside does for both what it does for one.
        case halfUp = "half-up"
        /// Towards zero (US EPA, technical assistance document for the reporting of daily air quality).
        case truncate
    }

    /// From `lower` to `upper`, both included, in whole multiples of the precision. The index runs linearly over the band,
    /// which for a band of one index is that index.
    package struct Band: Hashable, Sendable {
        /// Nil: everything below too, negative means among it, which count as 0 in the UK and European indices.
        package var lower: Int64?
        /// Nil: everything above too.
        package var upper: Int64?
        package var indexLow: Int
        package var indexHigh: Int
        /// The line goes on above `upper` without an end, as the Hazardous part of the US index for particles does.
        package var isOpenAbove: Bool
    }

    package var scale: IndexScale
    package var quantity: Quantity
    package var averaging: AveragingPeriod
    package var unit: Unit
    package var rounding: Rounding
    /// What values are rounded to, in millionths of the unit.
    package var precision: Int64
    package var validity: Range<CivilDate>
    /// Ascending, without gaps.
    package internal(set) var bands: [Band]
    package var source: String

    /// The index of a mean given as the exact fraction `sum / count`, in 1e-12 of the table's unit; it is rounded once, as
    /// the last step. Nil without a value and where the table has no band for it.
    package func index(sum: Int128, count: Int) -> Int? {
        // -0.04 is truncated to 0, and so is in the first band; -1.5 is in none of a table that begins with 0.
        steps(sum: sum, count: count).flatMap { index(ofSteps: $0) }
    }

    /// The mean `sum / count` in whole multiples of the precision, rounded as the table says; nil without a value.
    func steps(sum: Int128, count: Int) -> Int128? {
        guard count > 0 else { return nil }
        let divisor = Int128(precision) * Picounits.perMillionth * Int128(count)
        return switch rounding {
        case .truncate: sum / divisor
        case .halfUp: Self.floor(2 * sum + divisor, over: 2 * divisor)
        }
    }

    /// The index of a value that is already a whole multiple of the precision.
    package func index(ofSteps steps: Int128) -> Int? {
        guard let band = bands.first(where: { $0.reaches(steps) }), band.lower.map({ Int128($0) <= steps }) ?? true
        else {
            return nil
        }
        guard band.indexLow < band.indexHigh, let lower = band.lower, let upper = band.upper else {
            return band.indexLow
        }
        let rise = Int128(band.indexHigh - band.indexLow) * (steps - Int128(lower))
        let run = Int128(upper - lower)
        // Half up: 250.5 is 251 (O3 0.153 ppm, data/air golden).
        return Int(clamping: Int128(band.indexLow) + (2 * rise + run) / (2 * run))
    }

    static func floor(_ numerator: Int128, over denominator: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension IndexTable.Band {
    /// Whether the band's end is at or above a value.
    fileprivate func reaches(_ steps: Int128) -> Bool {
        isOpenAbove || upper.map { Int128($0) >= steps } ?? true
    }
}
