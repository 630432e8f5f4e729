package import Readings

/// What is known of one connector: a function of the set of events of its charge point.
package struct ConnectorHistory: Hashable, Sendable {
    package var connector: Int
    /// Ordered by plug-in, invalid ones included.
    package private(set) var sessions: [ChargingSession]
    /// Without gaps from the first evidence to the last; outside of it the state is unknown.
    package let timeline: [StateInterval]
    /// What the unit says of the connector, without gaps from the first evidence to the last; outside of it nothing is
    /// known.
    package let statuses: [StatusInterval]
    /// Plug-ins of the sessions that count, ascending.
    let plugIns: [Instant]
    /// The energy that a meter shows beside the sessions, in the order of time.
    let beside: [EnergyCurve]
    /// The energy of the sessions that count and of what is beside them, ordered by their beginnings.
    let curves: [EnergyCurve]
    /// The latest end of the curves up to each: tells from which one on a window can be touched.
    let latestEnds: [Instant]
    /// Which figures its evidence can tell; the cells of the others are empty.
    package let scope: EvidenceScope
    /// The visits that count and whose energy nobody told, and those whose energy is told.
    let untoldVisits: [Range<Instant>]
    let meteredVisits: [Range<Instant>]

    init(
        connector: Int, sessions: [ChargingSession], timeline: [StateInterval], statuses: [StatusInterval],
        scope: EvidenceScope = .all, beside: [EnergyCurve] = []
    ) {
        self.beside = beside
        self.scope = scope
        let visits = sessions.filter(\.isCounted)
        untoldVisits = visits.filter { $0.energy == nil && $0.meterStart == nil }.compactMap(\.occupied)
        meteredVisits = visits.filter { $0.energy != nil || $0.meterStart != nil }.compactMap(\.occupied)
        self.connector = connector
        self.statuses = statuses
        self.sessions = sessions
        self.timeline = timeline
        plugIns = sessions.filter(\.isCounted).map(\.plugIn)
        let ofSessions = sessions.map(\.curve).filter { $0.end != nil }
        curves =
            beside.isEmpty
            ? ofSessions
            : (ofSessions + beside).sorted { ($0.start ?? .distantPast) < ($1.start ?? .distantPast) }
        var latest = Instant.distantPast
        latestEnds = curves.map { curve in
            latest = max(latest, curve.end ?? latest)
            return latest
        }
    }

    mutating func leaveOut(_ isLeftOut: (ChargingSession) -> Bool) {
        guard sessions.contains(where: isLeftOut) else { return }
        self = ConnectorHistory(
            connector: connector, sessions: sessions.filter { !isLeftOut($0) }, timeline: timeline, statuses: statuses,
            scope: scope, beside: beside)
    }

    mutating func flagOverlap(ofSession index: Int) {
        sessions[index].flags.append(.evseOverlap)
    }
}

/// What is known of a charge point.
package struct ChargePointHistory: Hashable, Sendable {
    /// In the order asked for.
    package var connectors: [ConnectorHistory]
    /// Stops that belong to no start that was seen.
    package var unpairedStops: Int
    /// The history is the same for every later `now` up to this one; behind it a session that has no stop is given up.
    package var holdsUntil = Instant.distantFuture
}

extension ChargePointLog {
    /// Derives the sessions and states of the connectors from everything in the log. Connectors that are not asked for
    /// still take part in the joining of starts and stops.
    /// - Parameters:
    ///   - rated: decides which registers are believed; without it all are.
    ///   - now: up to when anything was received, of whatever device: what tells that this charge point is silent. Nil takes
    ///     its own newest record.
    ///   - minimumStatusSeconds: words shorter than that are left out where they lie between equal ones.
    package func history(
        connectors: [Int], rated: RatedPower = RatedPower(), now: Instant? = nil, minimumStatusSeconds: Int64 = 0
    ) -> ChargePointHistory {
        HistoryDerivation(
            events: events.all(), liveness: liveness, rated: rated, now: now,
            minimumStatusSeconds: minimumStatusSeconds
        ).history(connectors: connectors)
    }

    /// The same, as if the log held only the events and the records of a span; for the figures of a block, its reach. The
    /// cost does not grow with what lies outside.
    /// - Parameter span: its bounds are taken down to midnight UTC.
    package func history(
        connectors: [Int], in span: Range<Instant>, rated: RatedPower = RatedPower(), now: Instant? = nil,
        minimumStatusSeconds: Int64 = 0
    ) -> ChargePointHistory {
        let first = span.lowerBound.floored(toMicroseconds: Microseconds.day)
        let days = first..<max(first, span.upperBound.floored(toMicroseconds: Microseconds.day))
        return HistoryDerivation(
            events: events.within(days), liveness: liveness.limited(to: days), rated: rated, now: now,
            minimumStatusSeconds: minimumStatusSeconds
        ).history(connectors: connectors)
    }
}
