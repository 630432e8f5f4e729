import Readings

/// Derives what is known of a charge point from a set of its events.
struct HistoryDerivation {
    private let contact: Contact
    private let rated: RatedPower
    private let evidence: [Int: ConnectorEvidence]
    private let sessions: [Int: SessionDerivation]
    private let device: DeviceReadings
    private let unpairedStops: Int
    private let unitTells: [Instant]
    /// What the meters of connectors show beside their visits.
    private let shown: [Int: [Range<Instant>]]
    private let events: [RecordedEvent]

    init(events: [RecordedEvent], liveness: Liveness, rated: RatedPower, now: Instant?, minimumStatusSeconds: Int64) {
        let asOf = now ?? liveness.last ?? .distantPast
        contact = Contact(liveness: liveness, events: events, asOf: asOf)
        self.rated = rated
        let pairing = TransactionPairing(of: events, rated: rated)
        let evidence = ConnectorEvidence.byConnector(
            events, TransactionOwners(pairing.transactions), minimumStatusSeconds: minimumStatusSeconds)
        var sessions: [Int: SessionDerivation] = [:]
        var shown: [Int: [Range<Instant>]] = [:]
        for (connector, transactions) in Self.visits(pairing, evidence, events, rated, metered: &shown) {
            sessions[connector] = SessionDerivation(
                transactions: transactions, evidence: evidence[connector] ?? ConnectorEvidence(), liveness: liveness,
                rated: rated, asOf: asOf)
        }
        self.evidence = evidence
        self.sessions = sessions
        self.shown = shown
        self.events = events
        device = DeviceReadings(sessions.values.flatMap(\.votes))
        unpairedStops = pairing.unpairedStops
        unitTells = events.filter(\.isOfTransactions).map(\.holdsFrom)
    }

    /// The visits of each connector: its own transactions, what OCPI tells of its sessions, and what its words show.
    private static func visits(
        _ pairing: TransactionPairing, _ evidence: [Int: ConnectorEvidence], _ events: [RecordedEvent],
        _ rated: RatedPower, metered: inout [Int: [Range<Instant>]]
    ) -> [Int: [Transaction]] {
        let own = Dictionary(grouping: pairing.transactions, by: \.connector)
        let records = RecordedVisits(events).transactions
        let station = ShownVisits.stationTimes(events)
        var visits: [Int: [Transaction]] = [:]
        for connector in Set(own.keys).union(records.keys).union(evidence.keys) {
            let said = evidence[connector] ?? ConnectorEvidence()
            let transactions = SessionStitching(
                transactions: own[connector] ?? [], evidence: said, rated: rated
            ).stitched()
            let shown = connector > 0 ? ShownVisits(said, connector: connector, station: station) : nil
            if let shown, !shown.metered.isEmpty { metered[connector] = shown.metered }
            let chosen = VisitChoice(
                transactions: transactions, records: records[connector] ?? [], shown: shown?.transactions ?? [],
                words: said.words)
            if !chosen.visits.isEmpty { visits[connector] = chosen.visits }
        }
        return visits
    }

    func history(connectors: [Int]) -> ChargePointHistory {
        let whole = StatusSpans(words: evidence[0]?.words ?? [], sessions: [], contact: contact)
        let outOfService = whole.spans.filter { $0.state == .outOfService }
        var holdsUntil = contact.holdsUntil
        let unit = StatusDerivation(contact: contact, words: evidence[0]?.words ?? [])
        holdsUntil = min(holdsUntil, unit.holdsUntil)
        let histories = connectors.map { connector in
            let derived = sessions[connector]?.sessions(device) ?? []
            // What only words show, they show in the timeline.
            let told = derived.filter(\.evidence.isTold)
            let untold = derived.filter { !$0.evidence.isTold && $0.chargingMicroseconds == nil }
            let states = StatusSpans(
                words: evidence[connector]?.words ?? [], sessions: told, contact: contact,
                untold: untold.compactMap(\.occupied))
            let bay = evidence[connector]?.occupiedBay ?? []
            let timeline = Timeline.merged(
                sessions: told, states: states.spans, outOfService: outOfService, blocked: bay)
            for session in derived { holdsUntil = min(holdsUntil, session.believedUntil) }
            let statuses = StatusDerivation(contact: contact, words: evidence[connector]?.words ?? [])
            holdsUntil = min(holdsUntil, statuses.holdsUntil)
            let beside = beside(connector, derived)
            return ConnectorHistory(
                connector: connector, sessions: derived, timeline: timeline,
                statuses: statuses.intervals(under: unit, blocked: bay),
                scope: EvidenceScope(
                    evidence[connector] ?? ConnectorEvidence(), sessions: derived,
                    unitTells: unitTells, untold: beside?.untold ?? []), beside: beside?.curves ?? [])
        }
        return ChargePointHistory(connectors: histories, unpairedStops: unpairedStops, holdsUntil: holdsUntil)
    }

    /// Nil where no meter tells anything beside its visits.
    private func beside(_ connector: Int, _ sessions: [ChargingSession]) -> EnergyBesideVisits? {
        guard connector > 0, let registers = evidence[connector]?.registers, let last = registers.last else {
            return nil
        }
        let transactions = MeterStretches.told(events, byTransactions: true)
        guard ![registers[0].at..<last.at].subtracting(transactions).isEmpty else { return nil }
        let visits = sessions.filter { $0.isCounted && ($0.energy != nil || $0.meterStart != nil) }
        return EnergyBesideVisits(
            registers,
            others: (transactions + visits.compactMap(\.occupied) + (shown[connector] ?? [])).united(),
            told: MeterStretches.told(events), cap: { rated.cap(ofConnector: connector, at: $0) })
    }
}
