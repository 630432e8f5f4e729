import Readings

/// Spans of time as the set of the instants that they hold.
struct InstantCoverage: Hashable {
    /// Ascending, apart from each other.
    private(set) var spans: [Range<Instant>] = []

    init(_ spans: some Sequence<Range<Instant>>) {
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where !span.isEmpty {
            if let last = self.spans.last, span.lowerBound <= last.upperBound {
                self.spans[self.spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                self.spans.append(span)
            }
        }
    }

    /// The instants that one of the two holds and the other does not.
    func symmetricDifference(_ other: InstantCoverage) -> InstantCoverage {
        // Each edge turns one of the two on or off, so between edges an odd number of them leaves exactly one on; an edge
        // that both have turns nothing.
        var edges: [Instant] = []
        for span in spans + other.spans { edges += [span.lowerBound, span.upperBound] }
        edges.sort()
        return InstantCoverage(stride(from: 0, to: edges.count - 1, by: 2).map { edges[$0]..<edges[$0 + 1] })
    }
}
