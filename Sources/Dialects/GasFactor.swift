package import Readings

/// The United Kingdom's gas factors at 20 degC and 1013 mbar: ug/m3 for one ppb, for CO mg/m3 for one ppm.
///
/// They are the four-decimal figures that Defra publishes, not the longer molar mass / 24.0518 L behind them: the published
/// records of Marylebone Road 2022 are exact multiples of 0.1 ppb times these (reference: air quality, decision 2).
package enum GasFactor {
    /// The factor times 10,000, a whole number; nil for what is no gas of the table.
    package static func perTenThousand(of quantity: Quantity) -> Int128? {
        switch quantity {
        case .no2, .nox: 19_125
        case .o3: 19_957
        case .so2: 26_609
        case .no: 12_473
        case .co: 11_642
        default: nil
        }
    }
}
