import Readings

/// How often, when and how long people charge, by class of charger. Hours are London civil time; natural logarithms
/// throughout.
package struct ChargingHabits: Sendable {
    /// What came out in the place that the class is taken from: sessions a day and connector, and the medians of minutes
    /// plugged in and of energy. A simulated long period agrees.
    package var sessionsPerDay: Double
    package var medianStay: Double
    package var medianEnergyKWh: Double
    var stay: DwellMixture
    var wanted: WantedEnergy
    /// Cars come by day and stay overnight, so that a connector is taken when the next would come: arrivals must be so much
    /// more frequent than those of a place without hours. Worked out for connectors as `ChargingDemand` spreads them, from
    /// the share of each hour of the week in which they are taken, and set so that simulated months come out.
    var rhythm: Double
    /// Factors by weekday, Monday first.
    var week: [Double]
    var hours: StartHours

    /// The energy that drivers want. What a stay and a car's charger do not allow they do not get: the figures are such that
    /// the median, the 95th percentile and the correlation with the stay (of logarithms) of what they get are those of the
    /// sessions.
    package struct WantedEnergy: Sendable {
        /// Of the natural logarithm of kWh.
        var mu: Double
        var sigma: Double
        /// With the logarithm of the stay.
        var correlation: Double
    }

    /// Shares of a day's arrivals by hour, in any unit.
    package struct StartHours: Sendable {
        private let days: [[Double]]

        init(weekday: [Double], saturday: [Double], sunday: [Double]) {
            days = [weekday, saturday, sunday].map { hours in
                let sum = hours.reduce(0, +)
                return hours.map { $0 / sum }
            }
        }

        init(everyDay hours: [Double]) {
            self.init(weekday: hours, saturday: hours, sunday: hours)
        }

        func share(weekday: Int, hour: Int) -> Double {
            days[weekday == 5 ? 1 : weekday == 6 ? 2 : 0][hour]
        }
    }

    /// Weights by hour of the week, from Monday's midnight; their mean is 1.
    var hourWeights: [Double] {
        let weights = (0..<168).map { week[$0 / 24] * hours.share(weekday: $0 / 24, hour: $0 % 24) }
        let mean = weights.reduce(0, +) / 168
        return weights.map { $0 / mean }
    }
}
