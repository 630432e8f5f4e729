import Readings

/// When a charge point was heard: for each UTC day its first and its last record. Records of one day are less than 24
/// hours apart, so nothing that the rules ask is lost; and the days of a span can be taken out exactly, which merged
/// intervals would not allow. A property of the set of instants: the order of noting does not matter.
struct Liveness: Hashable, Sendable {
    /// Both lie in the same UTC day.
    struct Day: Hashable, Sendable {
        var first: Instant
        var last: Instant

        var start: Instant { first.floored(toMicroseconds: Microseconds.day) }
    }

    /// A status says nothing once the charge point was silent that long: the rule of this project, chosen because OCPP 1.6
    /// leaves the heartbeat interval to the operator and some units are silent for hours.
    static let carry = Microseconds.day

    /// Ascending.
    private(set) var days: [Day] = []

    var last: Instant? { days.last?.last }

    mutating func note(_ instant: Instant) {
        let start = instant.floored(toMicroseconds: Microseconds.day)
        // Almost every record is of the newest day.
        let newest = days.count - 1
        let index = newest >= 0 && days[newest].start <= start ? newest : 0
        if index < days.count, days[index].start == start {
            widen(index, to: instant)
            return
        }
        let place = days.partitioningIndex { $0.start >= start }
        if place < days.count, days[place].start == start {
            widen(place, to: instant)
        } else {
            days.insert(Day(first: instant, last: instant), at: place)
        }
    }

    private mutating func widen(_ index: Int, to instant: Instant) {
        days[index].first = min(days[index].first, instant)
        days[index].last = max(days[index].last, instant)
    }

    /// Until when a word of that instant is carried: 24 hours past the last of the records that follow it without a longer
    /// silence. Records behind `bound` are not looked at: the result is exact below it.
    func carriedUntil(from instant: Instant, notPast bound: Instant) -> Instant {
        var last = instant
        var index = days.partitioningIndex { $0.last >= instant }
        while index < days.count {
            let heardUntil = last.advanced(byMicroseconds: Self.carry)
            guard heardUntil < bound, days[index].first <= heardUntil else { break }
            last = days[index].last
            index += 1
        }
        return min(bound, last.advanced(byMicroseconds: Self.carry))
    }

    /// The newest record up to an instant; the instant itself when records of its day lie on both sides.
    func lastRecord(upTo instant: Instant) -> Instant? {
        let following = days.partitioningIndex { $0.first > instant }
        return following > 0 ? min(days[following - 1].last, instant) : nil
    }

    /// The records of the UTC days that begin inside a span.
    func limited(to span: Range<Instant>) -> Liveness {
        let lower = days.partitioningIndex { $0.start >= span.lowerBound }
        let upper = days.partitioningIndex { $0.start >= span.upperBound }
        var part = Liveness()
        part.days = Array(days[lower..<max(lower, upper)])
        return part
    }

    /// Forgets the UTC days that ended at or before `bound`.
    mutating func forget(before bound: Instant) {
        let kept = bound.floored(toMicroseconds: Microseconds.day)
        guard let first = days.first, first.start < kept else { return }
        days.removeSubrange(0..<days.partitioningIndex { $0.start >= kept })
    }
}

extension Liveness {
    func pack(into packer: inout Packer) {
        packer.put(Int64(days.count))
        for day in days {
            packer.put(day.first)
            packer.put(day.last)
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            let day = Day(first: try unpacker.instant(), last: try unpacker.instant())
            let isOneDay = day.first <= day.last && day.last.floored(toMicroseconds: Microseconds.day) == day.start
            guard isOneDay, days.last.map({ $0.start < day.start }) ?? true else { throw UnpackingError() }
            days.append(day)
        }
    }
}
