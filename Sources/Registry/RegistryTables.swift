package import Dialects
package import Readings

/// What council staff keep about boroughs, sites and devices, checked: every name that one table takes from another is there.
package struct RegistryTables: Hashable, Sendable {
    /// Each in the order of its file.
    package let boroughs: [Borough]
    package let sites: [Site]
    package let airSensors: [AirSensor]
    package let connectors: [ChargePointConnector]
    package let openingHours: [OpeningHours]
    package let outageExclusions: [OutageExclusionRow]
    package let routes: [Route]
    package let corrections: [Correction]
    package let reviews: [Review]
    package let schoolTerms: [SchoolTerm]
    package let schoolWindows: [SchoolWindowRow]
    package let bankHolidays: [BankHolidayRow]
    /// Payload formats that staff describe, by the names of their files.
    package let mappings: [Mapping]

    private let boroughsByName: [String: Borough]
    private let sitesByName: [String: Site]
    private let sensorsByDevice: [String: [AirSensor]]
    private let connectorsByChargePoint: [String: [ChargePointConnector]]
    private let hoursBySite: [String: [OpeningHours]]
    private let exclusionsByEVSE: [String: [OutageExclusionRow]]
    private let correctionsByDevice: [String: [Correction]]
    private let reviewsByDevice: [String: [Review]]
    let termsByOwner: [SchoolOwner: [SchoolTerm]]
    let windowsByOwner: [SchoolOwner: [SchoolWindowRow]]

    /// For tables that are right; `parse` is the way in for files.
    package init(
        boroughs: [Borough], sites: [Site], airSensors: [AirSensor] = [], connectors: [ChargePointConnector] = [],
        openingHours: [OpeningHours] = [], outageExclusions: [OutageExclusionRow] = [], routes: [Route] = [],
        corrections: [Correction] = [],
        reviews: [Review] = [], schoolTerms: [SchoolTerm] = [], schoolWindows: [SchoolWindowRow] = [],
        bankHolidays: [BankHolidayRow] = [], mappings: [Mapping] = []
    ) {
        self.boroughs = boroughs
        self.sites = sites
        self.airSensors = airSensors
        self.connectors = connectors
        self.openingHours = openingHours
        self.outageExclusions = outageExclusions
        self.routes = routes
        self.corrections = corrections
        self.reviews = reviews
        self.schoolTerms = schoolTerms
        self.schoolWindows = schoolWindows
        self.bankHolidays = bankHolidays
        self.mappings = mappings
        boroughsByName = Dictionary(boroughs.map { ($0.borough, $0) }, uniquingKeysWith: { first, _ in first })
        sitesByName = Dictionary(sites.map { ($0.site, $0) }, uniquingKeysWith: { first, _ in first })
        sensorsByDevice = Dictionary(grouping: airSensors, by: \.device)
            .mapValues { $0.sorted { $0.validity.lowerBound < $1.validity.lowerBound } }
        connectorsByChargePoint = Dictionary(grouping: connectors, by: \.chargePoint)
            .mapValues {
                $0.sorted { ($0.connector, $0.validity.lowerBound) < ($1.connector, $1.validity.lowerBound) }
            }
        hoursBySite = Dictionary(grouping: openingHours, by: \.site)
        exclusionsByEVSE = Dictionary(grouping: outageExclusions, by: \.evse)
            .mapValues { $0.sorted { ($0.validity.lowerBound, $0.reason) < ($1.validity.lowerBound, $1.reason) } }
        correctionsByDevice = Dictionary(grouping: corrections, by: \.device)
            .mapValues {
                $0.sorted { ($0.quantity, $0.validity.lowerBound) < ($1.quantity, $1.validity.lowerBound) }
            }
        reviewsByDevice = Dictionary(grouping: reviews, by: \.device)
            .mapValues { $0.sorted { $0.validFrom < $1.validFrom } }
        termsByOwner = Dictionary(grouping: schoolTerms, by: \.owner)
        windowsByOwner = Dictionary(grouping: schoolWindows, by: \.owner)
    }

    package func borough(_ name: String) -> Borough? { boroughsByName[name] }

    package func site(_ name: String) -> Site? { sitesByName[name] }

    /// The opening hours of a site; empty: it is always open.
    package func openingHours(ofSite name: String) -> [OpeningHours] { hoursBySite[name] ?? [] }

    /// When outages of an EVSE do not count by the US rule, by `from`.
    package func outageExclusions(ofEVSE name: String) -> [OutageExclusionRow] { exclusionsByEVSE[name] ?? [] }

    /// All rows of an air sensor, by `from`.
    package func airSensors(_ device: String) -> [AirSensor] { sensorsByDevice[device] ?? [] }

    /// The row of an air sensor that holds at the instant.
    package func airSensor(_ device: String, at instant: Instant) -> AirSensor? {
        airSensors(device).first { $0.validity.contains(instant) }
    }

    /// All corrections of an air sensor, by quantity, then by `from`; empty, after one look-up, for a device without any.
    package func corrections(of device: String) -> [Correction] { correctionsByDevice[device] ?? [] }

    /// All reviews of an air sensor, by `from`; empty, after one look-up, for a device that nobody has reviewed.
    package func reviews(of device: String) -> [Review] { reviewsByDevice[device] ?? [] }

    /// All rows of a charge point, by connector, then by `from`.
    package func connectors(ofChargePoint name: String) -> [ChargePointConnector] {
        connectorsByChargePoint[name] ?? []
    }

    /// The connectors that a charge point has at the instant, in ascending order.
    package func connectors(ofChargePoint name: String, at instant: Instant) -> [ChargePointConnector] {
        connectors(ofChargePoint: name).filter { $0.validity.contains(instant) }
    }

    /// The borough that owns a device at the instant; nil when no row of the device holds then. An air sensor and a charge
    /// point of the same name are two devices.
    package func borough(of device: String, _ family: DeviceFamily, at instant: Instant) -> Borough? {
        let site =
            switch family {
            case .air: airSensor(device, at: instant)?.site
            case .ev: connectors(ofChargePoint: device).first { $0.validity.contains(instant) }?.site
            }
        return site.flatMap { sitesByName[$0] }.flatMap { boroughsByName[$0.borough] }
    }
}
