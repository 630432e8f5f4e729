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

    /// When a simulation may begin.
    package static let instants =
        CivilDate(year: 1970, month: 1, day: 2).startUTC...CivilDate(year: 9000, month: 1, day: 1).startUTC

    package struct Faults: Sendable {
        package var air = AirErrors.healthy
        package var charging = ChargingFaults.healthy
        package var transport = TransportFaults.none

        package init() {}
    }

    package var city: City { plan.city }
}

/// The boroughs and places of a scenario, of which its city is made.
package struct CityPlan: Sendable {
    package var boroughs: [City.Borough]
    /// What names of devices begin with, by borough.
    package var prefixes: [String: String]
    package var places: [Place]

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
