extension City {
    /// The city of these boroughs and places, in their order. Devices are numbered by borough; a school's comparator is the
    /// first station of its borough.
    ///
    /// - Parameter prefixes: what names of devices begin with, by borough.
    package init(boroughs: [Borough], prefixes: [String: String], places: [Place]) {
        self.init(boroughs: boroughs, sites: [], airDevices: [], chargePoints: [])
        for (index, borough) in boroughs.enumerated() {
            let own = places.filter { $0.borough == borough.id }
            add(own, of: borough.id, prefix: prefixes[borough.id] ?? borough.id, number: index + 1)
        }
    }

    private mutating func add(_ places: [Place], of borough: String, prefix: String, number: Int) {
        let station = places.first { $0.kind == .station }?.siteID
        var sensors = 0
        var points = 0
        for place in places {
            let isSchool = place.kind == .school
            sites.append(
                Site(
                    id: place.siteID, name: place.name + " (simulated)", kind: place.kind, borough: borough,
                    latitude: place.latitude, longitude: place.longitude, environment: place.environment,
                    comparator: isSchool ? station : nil, schoolStreet: place.schoolStreet))
            for sensor in place.sensors {
                sensors += 1
                let dialect = sensor.dialect
                let device = dialect.deviceName(prefix: prefix, borough: number, sensor: sensors)
                airDevices.append(
                    AirDevice(
                        id: device, site: place.siteID, borough: borough, dialect: dialect,
                        address: AirAddress(dialect, device: device, borough: borough, boroughNumber: number),
                        traffic: place.traffic, isAtSchool: isSchool, model: sensor.model))
            }
            for chargers in place.chargers {
                for _ in 0..<chargers.count {
                    points += 1
                    chargePoints.append(
                        ChargePoint(
                            id: prefix + "-cp-" + padded(points, 2), site: place.siteID, borough: borough,
                            kind: chargers.kind, evses: chargers.kind.evses, dialect: chargers.dialect))
                }
            }
        }
    }
}

extension ChargerKind {
    /// A lamp post has one socket; posts and columns have two that charge at once; a rapid has two plugs on one EVSE.
    package var evses: [[Int]] {
        switch self {
        case .lampPost: [[1]]
        case .fast7, .fast22, .ultra150: [[1], [2]]
        case .rapid50: [[1, 2]]
        }
    }
}
