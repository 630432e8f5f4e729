package import Readings
import TimeWindows

/// The UK Daily Air Quality Index: Defra/COMEAP, implementation of April 2013 (uk-air.defra.gov.uk, "DAQI more info").
package enum DailyAirQualityIndex {
    /// The name in the `scale` column.
    package static let scale = "uk-daqi"

    /// Pollutants in the order that decides between equals when the driver is named.
    package static let pollutants: [Quantity] = [.pm2_5, .pm10, .no2, .o3, .so2]

    /// Upper bounds of index 1 to 9 in whole ug/m3; above the last it is 10.
    private static func upperBounds(of pollutant: Quantity) -> [Int128]? {
        switch pollutant {
        case .o3: [33, 66, 100, 120, 140, 160, 187, 213, 240]
        case .no2: [67, 134, 200, 267, 334, 400, 467, 534, 600]
        case .so2: [88, 177, 266, 354, 443, 532, 710, 887, 1064]
        case .pm2_5: [11, 23, 35, 41, 47, 53, 58, 64, 70]
        case .pm10: [16, 33, 50, 58, 66, 75, 83, 91, 100]
        default: nil
        }
    }

    /// The index of a mean given as the exact fraction `sum / count`, in 1e-12 ug/m3. It is rounded half up to whole
    /// ug/m3, as the last step; a negative mean counts as 0. Nil for a pollutant that the index does not know.
    package static func index(of pollutant: Quantity, sum: Int128, count: Int) -> Int? {
        guard let bounds = upperBounds(of: pollutant), count > 0 else { return nil }
        let perUnit = Picounits.perMillionth * Int128(Millionths.perUnit)
        let divisor = perUnit * Int128(count)
        let whole = sum <= 0 ? 0 : (2 * sum + divisor) / (2 * divisor)
        return (bounds.firstIndex { whole <= $0 } ?? 9) + 1
    }

    package enum Band: String, Sendable {
        case low = "Low"
        case moderate = "Moderate"
        case high = "High"
        case veryHigh = "Very High"
    }

    package static func band(of index: Int) -> Band {
        switch index {
        case ...3: .low
        case ...6: .moderate
        case ...9: .high
        default: .veryHigh
        }
    }
}
