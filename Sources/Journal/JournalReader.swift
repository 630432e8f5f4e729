internal import Disk

/// Reads the records of a journal in order, also of one that is being written.
package struct JournalReader: ~Copyable, Sendable {
    /// Before the next record.
    package private(set) var position: JournalPosition
    /// Bytes without a sound record that were skipped so far. A range without bytes tells of damage to a compressed
    /// segment that cost no record.
    package private(set) var damaged: [DamagedRange] = []

    private let folder: Directory
    private var scanner: SegmentScanner?

    /// Opens the journal in the folder `path`, to read from `position` on. When that place was removed with old
    /// segments, reading begins at the oldest record after it.
    package init(path: String, from position: JournalPosition) throws {
        folder = try Directory(path: path)
        self.position = position
    }

    /// The end of the newest sound record, for a command that reads a journal beside its writer or after it. It may lie
    /// a batch ahead of what is committed. `.start` when there is no record.
    package static func end(ofJournalAt path: String) throws -> JournalPosition {
        let folder = try Directory(path: path)
        guard let newest = try SegmentName.segments(in: folder).last else { return .start }
        var scanner = try SegmentScanner(newest, in: folder, from: 0, end: nil)
        let size = try scanner.size()
        while try scanner.next(upTo: size, atMost: .max, { _, _, _ in }) > 0, scanner.tail == nil {}
        return JournalPosition(segment: newest, offset: scanner.offset)
    }

    /// Hands at most `limit` records before `end` to `body`, in order. Only what a writer has committed may lie before
    /// `end`. When `body` throws, its record is the next one again. The spans are gone when `body` returns.
    /// - Returns: how many records were handed over; fewer than `limit` when `end` was reached.
    package mutating func next(
        upTo end: JournalPosition, atMost limit: Int,
        _ body: (JournalRecord, _ topic: Span<UInt8>, _ payload: Span<UInt8>) throws -> Void
    ) throws -> Int {
        var count = 0
        while count < limit, position < end {
            guard try openSegment(before: end) else { break }
            let isNewest = position.segment == end.segment
            let (read, isFinished) = try readSegment(
                upTo: isNewest ? end.offset : nil, atMost: limit - count, body)
            count += read
            guard isFinished else { continue }
            guard !isNewest, try moveToNextSegment(notAfter: end.segment) else { break }
        }
        return count
    }

    private mutating func readSegment(
        upTo end: Int64?, atMost limit: Int, _ body: (JournalRecord, Span<UInt8>, Span<UInt8>) throws -> Void
    ) throws -> (read: Int, isFinished: Bool) {
        guard var open = scanner.take() else { return (0, true) }
        let segmentEnd: Int64
        let read: Int
        do {
            segmentEnd = try end ?? open.size()
            read = try open.next(upTo: segmentEnd, atMost: limit, body)
        } catch {
            position.offset = open.offset
            damaged += open.takeDamaged()
            scanner = consume open
            throw error
        }
        damaged += open.takeDamaged()
        if let tail = open.tail {
            // A committed record ends where the next begins, so what is left over is damage too.
            damaged.append(DamagedRange(segment: open.segment, offset: tail.lowerBound, bytes: Int64(tail.count)))
            open.skip(to: tail.upperBound)
        }
        position.offset = open.offset
        scanner = consume open
        return (read, position.offset >= segmentEnd)
    }

    /// Makes sure that the segment of `position`, or else the oldest after it, is open; false when there is none.
    private mutating func openSegment(before end: JournalPosition) throws -> Bool {
        if scanner != nil { return true }
        while true {
            let segments = try SegmentName.segments(in: folder)
            guard let segment = segments.first(where: { $0 >= position.segment }), segment <= end.segment else {
                return false
            }
            if segment != position.segment { position = JournalPosition(segment: segment, offset: 0) }
            do {
                scanner = try SegmentScanner(
                    segment, in: folder, from: position.offset, end: segment == end.segment ? end.offset : nil)
                return true
            } catch let error as DiskError where error.isMissing {
                // Retention removed it since the folder was listed.
                continue
            }
        }
    }

    private mutating func moveToNextSegment(notAfter last: UInt64) throws -> Bool {
        let segments = try SegmentName.segments(in: folder)
        guard let next = segments.first(where: { $0 > position.segment }), next <= last else { return false }
        scanner = nil
        position = JournalPosition(segment: next, offset: 0)
        return true
    }
}
