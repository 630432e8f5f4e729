package import Readings

/// What the European index asks for besides its bands.
package enum EuropeanIndex {
    /// Whether a station's pollutants carry an index: at a traffic station NO2 and particles, elsewhere NO2, ozone and
    /// particles (EEA, notes to the index).
    package static func isShown(for pollutants: some Sequence<Quantity>, isTrafficStation: Bool) -> Bool {
        let measured = Set(pollutants)
        guard measured.contains(.no2), measured.contains(.pm2_5) || measured.contains(.pm10) else { return false }
        return isTrafficStation || measured.contains(.o3)
    }
}
