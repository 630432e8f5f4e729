/// How good an instrument is: what differs from the errors that a scenario gives to all its air sensors.
package struct SensorModel: Equatable, Sendable {
    /// Of the models that have one; the registry shows it.
    package var name: String
    /// Whether it measures as a reference analyser does: no cells, no counter, a little noise.
    package private(set) var isReference: Bool
    private var settings: [Setting]

    private struct Setting: Equatable, Sendable {
        var name: String
        var values: [Double]
    }

    /// What the instruments of a scenario can be. The figures are those of the project's error table: colocated sensors,
    /// makers' data sheets, one analyser of a reference network.
    package enum Kind: String, CaseIterable, Sendable {
        /// A particle counter as it comes: humid air makes its particles grow, dust makes it blind.
        case opticalPM = "optical-pm"
        /// One whose maker takes most of the water off.
        case correctedOpticalPM = "corrected-optical-pm"
        /// Cells for gases as they come: warm air and, in one of ten, ozone are taken for the gas, and the zero walks.
        case electrochemical
        /// Cells that were corrected beside a reference station.
        case correctedElectrochemical = "corrected-electrochemical"
        case referenceAnalyser = "reference-analyser"
    }

    package init(_ kinds: [Kind]) {
        name = kinds.map(\.rawValue).joined(separator: " and ")
        isReference = kinds.contains(.referenceAnalyser)
        settings = kinds.flatMap(Self.settings)
    }

    /// One error more.
    ///
    /// - Throws: where there is no such error, or it cannot have such values.
    package mutating func set(_ name: String, to values: [Double]) throws(AirErrors.SettingError) {
        var errors = AirErrors.none
        try errors.set(name, to: values)
        settings.append(Setting(name: name, values: values))
    }

    /// A unit's errors: those of all, but for what the model says.
    func applied(to common: AirErrors) -> AirErrors {
        var errors = common
        // Names and values were tried when they were given.
        for setting in settings { try? errors.set(setting.name, to: setting.values) }
        return errors
    }

    private static func settings(_ kind: Kind) -> [Setting] {
        func of(_ values: KeyValuePairs<String, [Double]>) -> [Setting] {
            values.map { Setting(name: $0.key, values: $0.value) }
        }
        return switch kind {
        case .opticalPM:
            of([
                "particle_slope_log_sd": [0.12], "particle_offset_sd": [1], "hygroscopicity": [0.2, 0.5],
                "growth_cap": [4], "particle_drift_per_month": [0.01], "particle_noise": [0.20],
            ])
        case .correctedOpticalPM:
            of([
                "particle_slope_log_sd": [0.12], "particle_offset_sd": [0.7], "hygroscopicity": [0.03, 0.12],
                "growth_cap": [2], "particle_drift_per_month": [0], "particle_noise": [0.07],
            ])
        case .electrochemical:
            of([
                "gas_slope_log_sd": [0.20], "gas_offset_sd_ppb": [5], "ozone_sensitive_share": [0.1],
                "gas_heat_ppb": [0.3, 0.5], "gas_drift_per_month_ppb": [1], "gas_noise_ppb": [3],
            ])
        case .correctedElectrochemical:
            of([
                "gas_slope_log_sd": [0.10], "gas_offset_sd_ppb": [1.5], "ozone_sensitive_share": [0],
                "gas_heat_ppb": [0], "gas_drift_per_month_ppb": [0], "gas_noise_ppb": [1.5],
            ])
        case .referenceAnalyser: of(["reference_noise": [0.01]])
        }
    }
}
