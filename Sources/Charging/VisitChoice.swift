import Readings

/// The visits of one connector, each from the best evidence of it. A connector may be told of by several at once, or by one
/// after the other: its unit's transactions, OCPI's sessions, its words or meter. A transaction beats a record, and a
/// record what is only shown, where they overlap in time; what overlaps nothing stands.
struct VisitChoice {
    /// Ordered by plug-in.
    private(set) var visits: [Transaction] = []

    private enum Source: CaseIterable {
        case transaction, record, shown
    }

    /// Spans of accepted visits of one source, ordered by their beginnings.
    private struct Accepted {
        var spans: [Range<Instant>] = []
        /// The latest end of the spans up to each.
        var latestEnds: [Instant] = []

        mutating func add(_ more: [Range<Instant>]) {
            spans = (spans + more).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
            var latest = Instant.distantPast
            latestEnds = spans.map { span in
                latest = max(latest, span.upperBound)
                return latest
            }
        }

        func tells(_ span: Range<Instant>) -> Bool {
            var index = spans.partitioningIndex { $0.lowerBound > span.upperBound }
            while index > 0, latestEnds[index - 1] > span.lowerBound {
                index -= 1
                if VisitChoice.isTold(span, by: spans[index]) { return true }
            }
            return false
        }
    }

    /// - Parameters:
    ///   - transactions: ordered by plug-in, and so are the others.
    ///   - words: what the connector said meanwhile.
    init(
        transactions: [Transaction], records: [Transaction], shown: [Transaction], words: [ConnectorEvidence.Word]
    ) {
        let sources = [transactions, records, shown].filter { !$0.isEmpty }
        guard sources.count > 1 else {
            visits = sources.first ?? []
            return
        }
        // A record that is complete tells more than a start whose stop nobody saw.
        let ranks: [(source: Source, all: [Transaction], isOfRank: (Transaction) -> Bool)] = [
            (.transaction, transactions, { $0.stop != nil }),
            (.record, records, { $0.stop != nil && $0.record?.status != .invalid }),
            (.transaction, transactions, { $0.stop == nil }),
            (.record, records, { $0.stop == nil || $0.record?.status == .invalid }),
            (.shown, shown, { _ in true }),
        ]
        var accepted: [Source: Accepted] = [:]
        for rank in ranks {
            var spans: [Range<Instant>] = []
            for index in rank.all.indices where rank.isOfRank(rank.all[index]) {
                let next = index + 1 < rank.all.count ? rank.all[index + 1].plugIn : nil
                let span = Self.span(of: rank.all[index], next: next, words)
                let others = Source.allCases.filter { $0 != rank.source }
                guard !others.contains(where: { accepted[$0]?.tells(span) ?? false }) else { continue }
                spans.append(span)
                visits.append(rank.all[index])
            }
            accepted[rank.source, default: Accepted()].add(spans)
        }
        visits.sort(by: Transaction.precedes)
    }

    /// From the plug-in to the stop; without one until the next visit from there, until the connector is free, or as long as
    /// a visit is followed. Empty where the stop lies before the start.
    private static func span(
        of visit: Transaction, next: Instant?, _ words: [ConnectorEvidence.Word]
    ) -> Range<Instant> {
        if let stop = visit.stop { return visit.plugIn..<max(visit.plugIn, stop.at) }
        var end = ChargingReach.end(ofSessionFrom: visit.plugIn)
        if let next, next > visit.plugIn { end = min(end, next) }
        var index = words.partitioningIndex { $0.at > visit.plugIn }
        while index < words.count, words[index].at < end {
            if words[index].status == .available || words[index].status == .reserved { end = words[index].at }
            index += 1
        }
        return visit.plugIn..<end
    }

    /// Whether two spans are of one visit: they share more time than clocks differ by, or half of the shorter one. Two cars
    /// that follow each other are told within minutes of each other, too.
    static func isTold(_ span: Range<Instant>, by other: Range<Instant>) -> Bool {
        if span.isEmpty { return other.contains(span.lowerBound) }
        let common = span.clamped(to: other)
        let shared = common.upperBound.microseconds(since: common.lowerBound)
        let lengths = [span, other].map { $0.upperBound.microseconds(since: $0.lowerBound) }
        return shared > 0 && (shared > ChargingReach.toldAtOnce || shared * 2 >= min(lengths[0], lengths[1]))
    }
}
