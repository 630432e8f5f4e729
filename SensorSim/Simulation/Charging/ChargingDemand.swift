/// How many cars would come to each connector, if it were always free.
///
/// Connectors of one class differ widely: at Dundee's rapids the busiest tenth sees 46 times what the middle one sees. And no
/// car can come while one stands there, so that a beloved connector turns cars away. Both are made good here: the demand is
/// such that the sessions a day, on average over these connectors, are the class' own.
package struct ChargingDemand: Sendable {
    /// Of the logarithm of demand between connectors.
    private static let spread = 1.2

    /// Cars a day by connector (by EVSE where connectors share one), in the order of the multipliers.
    package let arrivalsPerDay: [Double]

    /// How loved a connector is beside others of its class; the mean is 1 once the class is normalised.
    package static func multiplier(_ random: inout RandomStream) -> Double {
        random.logNormal(mu: -spread * spread / 2, sigma: spread)
    }

    /// - Parameters:
    ///   - sessionsPerDay: instead of the class' own.
    ///   - multipliers: of all connectors of the class in the city.
    package init(_ kind: ChargingClass, multipliers: [Double], sessionsPerDay: Double? = nil) {
        let habits = kind.habits
        let mean = multipliers.reduce(0, +) / Double(max(multipliers.count, 1))
        let shares = multipliers.map { $0 / mean }
        // A visit takes a stay, half a minute before it and about one after it.
        let daysTaken = (habits.stay.meanMinutes + 1.4) / 1440
        // Nobody can have more sessions than fit one behind the other.
        let target = min(sessionsPerDay ?? habits.sessionsPerDay, 0.9 / daysTaken)
        let demand = Self.demand(target, shares, daysTaken)
        arrivalsPerDay = shares.map { $0 * demand * habits.rhythm }
    }

    /// Cars a day by charge point and EVSE, in the city's order.
    static func arrivals(in city: City, seed: UInt64) -> [[Double]] {
        var multipliers: [ChargingClass: [Double]] = [:]
        for point in city.chargePoints {
            for evse in point.evses.indices {
                var random = RandomStream(seed: seed, name: "demand at \(point.id) \(evse + 1)")
                multipliers[point.kind.chargingClass, default: []].append(multiplier(&random))
            }
        }
        var demand = multipliers.reduce(into: [:]) {
            $0[$1.key] = ChargingDemand($1.key, multipliers: $1.value).arrivalsPerDay[...]
        }
        return city.chargePoints.map { point in
            point.evses.map { _ in demand[point.kind.chargingClass]?.popFirst() ?? 0 }
        }
    }

    /// A connector with `a` arrivals a day while it is free and stays of `d` days has a / (1 + a d) sessions a day.
    private static func demand(_ sessions: Double, _ shares: [Double], _ daysTaken: Double) -> Double {
        var lower = 0.0
        var upper = sessions * 1000
        for _ in 0..<60 {
            let middle = (lower + upper) / 2
            let met = shares.reduce(0) { $0 + middle * $1 / (1 + middle * $1 * daysTaken) } / Double(shares.count)
            if met < sessions { lower = middle } else { upper = middle }
        }
        return lower
    }
}
