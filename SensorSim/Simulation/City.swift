/// The simulated city: who measures and who charges, and where. A plain value, so that the registry and the traffic come
/// from one source.
package struct City: Sendable {
    package var boroughs: [Borough]
    package var sites: [Site]
    package var airDevices: [AirDevice]
    package var chargePoints: [ChargePoint]
    /// When children go to school, in all boroughs.
    package var terms = SchoolTerms()

    /// Who owns sites, and what topics and the names of folders begin with.
    package struct Borough: Sendable {
        package var id: String
        package var name: String
        /// The code of the Office for National Statistics.
        package var gss: String

        /// - Parameters:
        ///   - id: as ``Readings/Identifier`` asks of a borough.
        ///   - name: for people; any text.
        ///   - gss: empty where there is none.
        package init(id: String, name: String, gss: String) {
            self.id = id
            self.name = name
            self.gss = gss
        }
    }

    /// Where something stands: a school, a reference station, a street or a hub of rapid chargers.
    package struct Site: Sendable {
        package var id: String
        package var name: String
        package var kind: Kind
        package var borough: String
        /// Degrees times 10,000 (WGS 84).
        package var latitude: Int
        package var longitude: Int
        package var environment: Environment?
        /// The site of the borough's reference station.
        package var comparator: String?
        /// The scheme that keeps cars from the school's street, if there is one.
        package var schoolStreet: SchoolStreet? = nil
    }

    /// What a site is. The raw values are the names in scenarios and in the registry.
    package enum Kind: String, CaseIterable, Sendable {
        case school, station, street, hub
    }

    /// How near a site is to the traffic. The raw values are the names in scenarios and in the registry.
    package enum Environment: String, CaseIterable, Sendable {
        case kerbside, roadside, background
    }
}

/// An air sensor and how it speaks.
package struct AirDevice: Sendable {
    package var id: String
    package var site: String
    package var borough: String
    package var dialect: AirDialect
    package var address: AirAddress
    /// The traffic beside it, as a share of Marylebone Road's.
    package var traffic: Double
    /// A sensor at a school also measures the cars that bring and fetch the children.
    package var isAtSchool: Bool
    /// How good it is, where that is not the scenario's rule.
    package var model: SensorModel? = nil

    /// Whether its hours are as those of a reference station.
    var isReference: Bool { model?.isReference ?? dialect.isStation }
}

/// A charge point and its connectors.
package struct ChargePoint: Sendable {
    package var id: String
    package var site: String
    package var borough: String
    package var kind: ChargerKind
    /// The connectors by EVSE: of the connectors of one EVSE, one can charge at a time.
    package var evses: [[Int]]
    package var dialect = ChargerDialect.ocpp16

    /// All of its connectors, in the order of its EVSEs.
    package var connectors: [Int] { evses.flatMap(\.self) }
}

/// The kinds of public chargers in the simulated city. The raw values are the names in scenarios.
package enum ChargerKind: String, CaseIterable, Sendable {
    case lampPost = "lamp-post"
    case fast7 = "fast-7"
    case fast22 = "fast-22"
    case rapid50 = "rapid-50"
    case ultra150 = "ultra-150"

    /// The most that a connector gives, in kW.
    package var ratedKilowatts: Int {
        switch self {
        case .lampPost: 5
        case .fast7: 7
        case .fast22: 22
        case .rapid50: 50
        case .ultra150: 150
        }
    }

    /// Whether it gives direct current; then it is a rapid one.
    package var isDirectCurrent: Bool { self == .rapid50 || self == .ultra150 }

    /// Who runs it; invented.
    package var operatorName: String {
        switch self {
        case .lampPost: "simulated-lamp-posts"
        case .fast7, .fast22: "simulated-kerb-charging"
        case .rapid50, .ultra150: "simulated-rapid-hubs"
        }
    }

    /// The registry's word for the plug of a connector, which is counted from 1.
    package func connectorType(_ connector: Int) -> String {
        switch self {
        case .lampPost, .fast7, .fast22: "type2"
        case .rapid50: connector == 1 ? "ccs" : "chademo"
        case .ultra150: "ccs"
        }
    }
}
