import SensorSim

/// The city of these tests: two boroughs, 24 air sensors at 18 invented schools and two reference stations, and 60 connectors
/// on 42 charge points, without the presets' file.
extension City {
    static let twoBoroughs = twoBoroughs(schoolDialects: [])

    /// The same places with other sensors at the schools, or other charge points, in turn and in the registry's order.
    static func twoBoroughs(schoolDialects: [AirDialect] = [], chargerDialects: [ChargerDialect] = []) -> City {
        var places = westminster + kensington
        var turn = 0
        for place in places.indices where places[place].kind == .school && !schoolDialects.isEmpty {
            for sensor in places[place].sensors.indices {
                places[place].sensors[sensor].dialect = schoolDialects[turn % schoolDialects.count]
                turn += 1
            }
        }
        var city = City(
            boroughs: [
                Borough(id: "westminster", name: "City of Westminster (simulated)", gss: "E09000033"),
                Borough(
                    id: "kensington-and-chelsea", name: "Royal Borough of Kensington and Chelsea (simulated)",
                    gss: "E09000020"),
            ], prefixes: ["westminster": "wcc", "kensington-and-chelsea": "rbkc"], places: places)
        for index in city.chargePoints.indices where !chargerDialects.isEmpty {
            city.chargePoints[index].dialect = chargerDialects[index % chargerDialects.count]
        }
        return city
    }

    private static let westminster: [Place] = [
        Place(
            name: "Aspen Road Reference Station", borough: "westminster", kind: .station, environment: .roadside,
            latitude: 515222, longitude: -1503, traffic: 0.85, sensors: [.ngsiLD]),
        Place(
            name: "Larkspur Primary", borough: "westminster", kind: .school, environment: .kerbside, latitude: 515151,
            longitude: -1391, traffic: 0.9, sensors: [.plain, .plain]),
        Place(
            name: "Foxglove Infants", borough: "westminster", kind: .school, environment: .roadside, latitude: 515307,
            longitude: -1641, traffic: 0.62, sensors: [.plain, .airrohr]),
        Place(
            name: "Bramblewick Primary", borough: "westminster", kind: .school, environment: .roadside,
            latitude: 515127, longitude: -1748, traffic: 0.58, sensors: [.plain]),
        Place(
            name: "Quincebury Primary", borough: "westminster", kind: .school, environment: .kerbside, latitude: 515086,
            longitude: -1301, traffic: 1.0, sensors: [.plain]),
        Place(
            name: "Saffronfield Nursery", borough: "westminster", kind: .school, environment: .background,
            latitude: 515306, longitude: -1801, traffic: 0.38, sensors: [.airGradient]),
        Place(
            name: "Thistledown Primary", borough: "westminster", kind: .school, environment: .roadside,
            latitude: 514884, longitude: -1468, traffic: 0.66, sensors: [.plain]),
        Place(
            name: "Marigold Academy", borough: "westminster", kind: .school, environment: .kerbside, latitude: 514987,
            longitude: -1387, traffic: 0.82, sensors: [.plain]),
        Place(
            name: "Wintergreen Primary", borough: "westminster", kind: .school, environment: .background,
            latitude: 515311, longitude: -2072, traffic: 0.42, sensors: [.airGradient]),
        Place(
            name: "Heronmere School", borough: "westminster", kind: .school, environment: .roadside, latitude: 515139,
            longitude: -1546, traffic: 0.7, sensors: [.airrohr]),
        Place(
            name: "Alder Row", borough: "westminster", kind: .street, latitude: 515039, longitude: -1736,
            chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Barley Street", borough: "westminster", kind: .street, latitude: 515101, longitude: -1853,
            chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Comfrey Gardens", borough: "westminster", kind: .street, latitude: 515339, longitude: -1547,
            chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Dogwood Square", borough: "westminster", kind: .street, latitude: 515058, longitude: -1642,
            chargers: [Place.Chargers(kind: .fast7, count: 2)]),
        Place(
            name: "Elderberry Place", borough: "westminster", kind: .street, latitude: 515224, longitude: -1658,
            chargers: [Place.Chargers(kind: .fast7, count: 2)]),
        Place(
            name: "Fennel Car Park", borough: "westminster", kind: .hub, latitude: 514914, longitude: -1280,
            chargers: [Place.Chargers(kind: .fast22, count: 3)]),
        Place(
            name: "Gorse Road Rapid Hub", borough: "westminster", kind: .hub, latitude: 515374, longitude: -1769,
            chargers: [Place.Chargers(kind: .rapid50, count: 2)]),
    ]

    private static let kensington: [Place] = [
        Place(
            name: "Birch Lane Reference Station", borough: "kensington-and-chelsea", kind: .station,
            environment: .background, latitude: 515183, longitude: -2156, traffic: 0.4, sensors: [.ngsiLD]),
        Place(
            name: "Periwinkle Primary", borough: "kensington-and-chelsea", kind: .school, environment: .kerbside,
            latitude: 514968, longitude: -1865, traffic: 0.88, sensors: [.plain, .plain]),
        Place(
            name: "Teasel Infants", borough: "kensington-and-chelsea", kind: .school, environment: .roadside,
            latitude: 514927, longitude: -1611, traffic: 0.6, sensors: [.plain, .airGradient]),
        Place(
            name: "Cloudberry Primary", borough: "kensington-and-chelsea", kind: .school, environment: .roadside,
            latitude: 514807, longitude: -1856, traffic: 0.64, sensors: [.plain]),
        Place(
            name: "Kingcup Primary", borough: "kensington-and-chelsea", kind: .school, environment: .background,
            latitude: 515084, longitude: -2040, traffic: 0.4, sensors: [.plain]),
        Place(
            name: "Sorrelmead Nursery", borough: "kensington-and-chelsea", kind: .school, environment: .background,
            latitude: 514933, longitude: -1931, traffic: 0.45, sensors: [.airrohr]),
        Place(
            name: "Snowberry School", borough: "kensington-and-chelsea", kind: .school, environment: .kerbside,
            latitude: 514926, longitude: -1713, traffic: 0.8, sensors: [.plain]),
        Place(
            name: "Tamarisk Academy", borough: "kensington-and-chelsea", kind: .school, environment: .roadside,
            latitude: 515128, longitude: -1984, traffic: 0.57, sensors: [.airGradient]),
        Place(
            name: "Meadowlark Primary", borough: "kensington-and-chelsea", kind: .school, environment: .roadside,
            latitude: 514994, longitude: -2068, traffic: 0.68, sensors: [.plain]),
        Place(
            name: "Honeyfield Primary", borough: "kensington-and-chelsea", kind: .school, environment: .background,
            latitude: 515256, longitude: -2184, traffic: 0.36, sensors: [.airrohr]),
        Place(
            name: "Hazel Row", borough: "kensington-and-chelsea", kind: .street, latitude: 514913, longitude: -1823,
            chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Ivyleaf Street", borough: "kensington-and-chelsea", kind: .street, latitude: 514985,
            longitude: -1978, chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Jasmine Crescent", borough: "kensington-and-chelsea", kind: .street, latitude: 514853,
            longitude: -1804, chargers: [Place.Chargers(kind: .lampPost, count: 4)]),
        Place(
            name: "Knapweed Square", borough: "kensington-and-chelsea", kind: .street, latitude: 515030,
            longitude: -1920, chargers: [Place.Chargers(kind: .fast7, count: 2)]),
        Place(
            name: "Lavender Walk", borough: "kensington-and-chelsea", kind: .street, latitude: 514859, longitude: -1635,
            chargers: [Place.Chargers(kind: .fast7, count: 2)]),
        Place(
            name: "Mallow Car Park", borough: "kensington-and-chelsea", kind: .hub, latitude: 515048, longitude: -2109,
            chargers: [Place.Chargers(kind: .fast22, count: 3)]),
        Place(
            name: "Nettle Road Rapid Hub", borough: "kensington-and-chelsea", kind: .hub, latitude: 515141,
            longitude: -2083, chargers: [Place.Chargers(kind: .rapid50, count: 2)]),
    ]
}
