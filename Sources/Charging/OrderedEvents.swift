import Readings

/// Events in ascending order without copies, in chunks of a bounded size, so that an insertion anywhere moves few others.
struct OrderedEvents: Sendable {
    /// Where an event is, or would be.
    struct Place {
        var chunk: Int
        var offset: Int
    }

    static let largestChunk = 512

    /// None is empty.
    private var chunks: [[RecordedEvent]] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var first: RecordedEvent? { chunks.first?.first }
    var last: RecordedEvent? { chunks.last?.last }

    /// The first event that does not precede the given one; behind the last where there is none.
    func place(of recorded: RecordedEvent) -> Place {
        let chunk = chunks.partitioningIndex { !$0[$0.count - 1].precedes(recorded) }
        guard chunk < chunks.count else {
            return Place(chunk: max(0, chunk - 1), offset: chunks.last?.count ?? 0)
        }
        return Place(chunk: chunk, offset: chunks[chunk].partitioningIndex { !$0.precedes(recorded) })
    }

    /// The event at a place; nil behind the last.
    subscript(place: Place) -> RecordedEvent? {
        guard place.chunk < chunks.count else { return nil }
        if place.offset < chunks[place.chunk].count { return chunks[place.chunk][place.offset] }
        return place.chunk + 1 < chunks.count ? chunks[place.chunk + 1].first : nil
    }

    func before(_ place: Place) -> RecordedEvent? {
        if place.offset > 0 { return chunks[place.chunk][place.offset - 1] }
        return place.chunk > 0 ? chunks[place.chunk - 1].last : nil
    }

    mutating func insert(_ recorded: RecordedEvent, at place: Place) {
        count += 1
        guard place.chunk < chunks.count else {
            chunks.append([recorded])
            return
        }
        guard chunks[place.chunk].count == Self.largestChunk else {
            chunks[place.chunk].insert(recorded, at: place.offset)
            return
        }
        if place.chunk == chunks.count - 1, place.offset == Self.largestChunk {
            chunks.append([recorded])
            return
        }
        let middle = Self.largestChunk / 2
        chunks.insert(Array(chunks[place.chunk][middle...]), at: place.chunk + 1)
        chunks[place.chunk].removeSubrange(middle...)
        if place.offset <= middle {
            chunks[place.chunk].insert(recorded, at: place.offset)
        } else {
            chunks[place.chunk + 1].insert(recorded, at: place.offset - middle)
        }
    }

    /// What orders the event must stay as it is.
    mutating func update(_ place: Place, _ change: (inout RecordedEvent) -> Void) {
        change(&chunks[place.chunk][place.offset])
    }

    /// Drops the events before an instant; returns whether there were any.
    mutating func removeAll(before bound: Instant) -> Bool {
        guard let first, first.at < bound else { return false }
        let whole = chunks.partitioningIndex { $0[$0.count - 1].at >= bound }
        for chunk in chunks[..<whole] { count -= chunk.count }
        chunks.removeSubrange(..<whole)
        guard !chunks.isEmpty else { return true }
        let part = chunks[0].partitioningIndex { $0.at >= bound }
        chunks[0].removeSubrange(..<part)
        count -= part
        return true
    }

    func all() -> [RecordedEvent] {
        Array(chunks.joined())
    }

    /// The events of a span; the cost does not grow with what lies outside but by a logarithm.
    func within(_ span: Range<Instant>) -> [RecordedEvent] {
        var found: [RecordedEvent] = []
        var chunk = chunks.partitioningIndex { $0[$0.count - 1].at >= span.lowerBound }
        while chunk < chunks.count, chunks[chunk][0].at < span.upperBound {
            let lower = chunks[chunk].partitioningIndex { $0.at >= span.lowerBound }
            let upper = chunks[chunk].partitioningIndex { $0.at >= span.upperBound }
            found += chunks[chunk][lower..<max(lower, upper)]
            chunk += 1
        }
        return found
    }
}

extension OrderedEvents: Hashable {
    /// How the chunks are cut depends on the order of insertion and means nothing.
    static func == (left: OrderedEvents, right: OrderedEvents) -> Bool {
        left.count == right.count && left.chunks.joined().elementsEqual(right.chunks.joined())
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for recorded in chunks.joined() { hasher.combine(recorded) }
    }
}
