internal import Disk
package import Readings

/// Appends records to a journal, a batch at a time. The only writer: a second one is refused, in any process.
///
/// Nothing that was appended is safe before `commit` returned. A disk without room for the batch costs the batch and
/// nothing else. After any other failed write, and any failed sync, every later call throws, and the process should end:
/// nobody can say what is on the disk until the journal is opened again.
package struct JournalWriter: ~Copyable, Sendable {
    /// The end of what is safe. A `JournalReader` may read up to here, also on another thread.
    package private(set) var committed: JournalPosition
    /// What was found when the journal was opened.
    package let recovery: RecoveryReport
    /// The newest connection to the broker, 0 before the first.
    package private(set) var connection: UInt32

    private let folder: Directory
    private let lock: FileLock
    private let segmentBytes: Int64
    private var file: OutputFile?
    private var mark: UInt32
    private var nextOrdinal: UInt64
    private var batch: [UInt8] = []
    /// The new segment that the batch begins, if it does.
    private var newSegment: UInt64?
    /// What the newest segment holds for certain, and what the batch adds.
    private var counts: RecordCounts
    private var batchCounts = RecordCounts()
    private var damagedBytes: Int64
    /// The mark, next ordinal and connection without the batch.
    private var before: (mark: UInt32, ordinal: UInt64, connection: UInt32)
    /// The newest segment reached a size limit of the process or the file system.
    private var isSegmentFull = false
    private var failure: String?

    /// A new segment is begun by the first batch after the newest one holds this many bytes.
    package static let usualSegmentBytes: Int64 = 64 << 20

    /// Opens the journal in the folder `path`, which is made when missing; takes its lock, and recovers it from
    /// whatever state a crash left it in.
    /// - Throws: `DiskError`, with `isLockedElsewhere` when another writer works there; `JournalError.laterVersion`.
    package init(path: String, segmentBytes: Int64 = usualSegmentBytes) throws {
        let folder = try Directory(makingIfMissing: path, readers: .group)
        let lock = try FileLock("lock", in: folder)
        let state = try JournalRecovery(folder)
        let file = try Self.open(state.segment, in: folder)
        self.segmentBytes = segmentBytes
        recovery = state.report
        connection = state.connection
        mark = state.mark
        nextOrdinal = state.nextOrdinal
        counts = state.counts
        damagedBytes = state.damagedBytes
        before = (state.mark, state.nextOrdinal, state.connection)
        committed = JournalPosition(
            segment: state.segment ?? state.nextOrdinal,
            offset: state.segment == nil ? Int64(SegmentHeader.bytes) : state.end)
        self.file = file
        self.lock = lock
        self.folder = folder
    }

    private static func open(_ segment: UInt64?, in folder: borrowing Directory) throws -> OutputFile? {
        guard let segment else { return nil }
        let file = try OutputFile(appendingTo: SegmentName.name(of: segment), in: folder)
        // Records that a killed process wrote and did not sync count from now on, so they must be on the disk.
        try file.dataSync()
        try folder.sync()
        return file
    }

    /// What is committed of the segment that is being written; nil before the first record of all.
    package var span: SegmentSpan? {
        guard file != nil else { return nil }
        return SegmentSpan(
            segment: committed.segment, isCompressed: false, storedBytes: committed.offset,
            plainBytes: committed.offset, lastWritten: nil, counts: counts, damagedBytes: damagedBytes)
    }

    /// Bytes appended and not yet committed.
    package var uncommittedBytes: Int { batch.count }

    /// Adds a message to the batch.
    /// - Throws: `JournalError.recordTooLong` for what MQTT could not have carried; the batch stays as it was.
    package mutating func append(
        header: MessageHeader, qos: UInt8, topic: Span<UInt8>, payload: Span<UInt8>
    ) throws(JournalError) {
        try append(.message, header, qos: qos, isSessionPresent: false, topic: topic, payload: payload)
    }

    /// Adds to the batch that a connection to the broker began.
    /// - Returns: its ordinal, for the headers of the messages that it brings. It rises over restarts.
    package mutating func appendConnection(at received: Instant, isSessionPresent: Bool) throws(JournalError) -> UInt32
    {
        let (next, overflow) = connection.addingReportingOverflow(1)
        let ordinal = overflow ? 1 : next
        let none: [UInt8] = []
        try append(
            .connected, MessageHeader(received: received, connection: ordinal), qos: 0,
            isSessionPresent: isSessionPresent, topic: none.span, payload: none.span)
        connection = ordinal
        return ordinal
    }

    /// Adds a remark about the service to the batch: the registry changed, personal fields were treated otherwise.
    package mutating func appendNote(
        at received: Instant, subject: String, text: Span<UInt8>
    ) throws(JournalError) {
        let topic = Array(subject.utf8)
        try append(
            .note, MessageHeader(received: received, connection: connection), qos: 0, isSessionPresent: false,
            topic: topic.span, payload: text)
    }

    private mutating func append(
        _ kind: RecordKind, _ header: MessageHeader, qos: UInt8, isSessionPresent: Bool, topic: Span<UInt8>,
        payload: Span<UInt8>
    ) throws(JournalError) {
        if let failure { throw .ended(after: failure) }
        guard topic.count <= RecordLayout.longestTopic, payload.count <= RecordLayout.longestPayload else {
            throw .recordTooLong(bytes: topic.count + payload.count)
        }
        if batch.isEmpty, file == nil || committed.offset >= segmentBytes || isSegmentFull { beginSegment() }
        let record = JournalRecord(
            kind: kind, ordinal: nextOrdinal, header: header, qos: qos, isSessionPresent: isSessionPresent,
            position: committed)
        RecordLayout.append(record, topic: topic, payload: payload, mark: mark, to: &batch)
        batchCounts.take(kind, received: header.received)
        nextOrdinal += 1
    }

    private mutating func beginSegment() {
        mark = UInt32.random(in: 1...UInt32.max)
        newSegment = nextOrdinal
        SegmentHeader(mark: mark, firstOrdinal: nextOrdinal, connection: connection).append(to: &batch)
    }

    /// Brings the batch to the disk: one write, one sync (and one of the folder when a segment begins).
    /// - Returns: the end of what is safe now. Only then may the messages of the batch be acknowledged.
    /// - Throws: a `DiskError`. One that `isOutOfSpace` drops the batch whole, as if nothing had been appended since the
    ///   last commit, and the writer goes on. Any other ends this writer: `JournalError.ended` at every later call.
    package mutating func commit() throws -> JournalPosition {
        if let failure { throw JournalError.ended(after: failure) }
        guard !batch.isEmpty else { return committed }
        do {
            try writeBatch()
        } catch {
            if error.isOutOfSpace {
                takeBack(after: error)
            } else {
                failure = error.description
                // After a sync that failed, no later one says whether the bytes are safe: the next start must not take
                // them for records. As far as the disk still allows that.
                takeBackUnsafe()
            }
            throw error
        }
        if let newSegment {
            counts = batchCounts
            damagedBytes = 0
            committed = JournalPosition(segment: newSegment, offset: Int64(batch.count))
            isSegmentFull = false
        } else {
            counts.take(batchCounts)
            committed.offset += Int64(batch.count)
        }
        emptyBatch()
        return committed
    }

    private mutating func emptyBatch() {
        newSegment = nil
        before = (mark, nextOrdinal, connection)
        batchCounts = RecordCounts()
        // One huge message must not hold its memory for ever.
        batch.removeAll(keepingCapacity: batch.capacity <= 8 << 20)
    }

    /// Brings the journal back to what was committed, after a write that found no room.
    private mutating func takeBack(after error: DiskError) {
        do {
            if let newSegment {
                let name = SegmentName.name(of: newSegment)
                if try folder.status(of: name) != nil { try folder.remove(name) }
            } else {
                try file?.truncate(toBytes: committed.offset)
                // A file at its size limit takes no more, but another may.
                if error.isAtSizeLimit { isSegmentFull = true }
            }
        } catch let second {
            failure = "\(error); and then: \(second)"
        }
        (mark, nextOrdinal, connection) = before
        emptyBatch()
    }

    private func takeBackUnsafe() {
        if let newSegment {
            try? folder.remove(SegmentName.name(of: newSegment))
        } else {
            try? file?.truncate(toBytes: committed.offset)
        }
    }

    /// Keeps what is known of the segment before the new one. Without it, housekeeping reads that segment once.
    private func sealSegment() {
        guard let span, span.segment != newSegment else { return }
        try? SpanFile.write(span, counts: counts, in: folder)
    }

    private mutating func writeBatch() throws(DiskError) {
        if let newSegment {
            let begun = try OutputFile(creating: SegmentName.name(of: newSegment), in: folder, readers: .group)
            try begun.write(batch.span)
            try begun.dataSync()
            try folder.sync()
            sealSegment()
            file = consume begun
        } else {
            try file?.write(batch.span)
            try file?.dataSync()
            // Looked at last: what was removed before this batch reached the disk must not be acknowledged.
            try file?.requireName()
        }
    }
}
