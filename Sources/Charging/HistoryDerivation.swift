import Readings

/// Derives what is known of a charge point from a set of its events.
struct HistoryDerivation {
    private let liveness: Liveness
    private let asOf: Instant
    private let rated: RatedPower
    private let evidence: [Int: ConnectorEvidence]
    private let sessions: [Int: SessionDerivation]
    private let device: DeviceReadings
    private let unpairedStops: Int

    init(events: [RecordedEvent], liveness: Liveness, rated: RatedPower, now: Instant?) {
        self.liveness = liveness
        asOf = now ?? liveness.last ?? .distantPast
        self.rated = rated
        let pairing = TransactionPairing(of: events, rated: rated)
        let evidence = ConnectorEvidence.byConnector(events, TransactionOwners(pairing.transactions))
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
        let whole = StatusSpans(words: evidence[0]?.words ?? [], sessions: [], liveness: liveness)
        let outOfService = whole.spans.filter { $0.state == .outOfService }
        let contact = Contact(liveness: liveness, asOf: asOf)
        var holdsUntil = Instant.distantFuture
        let histories = connectors.map { connector in
            let derived = sessions[connector]?.sessions(device) ?? []
            let states = StatusSpans(
                words: evidence[connector]?.words ?? [], sessions: derived, liveness: liveness)
            let timeline = Timeline.merged(sessions: derived, states: states.spans, outOfService: outOfService)
            for session in derived { holdsUntil = min(holdsUntil, session.believedUntil) }
            let statuses = StatusDerivation(contact: contact).intervals(
                words: evidence[connector]?.words ?? [], whole: evidence[0]?.words ?? [])
            return ConnectorHistory(connector: connector, sessions: derived, timeline: timeline, statuses: statuses)
        }
        return ChargePointHistory(connectors: histories, unpairedStops: unpairedStops, holdsUntil: holdsUntil)
    }
}
