package import Readings

/// Time in which outages of a port do not count by the US rule, and why.
package struct OutageExclusion: Hashable, Sendable {
    package var range: Range<Instant>
    package var reason: OutageReason

    package init(_ range: Range<Instant>, _ reason: OutageReason) {
        self.range = range
        self.reason = reason
    }
}

/// A time in which an EVSE could not be used, as the US rule sees it: out of order, inoperative or silent.
package struct Outage: Hashable, Sendable {
    package var start: Instant
    package var end: Instant
    package var cause: OCPIStatus
    /// Why this stretch does not count against the port; nil: it counts.
    package var excluded: OutageReason?
    /// What the outage began with.
    package var evidence: StateEvidence

    package init(
        start: Instant, end: Instant, cause: OCPIStatus, excluded: OutageReason? = nil,
        evidence: StateEvidence = .status
    ) {
        self.start = start
        self.end = end
        self.cause = cause
        self.excluded = excluded
        self.evidence = evidence
    }

    package var range: Range<Instant> { start..<max(start, end) }
}

/// The outages of an EVSE: each span of outage, cut where the reason that excludes it changes. Where several reasons hold
/// at once the earliest of the rule's list is named, so no time is excluded twice.
/// - Parameter spans: as `evseStatus` gives them.
package func outages(in spans: [StatusSpan], exclusions: [OutageExclusion]) -> [Outage] {
    let byReason = Dictionary(grouping: exclusions.filter { !$0.range.isEmpty }, by: \.reason)
        .mapValues { $0.map(\.range).united() }
        .sorted { $0.key < $1.key }
    var found: [Outage] = []
    for span in spans where span.status.isOutage && !span.range.isEmpty {
        var left = [span.range]
        var pieces: [(range: Range<Instant>, reason: OutageReason?)] = []
        for (reason, ranges) in byReason {
            let first = ranges.partitioningIndex { $0.upperBound > span.start }
            let end = ranges.partitioningIndex { $0.lowerBound >= span.end }
            guard first < end else { continue }
            let touching = Array(ranges[first..<end])
            pieces += left.intersection(touching).map { ($0, reason) }
            left = left.subtracting(touching)
        }
        pieces += left.map { ($0, nil) }
        for piece in pieces.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            found.append(
                Outage(
                    start: piece.range.lowerBound, end: piece.range.upperBound, cause: span.status,
                    excluded: piece.reason, evidence: span.evidence))
        }
    }
    return found
}
