import Readings

/// What a unit says of one connector, or of itself as a whole, as it lasted.
struct StatusDerivation {
    /// Each word for as long as it is believed; ascending, not overlapping.
    private var told: [StatusInterval] = []
    /// The same for every later `asOf` of the contact up to this one.
    private(set) var holdsUntil = Instant.distantFuture

    init(contact: Contact, words: [ConnectorEvidence.Word]) {
        for index in words.indices {
            let word = words[index]
            let next = index + 1 < words.count ? words[index + 1].at : .distantFuture
            let belief = contact.belief(from: word.at, until: next)
            holdsUntil = min(holdsUntil, belief.holdsUntil)
            for piece in belief.pieces {
                told.append(
                    StatusInterval(
                        start: piece.range.lowerBound, end: piece.range.upperBound, word: word.status,
                        errorCode: word.errorCode,
                        evidence: piece.isCarried
                            ? .carried : word.isRetained ? .retained : word.isMeter ? .meter : .status,
                        flags: word.flags))
            }
        }
        for index in told.indices.dropFirst() where told[index - 1].end == told[index].start {
            let (from, to) = (told[index - 1].word, told[index].word)
            if told[index].evidence == .status, !from.isLegal(before: to) { told[index].flags.insert(.illegalJump) }
        }
    }

    /// The statuses of a connector.
    /// - Parameters:
    ///   - unit: connector 0, which speaks of the connectors only when it is out of service.
    ///   - blocked: when a vehicle stood in the bay; united.
    func intervals(under unit: StatusDerivation, blocked: [Range<Instant>]) -> [StatusInterval] {
        Self.merged(told, unit.told.filter { $0.word == .unavailable || $0.word == .faulted }, blocked)
    }

    /// The outages of the unit lie over connectors that are not in use, a vehicle in the bay over free ones; what nobody
    /// told is unknown.
    private static func merged(
        _ own: [StatusInterval], _ outages: [StatusInterval], _ blocked: [Range<Instant>]
    ) -> [StatusInterval] {
        let known = (own + outages).flatMap { [$0.start, $0.end] }
        guard let first = known.min(), let last = known.max() else { return [] }
        let bay = blocked.intersection([first..<last])
        let edges = Set(known + bay.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
        var (ownAt, outageAt, bayAt) = (0, 0, 0)
        var merged: [StatusInterval] = []
        for (start, end) in zip(edges, edges.dropFirst()) {
            while ownAt < own.count, own[ownAt].end <= start { ownAt += 1 }
            while outageAt < outages.count, outages[outageAt].end <= start { outageAt += 1 }
            while bayAt < bay.count, bay[bayAt].upperBound <= start { bayAt += 1 }
            let word = ownAt < own.count && own[ownAt].start <= start ? own[ownAt] : nil
            let outage = outageAt < outages.count && outages[outageAt].start <= start ? outages[outageAt] : nil
            var interval =
                if let outage, word?.word.yieldsToOutage ?? true { outage } else {
                    word
                        ?? StatusInterval(start: start, end: end, word: .unknown, errorCode: "", evidence: .none)
                }
            if bayAt < bay.count, bay[bayAt].lowerBound <= start,
                interval.word == .available || interval.word == .inService
            {
                (interval.word, interval.errorCode, interval.evidence) = (.blocked, "", .status)
                interval.flags = []
            }
            interval.start = start
            interval.end = end
            append(interval, to: &merged)
        }
        return merged
    }

    /// A word that is told again is no change; but for flapping, its flags are those of the first.
    private static func append(_ interval: StatusInterval, to intervals: inout [StatusInterval]) {
        if let last = intervals.last, last.end == interval.start, last.word == interval.word,
            last.errorCode == interval.errorCode, last.evidence == interval.evidence
        {
            intervals[intervals.count - 1].end = interval.end
            intervals[intervals.count - 1].flags.formUnion(interval.flags.intersection(.flapping))
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

extension ConnectorWord {
    /// The transitions of OCPP 1.6 edition 2, section 4.9. Words that it does not know are not judged.
    fileprivate func isLegal(before next: ConnectorWord) -> Bool {
        guard self != next, Self.ocpp16.contains(next) else { return true }
        return switch self {
        case .available: next != .finishing
        case .preparing: next != .reserved && next != .unavailable
        case .charging, .suspendedEV, .suspendedEVSE: next != .preparing && next != .reserved
        case .finishing, .reserved:
            next == .available || next == .preparing || next == .unavailable || next == .faulted
        case .unavailable: next != .finishing && next != .reserved
        case .faulted, .blocked, .unknown, .retired, .inUse, .inService: true
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
