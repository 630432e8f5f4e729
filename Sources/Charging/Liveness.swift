import Readings

/// When a charge point was heard: its records, those of one UTC day at most ten minutes apart taken together. No silence
/// that the rules ask for is so short, so nothing is lost; and the days of a span can be taken out exactly. A property of the
/// set of instants: the order of noting does not matter.
struct Liveness: Hashable, Sendable {
    /// Both ends are records of the same UTC day.
    struct Span: Hashable, Sendable {
        var first: Instant
        var last: Instant

        fileprivate var day: Instant { first.floored(toMicroseconds: Microseconds.day) }
    }

    /// A status says nothing once the charge point was silent that long: the rule of this project, chosen because OCPP 1.6
    /// leaves the heartbeat interval to the operator and some units are silent for hours.
    static let carry = Microseconds.day
    /// The shortest silence that is kept.
    static let joined = 10 * Microseconds.minute

    /// Ascending.
    private(set) var spans: [Span] = []

    var last: Instant? { spans.last?.last }

    mutating func note(_ instant: Instant) {
        // Almost every record is the newest.
        let newest = spans.count - 1
        if newest >= 0, instant >= spans[newest].first, isJoined(newest, instant) {
            spans[newest].last = max(spans[newest].last, instant)
            return
        }
        let place = spans.partitioningIndex { $0.first > instant }
        let joinsEarlier = place > 0 && isJoined(place - 1, instant)
        let joinsLater = place < spans.count && isJoined(place, instant)
        switch (joinsEarlier, joinsLater) {
        case (true, true):
            spans[place - 1].last = spans[place].last
            spans.remove(at: place)
        case (true, false): spans[place - 1].last = max(spans[place - 1].last, instant)
        case (false, true): spans[place].first = instant
        case (false, false): spans.insert(Span(first: instant, last: instant), at: place)
        }
    }

    private func isJoined(_ index: Int, _ instant: Instant) -> Bool {
        let span = spans[index]
        return span.day == instant.floored(toMicroseconds: Microseconds.day)
            && instant.microseconds(since: span.last) <= Self.joined
            && span.first.microseconds(since: instant) <= Self.joined
    }

    /// Until when a word of that instant is carried: 24 hours past the last of the records that follow it without a longer
    /// silence, and that record. Records behind `bound` are not looked at: the end is exact below it.
    func carry(from instant: Instant, notPast bound: Instant) -> (end: Instant, last: Instant) {
        var last = instant
        var index = spans.partitioningIndex { $0.last >= instant }
        while index < spans.count {
            let heardUntil = last.advanced(byMicroseconds: Self.carry)
            guard heardUntil < bound, spans[index].first <= heardUntil else { break }
            last = spans[index].last
            index += 1
        }
        return (min(bound, last.advanced(byMicroseconds: Self.carry)), last)
    }

    /// The newest record up to an instant; the instant itself between two records that are taken together.
    func lastRecord(upTo instant: Instant) -> Instant? {
        let following = spans.partitioningIndex { $0.first > instant }
        return following > 0 ? min(spans[following - 1].last, instant) : nil
    }

    /// The earliest record behind an instant, as far as it is kept: between two records that are taken together, the end
    /// of them.
    func firstRecord(after instant: Instant) -> Instant? {
        let following = spans.partitioningIndex { $0.last > instant }
        guard following < spans.count else { return nil }
        return spans[following].first > instant ? spans[following].first : spans[following].last
    }

    /// The records of the UTC days that begin inside a span.
    func limited(to span: Range<Instant>) -> Liveness {
        let lower = spans.partitioningIndex { $0.day >= span.lowerBound }
        let upper = spans.partitioningIndex { $0.day >= span.upperBound }
        var part = Liveness()
        part.spans = Array(spans[lower..<max(lower, upper)])
        return part
    }

    /// Forgets the UTC days that ended at or before `bound`.
    mutating func forget(before bound: Instant) {
        let kept = bound.floored(toMicroseconds: Microseconds.day)
        guard let first = spans.first, first.first < kept else { return }
        spans.removeSubrange(0..<spans.partitioningIndex { $0.day >= kept })
    }
}

extension Liveness {
    func pack(into packer: inout Packer) {
        packer.put(Int64(spans.count))
        for span in spans {
            packer.put(span.first)
            packer.put(span.last)
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            let span = Span(first: try unpacker.instant(), last: try unpacker.instant())
            let isOneDay =
                span.first <= span.last && span.last.floored(toMicroseconds: Microseconds.day) == span.day
            guard isOneDay, spans.last.map({ $0.last < span.first }) ?? true,
                spans.isEmpty || !isJoined(spans.count - 1, span.first)
            else { throw UnpackingError() }
            spans.append(span)
        }
    }
}
