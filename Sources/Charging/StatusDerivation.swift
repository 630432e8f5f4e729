import Readings

/// What a unit says of one connector, as it lasted.
struct StatusDerivation {
    let contact: Contact

    /// - Parameters:
    ///   - words: of the connector.
    ///   - whole: of connector 0, the unit as a whole; it speaks of the connectors only when it is out of service.
    func intervals(words: [ConnectorEvidence.Word], whole: [ConnectorEvidence.Word]) -> [StatusInterval] {
        let own = told(words)
        let outages = told(whole).filter { $0.word == .unavailable || $0.word == .faulted }
        return Self.merged(own, outages)
    }

    /// Each word for as long as it is believed; ascending, not overlapping.
    private func told(_ words: [ConnectorEvidence.Word]) -> [StatusInterval] {
        var intervals: [StatusInterval] = []
        for index in words.indices {
            let word = words[index]
            let next = index + 1 < words.count ? words[index + 1].at : .distantFuture
            for belief in contact.belief(from: word.at, until: next) {
                intervals.append(
                    StatusInterval(
                        start: belief.range.lowerBound, end: belief.range.upperBound, word: word.status,
                        errorCode: word.errorCode,
                        evidence: belief.isCarried ? .carried : word.isRetained ? .retained : .status,
                        flags: StatusFlags(word.fate)))
            }
        }
        return intervals
    }

    /// The outages of the unit lie over connectors that are not in use; what nobody told is unknown.
    private static func merged(_ own: [StatusInterval], _ outages: [StatusInterval]) -> [StatusInterval] {
        let edges = Set((own + outages).flatMap { [$0.start, $0.end] }).sorted()
        var (ownAt, outageAt) = (0, 0)
        var merged: [StatusInterval] = []
        for (start, end) in zip(edges, edges.dropFirst()) {
            while ownAt < own.count, own[ownAt].end <= start { ownAt += 1 }
            while outageAt < outages.count, outages[outageAt].end <= start { outageAt += 1 }
            let word = ownAt < own.count && own[ownAt].start <= start ? own[ownAt] : nil
            let outage = outageAt < outages.count && outages[outageAt].start <= start ? outages[outageAt] : nil
            var interval =
                if let outage, word?.word.yieldsToOutage ?? true { outage } else {
                    word
                        ?? StatusInterval(start: start, end: end, word: .unknown, errorCode: "", evidence: .none)
                }
            interval.start = start
            interval.end = end
            append(interval, to: &merged)
        }
        return merged
    }

    /// A word that is told again is no change; its flags are those of the first.
    private static func append(_ interval: StatusInterval, to intervals: inout [StatusInterval]) {
        if let last = intervals.last, last.end == interval.start, last.word == interval.word,
            last.errorCode == interval.errorCode, last.evidence == interval.evidence
        {
            intervals[intervals.count - 1].end = interval.end
        } else {
            intervals.append(interval)
        }
    }
}

extension ConnectorWord {
    /// Whether an outage of the unit as a whole says more of a connector than this word of its own.
    fileprivate var yieldsToOutage: Bool {
        switch meaning.ocpi {
        case .available, .reserved, .blocked, .unknown: true
        case .charging, .inoperative, .outOfOrder, .planned, .removed: false
        }
    }
}

extension StatusFlags {
    init(_ fate: StampFate) {
        switch fate {
        case .taken, .retained: self = []
        case .missing: self = .withoutStamp
        case .clockReset: self = .clockReset
        }
    }
}
