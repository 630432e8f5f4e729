import Exports
import Publication
import Registry

extension SchoolNetwork {
    /// Comparators as `sites.csv` names them, classes as `air_sensors.csv` has them.
    init(_ tables: RegistryTables) {
        var comparators: [String: [Comparator]] = [:]
        for school in tables.sites where school.kind == .school {
            comparators[school.site] = school.comparators.compactMap { name in
                tables.site(name).map {
                    Comparator(site: $0.site, borough: $0.borough, environment: $0.environment?.rawValue ?? "")
                }
            }
        }
        self.init(
            comparators: comparators,
            deployments: Dictionary(grouping: tables.airSensors, by: \.device).mapValues { rows in
                rows.map { Deployment(validity: $0.validity, deviceClass: $0.deviceClass) }
            },
            simulatedBoroughs: Set(tables.boroughs.filter(\.isSimulated).map(\.borough)))
    }
}
