extension City {
    /// Two boroughs: 24 air sensors at 18 invented schools and two reference stations, and 60 connectors on 42 charge
    /// points. Every name is invented and says so; the places lie inside the boroughs and belong to nobody.
    package static let twoBoroughs = twoBoroughs(schoolDialects: [], chargerDialects: [])

    /// The same places with other sensors at the schools, or other charge points.
    ///
    /// - Parameters:
    ///   - dialects: what the schools' sensors speak, in turn and in the order of the registry; empty for the mix of
    ///     `twoBoroughs`. The reference stations stay as they are.
    ///   - chargerDialects: what the charge points speak, in turn and in the order of the registry; empty for OCPP 1.6.
    package static func twoBoroughs(
        schoolDialects dialects: [AirDialect] = [], chargerDialects: [ChargerDialect] = []
    ) -> City {
        var city = City(
            boroughs: [
                Borough(id: "westminster", name: "City of Westminster (simulated)", gss: "E09000033"),
                Borough(
                    id: "kensington-and-chelsea", name: "Royal Borough of Kensington and Chelsea (simulated)",
                    gss: "E09000020"),
            ],
            sites: [], airDevices: [], chargePoints: [])
        var turn = 0
        city.add(
            borough: "westminster", prefix: "wcc", number: 1, air: westminsterAir.map { $0.speaking(dialects, &turn) },
            charging: westminsterCharging)
        city.add(
            borough: "kensington-and-chelsea", prefix: "rbkc", number: 2,
            air: kensingtonAir.map { $0.speaking(dialects, &turn) }, charging: kensingtonCharging)
        for index in city.chargePoints.indices where !chargerDialects.isEmpty {
            city.chargePoints[index].dialect = chargerDialects[index % chargerDialects.count]
        }
        return city
    }

    private struct AirPlace {
        var name: String
        var kind = Kind.school
        var environment: Environment
        var at: (Int, Int)
        var traffic: Double
        var dialects: [AirDialect]

        /// The place with the next of these at its sensors, if it is a school.
        func speaking(_ others: [AirDialect], _ turn: inout Int) -> AirPlace {
            guard kind == .school, !others.isEmpty else { return self }
            var place = self
            for index in place.dialects.indices {
                place.dialects[index] = others[turn % others.count]
                turn += 1
            }
            return place
        }
    }

    private struct ChargingPlace {
        var name: String
        var kind: Kind
        var at: (Int, Int)
        var chargers: ChargerKind
        /// Charge points at the place.
        var count: Int
    }

    /// Traffic shares as measured over London in 2020, relative to Marylebone Road's NO2: busy streets 0.8 to 1.0,
    /// ordinary roads about 0.6, background 0.35 to 0.5 once the regional part is taken off.
    private static let westminsterAir = [
        AirPlace(
            name: "Aspen Road Reference Station", kind: .station, environment: .roadside, at: (515222, -1503),
            traffic: 0.85, dialects: [.ngsiLD]),
        AirPlace(
            name: "Larkspur Primary", environment: .kerbside, at: (515151, -1391), traffic: 0.9,
            dialects: [.plain, .plain]),
        AirPlace(
            name: "Foxglove Infants", environment: .roadside, at: (515307, -1641), traffic: 0.62,
            dialects: [.plain, .airrohr]),
        AirPlace(
            name: "Bramblewick Primary", environment: .roadside, at: (515127, -1748), traffic: 0.58, dialects: [.plain]),
        AirPlace(
            name: "Quincebury Primary", environment: .kerbside, at: (515086, -1301), traffic: 1.0, dialects: [.plain]),
        AirPlace(
            name: "Saffronfield Nursery", environment: .background, at: (515306, -1801), traffic: 0.38,
            dialects: [.airGradient]),
        AirPlace(
            name: "Thistledown Primary", environment: .roadside, at: (514884, -1468), traffic: 0.66, dialects: [.plain]
        ),
        AirPlace(
            name: "Marigold Academy", environment: .kerbside, at: (514987, -1387), traffic: 0.82, dialects: [.plain]),
        AirPlace(
            name: "Wintergreen Primary", environment: .background, at: (515311, -2072), traffic: 0.42,
            dialects: [.airGradient]),
        AirPlace(
            name: "Heronmere School", environment: .roadside, at: (515139, -1546), traffic: 0.7, dialects: [.airrohr]),
    ]

    private static let kensingtonAir = [
        AirPlace(
            name: "Birch Lane Reference Station", kind: .station, environment: .background, at: (515183, -2156),
            traffic: 0.4, dialects: [.ngsiLD]),
        AirPlace(
            name: "Periwinkle Primary", environment: .kerbside, at: (514968, -1865), traffic: 0.88,
            dialects: [.plain, .plain]),
        AirPlace(
            name: "Teasel Infants", environment: .roadside, at: (514927, -1611), traffic: 0.6,
            dialects: [.plain, .airGradient]),
        AirPlace(
            name: "Cloudberry Primary", environment: .roadside, at: (514807, -1856), traffic: 0.64, dialects: [.plain]),
        AirPlace(
            name: "Kingcup Primary", environment: .background, at: (515084, -2040), traffic: 0.4, dialects: [.plain]),
        AirPlace(
            name: "Sorrelmead Nursery", environment: .background, at: (514933, -1931), traffic: 0.45,
            dialects: [.airrohr]),
        AirPlace(
            name: "Snowberry School", environment: .kerbside, at: (514926, -1713), traffic: 0.8, dialects: [.plain]),
        AirPlace(
            name: "Tamarisk Academy", environment: .roadside, at: (515128, -1984), traffic: 0.57,
            dialects: [.airGradient]),
        AirPlace(
            name: "Meadowlark Primary", environment: .roadside, at: (514994, -2068), traffic: 0.68, dialects: [.plain]),
        AirPlace(
            name: "Honeyfield Primary", environment: .background, at: (515256, -2184), traffic: 0.36,
            dialects: [.airrohr]),
    ]

    private static let westminsterCharging = [
        ChargingPlace(name: "Alder Row", kind: .street, at: (515039, -1736), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Barley Street", kind: .street, at: (515101, -1853), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Comfrey Gardens", kind: .street, at: (515339, -1547), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Dogwood Square", kind: .street, at: (515058, -1642), chargers: .fast7, count: 2),
        ChargingPlace(name: "Elderberry Place", kind: .street, at: (515224, -1658), chargers: .fast7, count: 2),
        ChargingPlace(name: "Fennel Car Park", kind: .hub, at: (514914, -1280), chargers: .fast22, count: 3),
        ChargingPlace(name: "Gorse Road Rapid Hub", kind: .hub, at: (515374, -1769), chargers: .rapid50, count: 2),
    ]

    private static let kensingtonCharging = [
        ChargingPlace(name: "Hazel Row", kind: .street, at: (514913, -1823), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Ivyleaf Street", kind: .street, at: (514985, -1978), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Jasmine Crescent", kind: .street, at: (514853, -1804), chargers: .lampPost, count: 4),
        ChargingPlace(name: "Knapweed Square", kind: .street, at: (515030, -1920), chargers: .fast7, count: 2),
        ChargingPlace(name: "Lavender Walk", kind: .street, at: (514859, -1635), chargers: .fast7, count: 2),
        ChargingPlace(name: "Mallow Car Park", kind: .hub, at: (515048, -2109), chargers: .fast22, count: 3),
        ChargingPlace(name: "Nettle Road Rapid Hub", kind: .hub, at: (515141, -2083), chargers: .rapid50, count: 2),
    ]

    private mutating func add(
        borough: String, prefix: String, number: Int, air: [AirPlace], charging: [ChargingPlace]
    ) {
        let station = air.first { $0.kind == .station }.map { Self.siteID($0.name) }
        var sensors = 0
        for place in air {
            let id = Self.siteID(place.name)
            sites.append(
                Site(
                    id: id, name: place.name + " (simulated)", kind: place.kind, borough: borough,
                    latitude: place.at.0, longitude: place.at.1, environment: place.environment,
                    comparator: place.kind == .school ? station : nil))
            for dialect in place.dialects {
                sensors += 1
                let device = dialect.deviceName(prefix: prefix, borough: number, sensor: sensors)
                let address = AirAddress(dialect, device: device, borough: borough, boroughNumber: number)
                airDevices.append(
                    AirDevice(
                        id: device, site: id, borough: borough, dialect: dialect, address: address,
                        traffic: place.traffic, isAtSchool: place.kind == .school))
            }
        }
        var points = 0
        for place in charging {
            let id = Self.siteID(place.name)
            sites.append(
                Site(
                    id: id, name: place.name + " (simulated)", kind: place.kind, borough: borough,
                    latitude: place.at.0, longitude: place.at.1, environment: nil, comparator: nil))
            for _ in 0..<place.count {
                points += 1
                chargePoints.append(
                    ChargePoint(
                        id: prefix + "-cp-" + padded(points, 2), site: id, borough: borough, kind: place.chargers,
                        evses: Self.evses(place.chargers)))
            }
        }
    }

    /// A lamp post has one socket; posts and columns have two that charge at once; a rapid has two plugs on one EVSE.
    private static func evses(_ kind: ChargerKind) -> [[Int]] {
        switch kind {
        case .lampPost: [[1]]
        case .fast7, .fast22, .ultra150: [[1], [2]]
        case .rapid50: [[1, 2]]
        }
    }

    private static func slug(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " ? "-" : $0 })
    }

    /// Every row of every summary names its site: the mark is in the name, so that no simulated row can pass for measured.
    private static func siteID(_ name: String) -> String { "sim-" + slug(name) }
}
