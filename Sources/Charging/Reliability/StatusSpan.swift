package import Readings

/// A time in which an EVSE or a connector has one status.
package struct StatusSpan: Hashable, Sendable {
    package var start: Instant
    package var end: Instant
    package var status: OCPIStatus
    package var evidence: StateEvidence

    package init(start: Instant, end: Instant, status: OCPIStatus, evidence: StateEvidence = .status) {
        self.start = start
        self.end = end
        self.status = status
        self.evidence = evidence
    }

    package var range: Range<Instant> { start..<max(start, end) }
}

/// What is known of one connector's availability, and when the connector was there.
package struct ConnectorStatuses: Hashable, Sendable {
    /// Where the registry has the connector; united. Outside of it the connector is no part of its EVSE.
    package var validity: [Range<Instant>]
    /// Ascending, not overlapping. Where the connector was there and nothing is told, its status is unknown.
    package var spans: [StatusSpan]

    package init(validity: [Range<Instant>], spans: [StatusSpan]) {
        self.validity = validity
        self.spans = spans
    }
}

/// The status of an EVSE from those of its connectors: in use if any connector is, else the best of them (an outlet that
/// works makes the EVSE usable). The spans cover exactly the times at which any of its connectors was there; neighbours
/// differ in status. A span's evidence is what it begins with.
package func evseStatus(of connectors: [ConnectorStatuses], in window: Range<Instant>) -> [StatusSpan] {
    guard !window.isEmpty else { return [] }
    var edges: Set<Instant> = [window.lowerBound, window.upperBound]
    for connector in connectors {
        for range in connector.validity + connector.spans.map(\.range) {
            if window.contains(range.lowerBound) { edges.insert(range.lowerBound) }
            if window.contains(range.upperBound) { edges.insert(range.upperBound) }
        }
    }
    var cursors = connectors.map { StatusCursor(connector: $0) }
    let instants = edges.sorted()
    var merged: [StatusSpan] = []
    for (start, end) in zip(instants, instants.dropFirst()) {
        var best: (status: OCPIStatus, evidence: StateEvidence)?
        for index in cursors.indices {
            guard let told = cursors[index].status(at: start) else { continue }
            if let known = best, known.status.rank <= told.status.rank { continue }
            best = told
        }
        guard let best else { continue }
        if let last = merged.last, last.end == start, last.status == best.status {
            merged[merged.count - 1].end = end
        } else {
            merged.append(StatusSpan(start: start, end: end, status: best.status, evidence: best.evidence))
        }
    }
    return merged
}

/// Walks along a connector's statuses; asked for ascending instants.
private struct StatusCursor {
    var connector: ConnectorStatuses
    private var validity = 0
    private var span = 0

    init(connector: ConnectorStatuses) {
        self.connector = connector
    }

    /// Nil while the connector is not there.
    mutating func status(at instant: Instant) -> (status: OCPIStatus, evidence: StateEvidence)? {
        while validity < connector.validity.count, connector.validity[validity].upperBound <= instant { validity += 1 }
        while span < connector.spans.count, connector.spans[span].end <= instant { span += 1 }
        guard validity < connector.validity.count, connector.validity[validity].lowerBound <= instant else {
            return nil
        }
        guard span < connector.spans.count, connector.spans[span].start <= instant else { return (.unknown, .none) }
        return (connector.spans[span].status, connector.spans[span].evidence)
    }
}
