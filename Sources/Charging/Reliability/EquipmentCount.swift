/// One connector by the names of what it belongs to.
package struct Equipment: Hashable, Sendable {
    package var chargePoint: String
    package var evse: String
    package var connector: Int

    package init(chargePoint: String, evse: String, connector: Int) {
        self.chargePoint = chargePoint
        self.evse = evse
        self.connector = connector
    }
}

/// How much equipment stands somewhere, in the three units that statistics use: the Department for Transport counts devices
/// (physical units), OCPI and the regulations EVSEs, drivers connectors.
package struct EquipmentCount: Hashable, Sendable {
    package var devices: Int
    package var evses: Int
    package var connectors: Int

    /// - Parameter equipment: rows of the registry; what stands there twice (a connector whose row changed) counts once.
    package init(of equipment: some Sequence<Equipment>) {
        let connectors = Set(equipment)
        self.connectors = connectors.count
        devices = Set(connectors.map(\.chargePoint)).count
        evses = Set(connectors.map(\.evse)).count
    }
}
