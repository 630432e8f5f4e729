import Readings
import Registry

/// A borough, and how far its records have come.
struct BoroughState: Sendable {
    let borough: Borough
    /// The newest receive time of its records.
    private(set) var newest: Instant?
    /// Its deployments in the order of rows: site, then device.
    var sensors: [Int] = []
    /// Those of its schools that have sensors, by site.
    var schools: [School] = []
    /// Its connectors in the order of rows: site, charge point, connector number.
    var connectors: [ConnectorPlace] = []

    struct ConnectorPlace: Sendable {
        var chargePoint: Int
        var connector: ChargePointConnector
    }

    init(borough: Borough) {
        self.borough = borough
    }

    mutating func noteRecord(received: Instant) {
        if newest.map({ received > $0 }) ?? true { newest = received }
    }
}
