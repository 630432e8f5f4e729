package import Readings

/// What a table of schools takes from the registry: who is compared with whom, and what kind of instrument each device is.
package struct SchoolNetwork: Hashable, Sendable {
    package struct Comparator: Hashable, Sendable {
        package var site: String
        /// Under whose folders its figures are; it may be another than the school's.
        package var borough: String
        /// `kerbside`, `roadside` or `background`; empty where the registry does not say.
        package var environment: String

        package init(site: String, borough: String, environment: String) {
            self.site = site
            self.borough = borough
            self.environment = environment
        }
    }

    /// A device while one row of the registry holds.
    package struct Deployment: Hashable, Sendable {
        package var validity: Range<Instant>
        package var deviceClass: DeviceClass

        package init(validity: Range<Instant>, deviceClass: DeviceClass) {
            self.validity = validity
            self.deviceClass = deviceClass
        }
    }

    /// By school, in the registry's order; a school without any may be absent.
    private let comparators: [String: [Comparator]]
    private let deployments: [String: [Deployment]]
    /// The boroughs whose figures are made up.
    private let simulatedBoroughs: Set<String>

    package init(
        comparators: [String: [Comparator]], deployments: [String: [Deployment]], simulatedBoroughs: Set<String>
    ) {
        self.comparators = comparators
        self.deployments = deployments
        self.simulatedBoroughs = simulatedBoroughs
    }

    func comparators(of school: String) -> [Comparator] { comparators[school] ?? [] }

    /// Nil for a device that the registry does not have then.
    func deviceClass(_ device: String, at instant: Instant) -> DeviceClass? {
        deployments[device]?.first { $0.validity.contains(instant) }?.deviceClass
    }

    func isSimulated(_ borough: String) -> Bool { simulatedBoroughs.contains(borough) }
}
