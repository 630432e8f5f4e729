/// The rates by name, for settings that people write.
extension AirErrors {
    private enum Rate: Sendable {
        case number(any WritableKeyPath<AirErrors, Double> & Sendable)
        case range(any WritableKeyPath<AirErrors, ClosedRange<Double>> & Sendable)
    }

    private static let rates: [(name: String, rate: Rate)] = [
        ("particle_slope_log_sd", .number(\.particleSlopeLogSD)), ("particle_offset_sd", .number(\.particleOffsetSD)),
        ("gas_slope_log_sd", .number(\.gasSlopeLogSD)), ("gas_offset_sd_ppb", .number(\.gasOffsetSD)),
        ("hygroscopicity", .range(\.hygroscopicity)), ("growth_cap", .number(\.growthCap)),
        ("ozone_sensitive_share", .number(\.ozoneSensitiveShare)), ("ozone_cross", .range(\.ozoneCross)),
        ("gas_heat_ppb", .range(\.gasHeat)), ("particle_drift_per_month", .number(\.particleDriftPerMonth)),
        ("gas_drift_per_month_ppb", .number(\.gasDriftPerMonth)), ("particle_noise", .number(\.particleNoise)),
        ("gas_noise_ppb", .number(\.gasNoise)), ("temperature_noise", .number(\.temperatureNoise)),
        ("humidity_noise", .number(\.humidityNoise)), ("pressure_noise", .number(\.pressureNoise)),
        ("carbon_dioxide_noise", .number(\.carbonDioxideNoise)), ("reference_noise", .number(\.referenceNoise)),
        ("uneven_periods", .number(\.unevenPeriods)), ("missed_readings", .number(\.missedReadings)),
        ("clock_sd_s", .number(\.clockSD)), ("clocks_without_time", .number(\.clocksWithoutTime)),
        ("clocks_an_hour_off", .number(\.clocksAnHourOff)), ("clocks_ahead", .number(\.clocksAhead)),
        ("outages_per_week", .number(\.outagesPerWeek)),
        ("outage_mean_min", .number(\.outageMeanMinutes)), ("power_cuts_per_year", .number(\.powerCutsPerYear)),
        ("power_cut_mean_min", .number(\.powerCutMeanMinutes)), ("warm_up_min", .number(\.warmUpMinutes)),
        ("analyser_gaps_per_year", .number(\.analyserGapsPerYear)),
        ("analyser_gap_median_h", .number(\.analyserGapMedianHours)),
        ("analyser_gap_log_sd", .number(\.analyserGapLogSD)),
    ]

    /// All names, in the order of the fields.
    package static var names: [String] { rates.map(\.name) }

    /// Rates that are shares of something: none is above 1.
    private static let shares: Set<String> = [
        "ozone_sensitive_share", "uneven_periods", "missed_readings", "clocks_without_time", "clocks_an_hour_off",
        "clocks_ahead",
    ]

    /// Why a rate was not set.
    package enum SettingError: Error, Equatable, Sendable {
        case unknownName
        /// Below nought, no number, or a share above 1.
        case outOfRange
        /// Two numbers were given for a rate that is one, or the second is the smaller one.
        case notOneNumber, notARange
    }

    /// Sets a rate: most are one number, `hygroscopicity`, `ozone_cross` and `gas_heat_ppb` may be a least and a greatest one.
    package mutating func set(_ name: String, to values: [Double]) throws(SettingError) {
        guard let rate = Self.rates.first(where: { $0.name == name })?.rate else { throw .unknownName }
        let most = Self.shares.contains(name) ? 1 : 1e9
        guard values.allSatisfy({ $0 >= 0 && $0 <= most }) else { throw .outOfRange }
        switch rate {
        case .number(let path):
            guard values.count == 1 else { throw .notOneNumber }
            self[keyPath: path] = values[0]
        case .range(let path):
            guard let least = values.first, let greatest = values.last, values.count <= 2, least <= greatest else {
                throw .notARange
            }
            self[keyPath: path] = least...greatest
        }
    }
}
