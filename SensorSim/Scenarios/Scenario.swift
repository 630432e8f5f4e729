package import Readings
package import SensorSim

/// A city, a stretch of time and what goes wrong in it: all that decides the traffic.
package struct Scenario: Sendable {
    package var name: String
    /// One line for people who choose.
    package var summary: String
    package var seed: UInt64
    package var start: Instant
    package var hours: Int
    package var plan: CityPlan
    /// What the city's air has beyond the seed.
    package var air = AirConditions()
    package var faults: Faults

    /// When a simulation may begin: what is stamped before that, by a clock that nobody had set, can be told from it.
    package static let instants = ChargingTruth.firstSetStamp...CivilDate(year: 9000, month: 1, day: 1).startUTC

    /// These bounds, for people: `from … to …`.
    package static var instantsInWords: String {
        "from \(instants.lowerBound.iso8601) to \(instants.upperBound.iso8601)"
    }

    /// What goes wrong, by who or what it goes wrong with.
    package struct Faults: Sendable {
        /// Of air sensors, where their model does not say otherwise.
        package var air = AirErrors.healthy
        package var charging = ChargingFaults.healthy
        package var transport = TransportFaults.none

        /// Healthy devices, and a way on which nothing happens.
        package init() {}
    }

    /// Who speaks, and where: made of the plan anew with each call.
    package var city: City { plan.city }
}

/// The boroughs and places of a scenario, of which its city is made.
package struct CityPlan: Sendable {
    package var boroughs: [City.Borough]
    /// What names of devices begin with, by borough.
    package var prefixes: [String: String]
    package var places: [Place]

    /// The city that stands on these places.
    package var city: City { City(boroughs: boroughs, prefixes: prefixes, places: places) }

    /// The same places with other sensors at the schools, in turn and in their order; stations stay as they are.
    package mutating func speak(_ dialects: [AirDialect]) {
        guard !dialects.isEmpty else { return }
        var turn = 0
        for place in places.indices where places[place].kind == .school {
            for sensor in places[place].sensors.indices {
                places[place].sensors[sensor].dialect = dialects[turn % dialects.count]
                turn += 1
            }
        }
    }

    /// The same charge points with other dialects, in turn and in the order of the registry.
    package mutating func charge(_ dialects: [ChargerDialect]) {
        guard !dialects.isEmpty else { return }
        var turn = 0
        for place in places.indices {
            places[place].chargers = places[place].chargers.flatMap { group in
                (0..<group.count).map { _ in
                    defer { turn += 1 }
                    return Place.Chargers(kind: group.kind, count: 1, dialect: dialects[turn % dialects.count])
                }
            }
        }
    }
}
