package import Readings

extension [ChargingSession] {
    /// The indices of those that lasted while a session of another connector did.
    /// - Parameter self: ordered by plug-in.
    func overlapping() -> Set<Int> {
        var open: [Int] = []
        var found: Set<Int> = []
        for index in indices {
            guard let occupied = self[index].occupied, !occupied.isEmpty else { continue }
            open.removeAll { (self[$0].occupied?.upperBound ?? .distantPast) <= occupied.lowerBound }
            for other in open where self[other].connector != self[index].connector {
                found.formUnion([index, other])
            }
            open.append(index)
        }
        return found
    }
}

extension ChargePointHistory {
    /// Leaves out the visits that words alone show at a connector while another of its EVSE, of which one can run at a time, has a
    /// session that is told: OCPI's status is the EVSE's, its sessions name the connector, and both are of the same car.
    package mutating func leaveOutShown<EVSE: Hashable>(evse: (_ connector: Int, _ at: Instant) -> EVSE?) {
        var told: [EVSE: [(connector: Int, span: Range<Instant>)]] = [:]
        for history in connectors {
            for session in history.sessions where session.evidence.isTold {
                guard let name = evse(history.connector, session.plugIn), let span = session.occupied else { continue }
                told[name, default: []].append((history.connector, span))
            }
        }
        guard !told.isEmpty else { return }
        for index in connectors.indices {
            let own = connectors[index].connector
            connectors[index].leaveOut { session in
                guard !session.evidence.isTold, let span = session.occupied, let name = evse(own, session.plugIn)
                else { return false }
                return told[name]?.contains { $0.connector != own && VisitChoice.isTold(span, by: $0.span) } ?? false
            }
        }
    }

    /// Flags the sessions of connectors that can run one at a time where two of one EVSE lasted at once: a car that waits for its
    /// turn, or a stop that is wrong.
    /// - Parameter evse: the EVSE of a connector at an instant, by any name; nil where it has none.
    package mutating func flagOverlaps<EVSE: Hashable>(evse: (_ connector: Int, _ at: Instant) -> EVSE?) {
        var groups: [EVSE: [(history: Int, session: Int)]] = [:]
        for history in connectors.indices {
            for (index, session) in connectors[history].sessions.enumerated() {
                guard let name = evse(connectors[history].connector, session.plugIn) else { continue }
                groups[name, default: []].append((history, index))
            }
        }
        for places in groups.values {
            let ordered = places.sorted { left, right in
                let (mine, theirs) = (
                    connectors[left.history].sessions[left.session], connectors[right.history].sessions[right.session]
                )
                return (mine.plugIn, mine.connector, mine.ordinal) < (theirs.plugIn, theirs.connector, theirs.ordinal)
            }
            for index in ordered.map({ connectors[$0.history].sessions[$0.session] }).overlapping() {
                connectors[ordered[index].history].flagOverlap(ofSession: ordered[index].session)
            }
        }
    }
}
