import Charging
import Dialects
import Readings
import Registry
import TimeWindows

extension Corridor {
    /// An event that names its device or its EVSE. What names none of the borough's is rejected.
    mutating func takeEvent(
        _ event: ChargerEvent, of subject: EventSubject, _ header: MessageHeader, _ route: ResolvedRoute,
        _ own: EventPlace?
    ) {
        let connectors: [Int?]
        var place = own
        let at = Self.time(of: event, header).at
        // Where the topic names no charge point, it may name an EVSE.
        let topics = own == nil ? String(decoding: route.device, as: UTF8.self) : nil
        if let name = subject.device ?? topics {
            let named = chargePoint(named: name, at) ?? subject.alias.flatMap { chargePoint(named: $0, at) }
            guard let found = named, chargePoints[found.index].borough == route.borough else {
                received[route.source].readings += 1
                received[route.source].rejected[.notRegistered, default: 0] += 1
                if named == nil { note(unknown: name, header, route, event) }
                return
            }
            place = self.place(of: found.index, header, route, own)
            connectors = chargePoints[found.index].connectors(of: event, in: subject.evse ?? found.evse, at: at)
        } else {
            connectors = own.map { chargePoints[$0.chargePoint].connectors(of: event, in: subject.evse, at: at) } ?? []
        }
        let source = place?.source ?? route.source
        received[source].readings += max(1, connectors.count)
        guard let place, !connectors.isEmpty else {
            received[source].rejected[.notRegistered, default: 0] += 1
            return
        }
        for connector in connectors {
            var told = event
            told.connector = connector
            takeEvent(told, header, place)
        }
    }

    /// A name is a charge point's, else that of an EVSE or its public identifier at that time; of an EVSE that no row has
    /// then, a charge point that has it at another.
    private func chargePoint(named name: String, _ at: Instant) -> (index: Int, evse: EVSEReference?)? {
        let bytes = Array(name.utf8)
        if let index = chargePointNames.index(of: bytes.span) { return (index, nil) }
        let having = chargePointsOfEVSE[name] ?? []
        let then = having.first { !chargePoints[$0].evses.connectors(of: .name(name), at: at).isEmpty }
        return (then ?? having.first).map { ($0, .name(name)) }
    }

    private mutating func place(
        of index: Int, _ header: MessageHeader, _ route: ResolvedRoute, _ own: EventPlace?
    ) -> EventPlace {
        if let own, own.chargePoint == index { return own }
        let provesContact = decoded.origin.provesContact(route.direction, header)
        noteRecord(header, index, provesContact)
        let area = boroughs[chargePoints[index].borough].borough.borough
        let source = sources.number(of: .init(area: area, name: chargePoints[index].name, kind: .charging))
        return EventPlace(
            chargePoint: index, source: source, provesContact: provesContact, format: route.format)
    }

    /// Lists a device that a payload names and no registry row does.
    private mutating func note(
        unknown name: String, _ header: MessageHeader, _ route: ResolvedRoute, _ event: ChargerEvent
    ) {
        guard Identifier.isValid(name), case .dialect(let dialect) = route.format else { return }
        let key = UnknownDevice.Key(
            area: boroughs[route.borough].borough.borough, isCharger: true, dialect: dialect.name, device: name)
        guard received.today.hasRoom(for: key) else { return }
        received.today.note(
            unknown: key, received: header.received, quantities: [], connectors: [event.connector].compactMap(\.self))
    }
}

extension ChargePointState {
    /// The connectors that an event of an EVSE is about; empty where no row of the registry has the EVSE then.
    ///
    /// What is said of an EVSE with several connectors as a whole holds for each of them where it says that none is in use;
    /// a car, a session and a meter are at one of them, nobody knows which, and are told of the first. What is said of a
    /// whole station holds for all of its EVSEs in the same way: a station without a free place has a car at each EVSE.
    func connectors(of event: ChargerEvent, in evse: EVSEReference?, at instant: Instant) -> [Int?] {
        guard let evse else {
            guard event.isOfWholeStation else { return [event.connector] }
            return event.kind.isOfOneConnector ? evses.firstConnectors(at: instant) : evses.connectors(at: instant)
        }
        if let number = event.connector { return evses.connector(number, of: evse, at: instant).map { [$0] } ?? [] }
        let all = evses.connectors(of: evse, at: instant)
        return event.kind.isOfOneConnector ? Array(all.prefix(1)) : all
    }
}

extension ChargerEvent {
    /// Whether all connectors are meant: it names none and is a station's status or a bay's.
    var isOfWholeStation: Bool { connector == nil && kind.isOfPlaces }
}

extension ChargerEvent.Kind {
    fileprivate var isOfOneConnector: Bool {
        switch self {
        case .status(let word, _): word.meaning.occupancy == .pluggedIn || word.meaning.occupancy == .ifProven
        case .plugged(let isTrue), .chargingNow(let isTrue): isTrue
        case .bay, .fault: false
        default: true
        }
    }

    /// Whether it means all connectors where it names none: a station's status, a bay's sensor.
    fileprivate var isOfPlaces: Bool {
        switch self {
        case .status, .bay: true
        default: false
        }
    }
}
