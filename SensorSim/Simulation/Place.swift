/// A site of the city as a scenario describes it: where it is, and what stands there.
package struct Place: Sendable {
    /// Invented; ` (simulated)` is added wherever it is shown.
    package var name: String
    package var borough: String
    package var kind: City.Kind
    package var environment: City.Environment?
    /// Degrees times 10,000 (WGS 84).
    package var latitude: Int
    package var longitude: Int
    /// The traffic beside it, as a share of Marylebone Road's.
    package var traffic: Double
    package var sensors: [Sensor]
    package var chargers: [Chargers]
    /// The scheme that keeps cars from the school's street, if there is one.
    package var schoolStreet: SchoolStreet?

    /// An air sensor: what it speaks, and how good it is where that is not the scenario's rule.
    package struct Sensor: Equatable, Sendable {
        package var dialect: AirDialect
        package var model: SensorModel?

        package init(_ dialect: AirDialect, _ model: SensorModel? = nil) {
            self.dialect = dialect
            self.model = model
        }
    }

    /// Charge points of one class at a place.
    package struct Chargers: Sendable {
        package var kind: ChargerKind
        package var count: Int
        package var dialect: ChargerDialect

        package init(kind: ChargerKind, count: Int, dialect: ChargerDialect = .ocpp16) {
            self.kind = kind
            self.count = count
            self.dialect = dialect
        }
    }

    package init(
        name: String, borough: String, kind: City.Kind, environment: City.Environment? = nil, latitude: Int,
        longitude: Int, traffic: Double = 0.5, sensors: [AirDialect] = [], chargers: [Chargers] = [],
        schoolStreet: SchoolStreet? = nil
    ) {
        self.name = name
        self.borough = borough
        self.kind = kind
        self.environment = environment
        self.latitude = latitude
        self.longitude = longitude
        self.traffic = traffic
        self.sensors = sensors.map { Sensor($0) }
        self.chargers = chargers
        self.schoolStreet = schoolStreet
    }

    /// Every row of every summary names its site: the mark is in the name, so that no simulated row can pass for measured.
    package var siteID: String { "sim-" + String(name.lowercased().map { $0 == " " ? "-" : $0 }) }
}
