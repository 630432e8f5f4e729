package import Readings

/// The UK Daily Air Quality Index: Defra/COMEAP, implementation of April 2013 (uk-air.defra.gov.uk, "DAQI more info"), by
/// the newest of the built-in tables. `IndexTables` has the bands of other days and of a council's own files.
package enum DailyAirQualityIndex {
    /// The name in the `scale` column.
    package static let scale = IndexScale.daily.rawValue

    /// Pollutants in the order that decides between equals when the driver is named.
    package static let pollutants: [Quantity] = [.pm2_5, .pm10, .no2, .o3, .so2]

    private static let newest = CivilDate(daysSince1970: .max - 1)

    /// By the raw value of the quantity, for it is asked for each site and hour.
    private static let tables = Quantity.allCases.map {
        IndexTables.builtIn.table(.daily, $0, on: newest)
    }

    /// The index of a mean given as the exact fraction `sum / count`, in 1e-12 ug/m3. It is rounded half up to whole
    /// ug/m3, as the last step; a negative mean counts as 0. Nil for a pollutant that the index does not know.
    package static func index(of pollutant: Quantity, sum: Int128, count: Int) -> Int? {
        tables[Int(pollutant.rawValue)]?.index(sum: sum, count: count)
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
