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

    /// The EVSEs while no row begins or ends.
    private struct Period: Hashable {
        var span: Range<Instant>
        var evses: [EVSE]
    }

    /// Ascending; without the times in which no row holds.
    private var periods: [Period] = []
    /// Numbers that two EVSEs have at a time: nobody knows which one a message means.
    package private(set) var ambiguousNumbers: Set<Int> = []

    /// - Parameter rows: the registry's rows of one charge point, of any time.
    package init(_ rows: [ChargePointConnector]) {
        let bounds = Set(rows.flatMap { [$0.validity.lowerBound, $0.validity.upperBound] }).sorted()
        for (start, end) in zip(bounds, bounds.dropFirst()) {
            let valid = rows.filter { $0.validity.lowerBound <= start && end <= $0.validity.upperBound }
            guard !valid.isEmpty else { continue }
            let evses = Self.evses(valid)
            var seen: Set<Int> = []
            for number in evses.compactMap(\.number) where !seen.insert(number).inserted {
                ambiguousNumbers.insert(number)
            }
            periods.append(Period(span: start..<end, evses: evses))
        }
    }

    private static func evses(_ rows: [ChargePointConnector]) -> [EVSE] {
        var evses: [EVSE] = []
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
        return evses
    }

    /// The names by which a payload can mean one of the EVSEs at any time: its name and its public identifier.
    package var names: Set<String> {
        Set(periods.flatMap { $0.evses.flatMap { [$0.name] + [$0.publicName].compactMap(\.self) } })
    }

    /// The unit's connectors at an instant, ascending.
    package func connectors(at instant: Instant) -> [Int] {
        evses(at: instant).flatMap(\.connectors).sorted()
    }

    /// The first connector of each of the unit's EVSEs at an instant, ascending.
    package func firstConnectors(at instant: Instant) -> [Int] {
        evses(at: instant).compactMap(\.connectors.first).sorted()
    }

    /// The connectors of an EVSE at an instant, ascending; empty for one that no row has then. Number 0 is the unit as a
    /// whole, connector 0.
    package func connectors(of evse: EVSEReference, at instant: Instant) -> [Int] {
        switch evse {
        case .number(0): [0]
        case .number(let number): evses(at: instant).first { $0.number == number }?.connectors ?? []
        case .name(let name):
            evses(at: instant).first { $0.name == name || $0.publicName == name }?.connectors ?? []
        }
    }

    /// The connector that is the `number`-th of an EVSE. An EVSE with one connector has no other, whatever its number; and
    /// a number that is too high for the EVSE, and that one of its connectors has in the registry, means that one.
    package func connector(_ number: Int, of evse: EVSEReference, at instant: Instant) -> Int? {
        let connectors = connectors(of: evse, at: instant)
        if connectors.count == 1 { return connectors[0] }
        if connectors.indices.contains(number - 1) { return connectors[number - 1] }
        return connectors.first { $0 == number }
    }

    private func evses(at instant: Instant) -> [EVSE] {
        periods.first { $0.span.contains(instant) }?.evses ?? []
    }
}
