import Readings

/// When a charge point was heard: intervals of records that are at most 24 hours apart. The intervals are a property of
/// the set of instants, so the order of noting does not matter.
struct Liveness: Hashable, Sendable {
    struct Span: Hashable, Sendable {
        var first: Instant
        var last: Instant
    }

    /// A status says nothing once the charge point was silent that long: the rule of this project, chosen because OCPP 1.6
    /// leaves the heartbeat interval to the operator and some units are silent for hours.
    static let carry = Microseconds.day

    private(set) var spans: [Span] = []

    var last: Instant? { spans.last?.last }

    mutating func note(_ instant: Instant) {
        let index = firstSpan(heardAtOrAfter: instant.advanced(byMicroseconds: -Self.carry))
        guard index < spans.count else {
            spans.append(Span(first: instant, last: instant))
            return
        }
        guard instant >= spans[index].first.advanced(byMicroseconds: -Self.carry) else {
            spans.insert(Span(first: instant, last: instant), at: index)
            return
        }
        spans[index].first = min(spans[index].first, instant)
        spans[index].last = max(spans[index].last, instant)
        let next = index + 1
        if next < spans.count, spans[next].first <= spans[index].last.advanced(byMicroseconds: Self.carry) {
            spans[index].last = spans[next].last
            spans.remove(at: next)
        }
    }

    /// Until when a word of that instant is carried: 24 hours past the last record of its interval.
    func carriedUntil(from instant: Instant) -> Instant {
        let index = firstSpan(heardAtOrAfter: instant)
        let isInside = index < spans.count && spans[index].first <= instant
        return (isInside ? spans[index].last : instant).advanced(byMicroseconds: Self.carry)
    }

    private func firstSpan(heardAtOrAfter instant: Instant) -> Int {
        spans.partitioningIndex { $0.last >= instant }
    }
}
