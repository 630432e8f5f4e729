/// Sets of time: ranges that are half-open, in any order unless said otherwise.
extension [Range<Instant>] {
    /// The same instants as ranges that neither overlap nor touch, ascending.
    package func united() -> [Range<Instant>] {
        var merged: [Range<Instant>] = []
        for range in sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// The instants that lie in both sets. Both must be united.
    package func intersection(_ other: [Range<Instant>]) -> [Range<Instant>] {
        var common: [Range<Instant>] = []
        var (mine, theirs) = (0, 0)
        while mine < count, theirs < other.count {
            let start = Swift.max(self[mine].lowerBound, other[theirs].lowerBound)
            let end = Swift.min(self[mine].upperBound, other[theirs].upperBound)
            if start < end { common.append(start..<end) }
            if self[mine].upperBound <= other[theirs].upperBound { mine += 1 } else { theirs += 1 }
        }
        return common
    }

    /// The instants of this set that do not lie in the other. Both must be united.
    package func subtracting(_ other: [Range<Instant>]) -> [Range<Instant>] {
        var left: [Range<Instant>] = []
        var next = 0
        for range in self {
            var start = range.lowerBound
            while next < other.count, other[next].upperBound <= start { next += 1 }
            var taken = next
            while taken < other.count, other[taken].lowerBound < range.upperBound {
                if start < other[taken].lowerBound { left.append(start..<other[taken].lowerBound) }
                start = Swift.max(start, other[taken].upperBound)
                taken += 1
            }
            if start < range.upperBound { left.append(start..<range.upperBound) }
        }
        return left
    }

    /// The lengths added up: the length of the set where it is united.
    package var microseconds: Int64 {
        reduce(0) { $0 + $1.upperBound.microseconds(since: $1.lowerBound) }
    }
}
