import Charging
import Tables

/// What stood there in a month, and how many connectors of it take part in the figures of charging and of energy.
struct EquipmentOfMonth {
    private var all: Set<Equipment> = []
    private var charging: Set<Equipment> = []
    private var energy: Set<Equipment> = []

    /// - Parameter told: the places of which anything was told.
    mutating func add(_ places: [ConnectorOfTime], told: [ConnectorOfTime], _ usage: UsageSum) {
        all.formUnion(places.map { Equipment($0) })
        let telling = told.map { Equipment($0) }
        if usage.tellingCharging.elapsed > 0 { charging.formUnion(telling) }
        if usage.greatestEnergy > 0 || usage.energy > 0 { energy.formUnion(telling) }
    }

    mutating func formUnion(_ other: EquipmentOfMonth) {
        all.formUnion(other.all)
        charging.formUnion(other.charging)
        energy.formUnion(other.energy)
    }

    var count: EquipmentCount { EquipmentCount(of: all) }
    var telling: TellingConnectors { TellingConnectors(charging: charging.count, energy: energy.count) }
}
