package import Readings

/// The physical range of one reading: outside it no instrument of the kind measures, so the value is a fault, whatever
/// the weather. Inside it nothing is judged here: small negatives are noise about zero and are kept (reference: air
/// quality, sections 2 and 3).
package struct ReadingRange: Sendable {
    /// By the quantity's raw value, in millionths of its unit, both ends allowed.
    private let limits: [ClosedRange<Int64>]

    package init() {
        limits = Quantity.allCases.map(Self.limits)
    }

    /// `.range` when the value is outside its quantity's range, nil when it may be counted.
    package func rejection(of sample: Sample) -> RejectionReason? {
        limits[Int(sample.quantity.rawValue)].contains(sample.value.count) ? nil : .range
    }

    /// The value as it counts. A hygrometer that says a little more than 100 % in fog (its tolerance; there is no such air)
    /// counts as 100 %: the reference, air quality section 3, row "range": "RH 0..100 (100.x clamp)". Nothing else is
    /// changed, small negatives of concentrations least of all.
    package static func counted(_ value: Millionths, of quantity: Quantity) -> Millionths {
        guard quantity == .humidity, value.count > saturated, limits(of: .humidity).contains(value.count) else {
            return value
        }
        return Millionths(saturated)
    }

    private static let saturated = 100 * Millionths.perUnit

    /// The table of the reference, section 3. Rows that it does not have are our own and say so.
    private static func limits(of quantity: Quantity) -> ClosedRange<Int64> {
        switch quantity {
        // Particle counters saturate at 1000; a little below zero is the offset of reference instruments (Marylebone
        // Road 2022 has -0.97 and -1.0), and -10 lets all of that noise through.
        case .pm1, .pm2_5, .pm4, .pm10: units(-10, 1000)
        // -10 to 500 ppb, NO to 2000 ppb, at the United Kingdom's 20 degC factors.
        case .no2: partsPerBillion(500, factorPerTenThousand: 19_125)
        case .o3: partsPerBillion(500, factorPerTenThousand: 19_957)
        case .no: partsPerBillion(2000, factorPerTenThousand: 12_473)
        // Own rows: SO2 as NO2; NOx as the sum of NO and NO2 at their upper ends, in ug/m3 as NO2.
        case .so2: partsPerBillion(500, factorPerTenThousand: 26_609)
        case .nox: partsPerBillion(2500, factorPerTenThousand: 19_125)
        // Own row: electrochemical CO cells are specified to 1000 ppm, 1164.2 mg/m3; -10 ppm is their drift about zero.
        case .co: -11_642_000...1_164_200_000
        case .co2: units(300, 10_000)
        case .temperature: units(-40, 85)
        // Hygrometers read a little over 100 in fog; what exceeds 100 is cut off (`counted`).
        case .humidity: 0...100_999_999
        case .pressure: units(850, 1100)
        // Own rows: the highest gust of the British Isles is 78 m/s; 360 is north as 0 is.
        case .windSpeed: units(0, 100)
        case .windDirection: units(0, 360)
        }
    }

    private static func units(_ lowest: Int64, _ highest: Int64) -> ClosedRange<Int64> {
        lowest * Millionths.perUnit...highest * Millionths.perUnit
    }

    private static func partsPerBillion(_ highest: Int64, factorPerTenThousand factor: Int64) -> ClosedRange<Int64> {
        -10 * factor * 100...highest * factor * 100
    }
}
