package import Readings

/// Which connectors of one charge point a message means that names an EVSE.
///
/// OCPP 2.0.1 numbers EVSEs from 1 and connectors from 1 within each; the registry numbers the connectors of the whole
/// unit. Where the column `ocpp_evse` is empty, the number of an EVSE is its connector's where every EVSE has one connector,
/// and its place among the unit's EVSEs, by their first connectors, where one has several.
package struct EVSEPlaces: Hashable, Sendable {
    private struct EVSE: Hashable {
        var name: String
        var publicName: String?
        var number: Int?
        /// Ascending.
        var connectors: [Int]
    }

    private var evses: [EVSE] = []

    /// - Parameter rows: the registry's rows of one charge point, of any time.
    package init(_ rows: [ChargePointConnector]) {
        for row in rows.sorted(by: { $0.connector < $1.connector }) {
            let index = evses.firstIndex { $0.name == row.evse } ?? evses.endIndex
            if index == evses.endIndex { evses.append(EVSE(name: row.evse, connectors: [])) }
            if evses[index].connectors.last != row.connector { evses[index].connectors.append(row.connector) }
            evses[index].publicName = evses[index].publicName ?? row.evseID
            evses[index].number = evses[index].number ?? row.ocppEVSE
        }
        let isOneEach = evses.allSatisfy { $0.connectors.count == 1 }
        for index in evses.indices where evses[index].number == nil {
            evses[index].number = isOneEach ? evses[index].connectors[0] : index + 1
        }
    }

    /// The names by which a payload can mean one of the EVSEs: its name and its public identifier.
    package var names: [String] { evses.flatMap { [$0.name] + [$0.publicName].compactMap(\.self) } }

    /// The connectors of an EVSE, ascending; empty for one that no row has. Number 0 is the unit as a whole, connector 0.
    package func connectors(of evse: EVSEReference) -> [Int] {
        switch evse {
        case .number(0): [0]
        case .number(let number): evses.first { $0.number == number }?.connectors ?? []
        case .name(let name): evses.first { $0.name == name || $0.publicName == name }?.connectors ?? []
        }
    }

    /// The connector that is the `number`-th of an EVSE. An EVSE with one connector has no other, whatever its number; and
    /// a number that is too high for the EVSE, and that one of its connectors has in the registry, means that one.
    package func connector(_ number: Int, of evse: EVSEReference) -> Int? {
        let connectors = connectors(of: evse)
        if connectors.count == 1 { return connectors[0] }
        if connectors.indices.contains(number - 1) { return connectors[number - 1] }
        return connectors.first { $0 == number }
    }
}
