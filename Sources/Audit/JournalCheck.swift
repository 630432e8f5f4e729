internal import Disk
internal import Journal
internal import Readings

/// Whether every record of the journal can be read, and none is missing between two others.
struct JournalCheck {
    let path: String
    /// Whether a service writes the journal now.
    let isServed: () -> Bool
    /// Waits a moment for the service.
    let pause: () -> Void
    var progress: (Int64, Int64) -> Void = { _, _ in }

    private(set) var check = AuditCheck(.journal)
    /// Messages by the UTC day on which they were received, as the journal alone tells.
    private(set) var messagesByDay: [CivilDate: Int] = [:]
    private(set) var newest: Instant?
    /// False when records in front were removed with old segments: then the first days are not whole.
    private(set) var isFromTheStart = true

    private struct Gap {
        var lost: ClosedRange<UInt64>
        /// Of the record before; nil at the start of the journal.
        var previous: JournalPosition?
        var next: JournalPosition
    }

    private var records = 0
    private var gaps: [Gap] = []

    init(path: String, isServed: @escaping () -> Bool, pause: @escaping () -> Void) {
        self.path = path
        self.isServed = isServed
        self.pause = pause
    }

    mutating func run() {
        do {
            try look()
        } catch {
            check.add(.journalUnreadable(words: "\(error)"))
        }
    }

    private mutating func look() throws {
        let segments = try SegmentName.segments(in: Directory(path: path))
        isFromTheStart = segments.first ?? 1 <= 1
        let end = try JournalReader.end(ofJournalAt: path)
        let total = try bytes(of: segments)
        var reader = try JournalReader(path: path, from: .start)
        try read(&reader, upTo: end, total: total)
        for range in reader.damaged { report(range) }
        for gap in gaps {
            check.add(
                .journalGap(lost: gap.lost, segment: SegmentName.name(of: gap.next.segment), offset: gap.next.offset))
        }
        try lookAtTail(from: end)
        let messages = messagesByDay.values.reduce(0, +)
        check.subject =
            "\(Finding.count(records, "record")) in \(Finding.count(segments.count, "segment")), of them "
            + "\(Finding.count(messages, "message")) of \(Finding.count(messagesByDay.count, "day"))"
        check.counts = [
            "records": records, "segments": segments.count, "messages": messages, "days": messagesByDay.count,
        ]
        if !isFromTheStart { check.notes.append("Older segments were removed: it begins at record \(segments[0]).") }
    }

    private mutating func read(_ reader: inout JournalReader, upTo end: JournalPosition, total: Int64) throws {
        var expected: UInt64?
        var previous: JournalPosition?
        var earlier: Int64 = 0
        var day: (date: CivilDate, count: Int)?
        while reader.position < end {
            let segment = reader.position.segment
            let count = try reader.next(upTo: end, atMost: 50_000) { record, _, _ in
                let next = expected ?? (isFromTheStart ? 1 : record.position.segment)
                if record.ordinal > next {
                    gaps.append(Gap(lost: next...record.ordinal - 1, previous: previous, next: record.position))
                } else if record.ordinal < next {
                    check.add(
                        .journalOrder(
                            ordinal: record.ordinal, expected: next,
                            segment: SegmentName.name(of: record.position.segment), offset: record.position.offset))
                }
                expected = max(next, record.ordinal &+ 1)
                previous = record.position
                records += 1
                guard record.kind == .message else { return }
                newest = max(newest ?? .distantPast, record.header.received)
                let date = CivilDate(of: record.header.received)
                if day?.date == date {
                    day?.count += 1
                } else {
                    if let day { messagesByDay[day.date, default: 0] += day.count }
                    day = (date, 1)
                }
            }
            if reader.position.segment != segment { earlier = try bytes(before: reader.position.segment) }
            progress(earlier + reader.position.offset, total)
            if count == 0 { break }
        }
        if let day { messagesByDay[day.date, default: 0] += day.count }
    }

    private func bytes(of segments: [UInt64]) throws -> Int64 {
        let folder = try Directory(path: path)
        return try segments.reduce(0) { try $0 + (folder.status(of: SegmentName.name(of: $1))?.bytes ?? 0) }
    }

    private func bytes(before segment: UInt64) throws -> Int64 {
        try bytes(of: SegmentName.segments(in: Directory(path: path)).filter { $0 < segment })
    }

    /// A damaged range, with the records that are missing between the sound ones around it.
    private mutating func report(_ range: DamagedRange) {
        let start = JournalPosition(segment: range.segment, offset: range.offset)
        let end = JournalPosition(segment: range.segment, offset: range.offset + range.bytes)
        let place = gaps.firstIndex { gap in gap.next >= end && gap.previous.map { $0 < start } ?? true }
        let lost = place.map { gaps.remove(at: $0).lost }
        check.add(
            .journalDamage(
                segment: SegmentName.name(of: range.segment), offset: range.offset, bytes: range.bytes, lost: lost))
    }

    /// Bytes behind the last sound record, unless they are a write that is just going on.
    private mutating func lookAtTail(from end: JournalPosition) throws {
        let name = SegmentName.name(of: end.segment)
        guard let bytes = try tail(behind: end), bytes > 0 else { return }
        if isServed() {
            for _ in 0..<20 {
                pause()
                if try JournalReader.end(ofJournalAt: path) != end { return }
            }
            guard let still = try tail(behind: end), still > 0 else { return }
        }
        check.add(.journalTail(segment: name, offset: end.offset, bytes: bytes))
    }

    private func tail(behind end: JournalPosition) throws -> Int64? {
        try Directory(path: path).status(of: SegmentName.name(of: end.segment)).map { $0.bytes - end.offset }
    }
}
