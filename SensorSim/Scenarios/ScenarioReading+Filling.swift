import Readings
import SensorSim
import Yams

/// Places by number instead of by name: what a city of thousands of devices is made of.
extension ScenarioReading {
    private static let fillNames = ["schools", "sensors_per_school", "sensors", "station", "chargers"]

    mutating func filled(
        _ node: Node, borough: String, at centre: (latitude: Int, longitude: Int), number: Int
    ) -> [Place] {
        nodes.check(node, among: Self.fillNames)
        let schools = nodes.whole(node, "schools", in: 0...400) ?? 0
        let each = nodes.whole(node, "sensors_per_school", in: 1...10) ?? 1
        let kinds = sensors(node)
        let chargers = chargers(node)
        var names = InventedNames(borough: number)
        var places: [Place] = []
        if let station = nodes.word(node, "station", of: AirDialect.self) {
            places.append(
                Place(
                    name: names.next("Road Reference Station"), borough: borough, kind: .station,
                    environment: .roadside,
                    latitude: centre.latitude, longitude: centre.longitude, traffic: 0.6, sensors: [station]))
        }
        var turn = 0
        for school in 0..<schools {
            let environment = City.Environment.allCases[school % City.Environment.allCases.count]
            let sensors = (0..<each).map { index in
                kinds.isEmpty ? Place.Sensor(.plain) : kinds[(turn + index) % kinds.count]
            }
            turn += each
            let place = InventedPlace(index: school, of: schools + chargers.count, centre: centre)
            var filled = Place(
                name: names.next("Primary"), borough: borough, kind: .school, environment: environment,
                latitude: place.latitude, longitude: place.longitude, traffic: Self.traffic(environment, school))
            filled.sensors = sensors
            places.append(filled)
        }
        for (index, group) in chargers.enumerated() {
            // Up to eight posts of a kind stand in one street.
            for first in stride(from: 0, to: group.count, by: 8) {
                let place = InventedPlace(index: schools + index + first, of: schools + group.count, centre: centre)
                places.append(
                    Place(
                        name: names.next(group.kind.isDirectCurrent ? "Rapid Hub" : "Row"), borough: borough,
                        kind: group.kind.isDirectCurrent ? .hub : .street, latitude: place.latitude,
                        longitude: place.longitude,
                        chargers: [
                            Place.Chargers(
                                kind: group.kind, count: min(8, group.count - first), dialect: group.dialect)
                        ]))
            }
        }
        return places
    }

    /// Shares of Marylebone Road's traffic as over London in 2020: busy streets 0.8 to 1.0, ordinary roads about 0.6,
    /// background 0.35 to 0.45.
    private static func traffic(_ environment: City.Environment, _ index: Int) -> Double {
        let step = Double(index % 5) / 4
        return switch environment {
        case .kerbside: 0.8 + 0.2 * step
        case .roadside: 0.52 + 0.18 * step
        case .background: 0.35 + 0.1 * step
        }
    }
}

/// Names that belong to nobody: a plant, a second word and the borough's number.
private struct InventedNames {
    let borough: Int
    var count = 0

    private static let plants = [
        "Agrimony", "Betony", "Campion", "Damson", "Eyebright", "Figwort", "Gentian", "Harebell", "Ironwort", "Juniper",
        "Knotgrass", "Loosestrife", "Mugwort", "Nightshade", "Orpine", "Pimpernel", "Quillwort", "Ragwort", "Speedwell",
        "Tansy", "Valerian", "Woodruff", "Yarrow",
    ]
    private static let places = ["bank", "combe", "dell", "field", "gate", "hurst", "lea", "mere", "thorpe", "wick"]

    mutating func next(_ ending: String) -> String {
        let plant = Self.plants[count % Self.plants.count]
        let place = Self.places[count / Self.plants.count % Self.places.count]
        let round = count / (Self.plants.count * Self.places.count)
        count += 1
        return "\(plant)\(place)\(round > 0 ? " \(round + 1)" : "") \(ending) \(borough)"
    }
}

/// A point of a spiral about a centre, within about three kilometres.
private struct InventedPlace {
    var latitude: Int
    var longitude: Int

    init(index: Int, of count: Int, centre: (latitude: Int, longitude: Int)) {
        // Steps of the golden ratio spread points evenly without a random number: 0.0272 of a degree is three kilometres.
        let share = Double(index % max(count, 1)) / Double(max(count, 1))
        let across = (Double(index) * 0.618_033_988_7).truncatingRemainder(dividingBy: 1)
        latitude = centre.latitude + Int((share - 0.5) * 2 * 272)
        longitude = centre.longitude + Int((across - 0.5) * 2 * 430)
    }
}
