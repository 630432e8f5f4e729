import Readings

/// When a kind of evidence tells of a connector: from 24 hours before its first sign on. Who speaks a language goes on speaking
/// it while nothing happens; what it would have said of the days before it came nobody knows.
///
/// It tells no more from a visit on that it does not tell, more than 24 hours away from its signs (its feed has ended, and
/// another one tells of the cars), until 24 hours before its next sign.
enum TellingTimes {
    /// - Parameters:
    ///   - signs: in any order.
    ///   - visits: plug-ins of visits that are known by other evidence and that this one should have told.
    static func united(_ signs: [Instant], missing visits: [Instant] = []) -> [Range<Instant>] {
        guard let first = signs.min() else { return [] }
        let all = [before(first)..<Instant.distantFuture]
        guard !visits.isEmpty else { return all }
        let sorted = signs.sorted()
        let untold = visits.compactMap { visit -> Range<Instant>? in
            let following = sorted.partitioningIndex { $0 > visit }
            guard following > 0, visit.microseconds(since: sorted[following - 1]) > Liveness.carry else { return nil }
            let next = following < sorted.count ? before(sorted[following]) : .distantFuture
            return visit < next ? visit..<next : nil
        }
        return all.subtracting(untold.united())
    }

    static func before(_ sign: Instant) -> Instant { sign.advanced(byMicroseconds: -Liveness.carry) }
}

extension [Range<Instant>] {
    /// Whether an instant lies in the set, which must be united.
    func hold(_ instant: Instant) -> Bool {
        let next = partitioningIndex { $0.upperBound > instant }
        return next < count && self[next].lowerBound <= instant
    }

    /// Whether all of a window lies in the set, which must be united.
    func hold(_ window: Range<Instant>) -> Bool {
        let next = partitioningIndex { $0.upperBound > window.lowerBound }
        return window.isEmpty
            || next < count && self[next].lowerBound <= window.lowerBound && window.upperBound <= self[next].upperBound
    }

    /// The first instant that lies in one of two united sets alone.
    func firstDifference(from other: [Range<Instant>]) -> Instant? {
        let common = zip(self, other).prefix { $0 == $1 }.count
        let (mine, theirs) = (common < count ? self[common] : nil, common < other.count ? other[common] : nil)
        guard let mine, let theirs else { return mine?.lowerBound ?? theirs?.lowerBound }
        return mine.lowerBound != theirs.lowerBound
            ? Swift.min(mine.lowerBound, theirs.lowerBound) : Swift.min(mine.upperBound, theirs.upperBound)
    }
}
