import Readings

/// Derives what is known of a charge point from a set of its events.
struct HistoryDerivation {
    private let contact: Contact
    private let rated: RatedPower
    private let evidence: [Int: ConnectorEvidence]
    private let sessions: [Int: SessionDerivation]
    private let device: DeviceReadings
    private let unpairedStops: Int

    init(events: [RecordedEvent], liveness: Liveness, rated: RatedPower, now: Instant?, minimumStatusSeconds: Int64) {
        let asOf = now ?? liveness.last ?? .distantPast
        contact = Contact(liveness: liveness, events: events, asOf: asOf)
        self.rated = rated
        let pairing = TransactionPairing(of: events, rated: rated)
        let evidence = ConnectorEvidence.byConnector(
            events, TransactionOwners(pairing.transactions), minimumStatusSeconds: minimumStatusSeconds)
        var sessions: [Int: SessionDerivation] = [:]
        for (connector, transactions) in Dictionary(grouping: pairing.transactions, by: \.connector) {
            let own = evidence[connector] ?? ConnectorEvidence()
            sessions[connector] = SessionDerivation(
                transactions: SessionStitching(transactions: transactions, evidence: own, rated: rated).stitched(),
                evidence: own, liveness: liveness, rated: rated, asOf: asOf)
        }
        self.evidence = evidence
        self.sessions = sessions
        device = DeviceReadings(sessions.values.flatMap(\.votes))
        unpairedStops = pairing.unpairedStops
    }

    func history(connectors: [Int]) -> ChargePointHistory {
        let whole = StatusSpans(words: evidence[0]?.words ?? [], sessions: [], contact: contact)
        let outOfService = whole.spans.filter { $0.state == .outOfService }
        var holdsUntil = contact.holdsUntil
        let unit = StatusDerivation(contact: contact, words: evidence[0]?.words ?? [])
        holdsUntil = min(holdsUntil, unit.holdsUntil)
        let histories = connectors.map { connector in
            let derived = sessions[connector]?.sessions(device) ?? []
            let states = StatusSpans(
                words: evidence[connector]?.words ?? [], sessions: derived, contact: contact)
            let timeline = Timeline.merged(sessions: derived, states: states.spans, outOfService: outOfService)
            for session in derived { holdsUntil = min(holdsUntil, session.believedUntil) }
            let told = StatusDerivation(contact: contact, words: evidence[connector]?.words ?? [])
            holdsUntil = min(holdsUntil, told.holdsUntil)
            return ConnectorHistory(
                connector: connector, sessions: derived, timeline: timeline, statuses: told.intervals(under: unit))
        }
        return ChargePointHistory(connectors: histories, unpairedStops: unpairedStops, holdsUntil: holdsUntil)
    }
}
