package import Readings

/// What is known of one connector: a function of the set of events of its charge point.
package struct ConnectorHistory: Hashable, Sendable {
    package var connector: Int
    /// Ordered by plug-in, invalid ones included.
    package let sessions: [ChargingSession]
    /// Without gaps from the first evidence to the last; outside of it the state is unknown.
    package let timeline: [StateInterval]
    /// Plug-ins of the sessions that count, ascending.
    let plugIns: [Instant]
    /// The energy of the sessions that count, ordered by plug-in.
    let curves: [EnergyCurve]
    /// The latest end of the curves up to each: tells from which one on a window can be touched.
    let latestEnds: [Instant]

    init(connector: Int, sessions: [ChargingSession], timeline: [StateInterval]) {
        self.connector = connector
        self.sessions = sessions
        self.timeline = timeline
        plugIns = sessions.filter(\.isCounted).map(\.plugIn)
        curves = sessions.map(\.curve).filter { $0.end != nil }
        var latest = Instant.distantPast
        latestEnds = curves.map { curve in
            latest = max(latest, curve.end ?? latest)
            return latest
        }
    }
}

/// What is known of a charge point.
package struct ChargePointHistory: Hashable, Sendable {
    /// In the order asked for.
    package var connectors: [ConnectorHistory]
    /// Stops that belong to no start that was seen.
    package var unpairedStops: Int
}

extension ChargePointLog {
    /// Derives the sessions and states of the connectors from everything in the log. Connectors that are not asked for
    /// still take part in the joining of starts and stops.
    package func history(connectors: [Int]) -> ChargePointHistory {
        Self.history(connectors: connectors, events: events.all(), liveness: liveness)
    }

    /// The same, as if the log held only the events and the records of a span; for the figures of a block, its reach. The
    /// cost does not grow with what lies outside.
    /// - Parameter span: its bounds are taken down to midnight UTC.
    package func history(connectors: [Int], in span: Range<Instant>) -> ChargePointHistory {
        let first = span.lowerBound.floored(toMicroseconds: Microseconds.day)
        let days = first..<max(first, span.upperBound.floored(toMicroseconds: Microseconds.day))
        return Self.history(
            connectors: connectors, events: events.within(days), liveness: liveness.limited(to: days))
    }

    private static func history(
        connectors: [Int], events: [RecordedEvent], liveness: Liveness
    ) -> ChargePointHistory {
        let pairing = TransactionPairing(of: events)
        let evidence = ConnectorEvidence.byConnector(events)
        let whole = StatusSpans(words: evidence[0]?.words ?? [], sessions: [], liveness: liveness)
        let outOfService = whole.spans.filter { $0.state == .outOfService }
        let histories = connectors.map { connector in
            let own = evidence[connector] ?? ConnectorEvidence()
            let sessions = SessionDerivation(
                transactions: pairing.transactions.filter { $0.connector == connector }, evidence: own,
                liveness: liveness
            ).sessions()
            let states = StatusSpans(words: own.words, sessions: sessions, liveness: liveness)
            let timeline = Timeline.merged(sessions: sessions, states: states.spans, outOfService: outOfService)
            return ConnectorHistory(connector: connector, sessions: sessions, timeline: timeline)
        }
        return ChargePointHistory(connectors: histories, unpairedStops: pairing.unpairedStops)
    }
}
