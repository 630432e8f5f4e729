package import Readings

/// The correction of an optical particle counter for the water that particles take up: raw / C, with
/// C = 1 + (kappa / 1.65) / (100 / RH - 1) (kappa-Koehler theory: Petters and Kreidenweis 2007; for low-cost counters
/// Crilley and others 2018 and Di Antonio and others 2018, with 1.65 g/cm3 for dry particles).
package struct KappaKoehlerCorrection: Hashable, Sendable {
    /// How much water the particles take up, without a unit; 0.3 to 0.6 for a city's air.
    package var kappa: Millionths

    /// What the two papers found suitable for the United Kingdom, within their ranges.
    package static let usualKappa = Millionths(400_000)

    /// The theory's factor grows without bound towards 100 %: above this humidity it stays as it is here.
    private static let highestHumidity: Int64 = 98 * Millionths.perUnit

    package init(kappa: Millionths = Self.usualKappa) {
        self.kappa = kappa
    }

    /// C in millionths, rounded half away from zero, for people; `corrected` divides by the exact one.
    package func factor(humidity: Millionths) -> Millionths {
        let (wet, dry) = exactFactor(humidity)
        return Millionths(Int64(clamping: Millionths.rounded(wet * Int128(Millionths.perUnit), over: dry)))
    }

    /// The corrected value, exact but for one rounding to whole millionths, half away from zero. It is never further from
    /// zero than the raw one, so it always fits.
    ///
    /// - Parameter humidity: In percent; below 0 it is taken for 0, above 98 for 98.
    package func corrected(_ raw: Millionths, humidity: Millionths) -> Millionths {
        let (wet, dry) = exactFactor(humidity)
        return Millionths(Int64(clamping: Millionths.rounded(Int128(raw.count) * dry, over: wet)))
    }

    /// C as the fraction (1.65 (100 - RH) + kappa RH) / (1.65 (100 - RH)): at RH 0 it is 1.
    private func exactFactor(_ humidity: Millionths) -> (wet: Int128, dry: Int128) {
        let relative = Int128(max(0, min(humidity.count, Self.highestHumidity)))
        let dry = 1_650_000 * (100 * Int128(Millionths.perUnit) - relative)
        return (dry + Int128(max(0, kappa.count)) * relative, dry)
    }
}
