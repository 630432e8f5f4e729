import Readings

extension ConnectorHistory {
    /// An EVSE as one: its connectors can be used one at a time (OCPP 1.6 knows no EVSE, so that the registry groups them), and
    /// its percentages count the EVSE once.
    ///
    /// It is plugged in while any connector is; else it is the best that a connector is. Where two are plugged in at once, the
    /// later start tells whether it charges, and both sessions are flagged. Energies add up. `statuses` is empty: see
    /// `evseStatus`.
    package init(evseOf members: [ConnectorHistory]) {
        let connectors = members.sorted { $0.connector < $1.connector }
        self.init(
            connector: connectors.map(\.connector).min() ?? 0, sessions: Self.sessions(connectors),
            timeline: Self.timeline(connectors), statuses: [],
            scope: EvidenceScope(ofAll: connectors.map(\.scope)), beside: connectors.flatMap(\.beside))
    }

    /// Of all connectors, ordered by plug-in; those that overlap one of another connector are flagged.
    private static func sessions(_ connectors: [ConnectorHistory]) -> [ChargingSession] {
        var sessions = connectors.flatMap(\.sessions).sorted {
            ($0.plugIn, $0.connector, $0.ordinal) < ($1.plugIn, $1.connector, $1.ordinal)
        }
        for index in sessions.overlapping() { sessions[index].flags.append(.evseOverlap) }
        return sessions
    }

    private static func timeline(_ connectors: [ConnectorHistory]) -> [StateInterval] {
        var edges: Set<Instant> = []
        for connector in connectors {
            for interval in connector.timeline { edges.formUnion([interval.start, interval.end]) }
            edges.formUnion(connector.plugIns)
        }
        let instants = edges.sorted()
        var cursors = connectors.map(StateCursor.init)
        var timeline: [StateInterval] = []
        for (start, end) in zip(instants, instants.dropFirst()) {
            var best: (state: StateInterval, since: Instant)?
            for index in cursors.indices {
                let (state, since) = cursors[index].state(at: start)
                guard let known = best else {
                    best = (state, since)
                    continue
                }
                if (state.state.rank, known.since) < (known.state.state.rank, since) { best = (state, since) }
            }
            guard var interval = best?.state else { continue }
            interval.start = start
            interval.end = end
            if let last = timeline.last, last.end == start, last.isSame(as: interval) {
                timeline[timeline.count - 1].end = end
            } else {
                timeline.append(interval)
            }
        }
        return timeline
    }
}

extension StateInterval {
    /// But for its bounds.
    fileprivate func isSame(as other: StateInterval) -> Bool {
        state == other.state && isCharging == other.isCharging && evidence == other.evidence
            && knowsCharging == other.knowsCharging
    }
}

extension ConnectorState {
    /// Lower is better, as for the status of an EVSE: what nothing is known of may well work.
    fileprivate var rank: Int {
        switch self {
        case .pluggedIn: 0
        case .available: 1
        case .reserved: 2
        case .blocked: 3
        case .unknown: 4
        case .outOfService: 5
        }
    }
}

/// Walks along a connector's timeline; asked for ascending instants.
private struct StateCursor {
    private let connector: ConnectorHistory
    private var next = 0
    private var plugIn = 0
    /// When the car that is plugged in began.
    private var since = Instant.distantPast

    init(_ connector: ConnectorHistory) {
        self.connector = connector
    }

    mutating func state(at instant: Instant) -> (state: StateInterval, since: Instant) {
        let timeline = connector.timeline
        while next < timeline.count, timeline[next].end <= instant { next += 1 }
        while plugIn < connector.plugIns.count, connector.plugIns[plugIn] <= instant {
            since = connector.plugIns[plugIn]
            plugIn += 1
        }
        guard next < timeline.count, timeline[next].start <= instant else {
            return (
                StateInterval(start: instant, end: instant, state: .unknown, isCharging: false, evidence: .none),
                .distantPast
            )
        }
        guard timeline[next].state == .pluggedIn else { return (timeline[next], .distantPast) }
        return (timeline[next], timeline[next].evidence == .transaction ? since : max(since, timeline[next].start))
    }
}
