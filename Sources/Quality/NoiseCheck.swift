package import Readings

/// Readings that scatter within the hour by more than 33 % of its mean (coefficient of variation; reference: air quality,
/// section 3, after the validation of aqicn's network, which has 10 % as suspicious when it persists).
///
/// Own row: near zero any noise is a large part of the mean, so hours of clean air are not judged; nor are quantities
/// whose zero means nothing.
package enum NoiseCheck {
    package static let reach = CheckReach(backHours: 0, aheadHours: 0)

    package static func isFlagged(_ hour: CheckedHour, of quantity: Quantity) -> Bool {
        guard let least = leastMean(of: quantity), hour.mean >= least, let deviation = hour.standardDeviation else {
            return false
        }
        return Int128(deviation) * 100 > Int128(hour.mean) * 33
    }

    /// Hour by hour, as the other checks have it.
    package static func flagged(_ hours: [CheckedHour?], of quantity: Quantity) -> [Bool] {
        hours.map { $0.map { isFlagged($0, of: quantity) } ?? false }
    }

    /// In millionths; nil for a quantity that is not checked.
    private static func leastMean(of quantity: Quantity) -> Int64? {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10: 5 * Millionths.perUnit
        case .no2, .no, .nox, .o3, .so2: 20 * Millionths.perUnit
        case .co: Millionths.perUnit / 2
        case .co2: 300 * Millionths.perUnit
        case .temperature, .humidity, .pressure, .windSpeed, .windDirection: nil
        }
    }
}
