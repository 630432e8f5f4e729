internal import Disk
internal import Readings

/// Where a journal can be continued, found from any bytes that its folder holds.
///
/// Only the newest segment can have an unfinished end, because a segment is begun after the one before it was brought
/// to the disk. Damage in older ones is met, and skipped, by whoever reads them.
struct JournalRecovery {
    /// The segment to append to, nil when a new one must be begun.
    var segment: UInt64?
    var mark: UInt32 = 0
    var end: Int64 = 0
    var nextOrdinal: UInt64 = 1
    /// The newest connection to the broker that the journal tells of; 0 when there was none.
    var connection: UInt32 = 0
    /// What the newest segment holds.
    var counts = RecordCounts()
    /// Bytes without a sound record that stay in the newest segment.
    var damagedBytes: Int64 = 0
    var report = RecoveryReport()

    init(_ folder: borrowing Directory) throws {
        try SegmentForms.settle(in: folder)
        var segments = try SegmentName.segments(in: folder)
        guard let newest = segments.popLast() else { return }
        let isPlain = try folder.status(of: SegmentName.name(of: newest)) != nil
        var isConnectionKnown = try isPlain ? repair(newest, in: folder) : readCompressed(newest, in: folder)
        while !isConnectionKnown, let older = segments.popLast() {
            isConnectionKnown = try readConnection(of: older, in: folder)
        }
    }

    /// Reads the newest segment, cuts an unfinished end, keeps damage aside. True when it tells the newest connection.
    private mutating func repair(_ newest: UInt64, in folder: borrowing Directory) throws -> Bool {
        var scanner = try SegmentScanner(newest, in: folder, from: 0, end: nil)
        let size = try scanner.size()
        var lastOrdinal: UInt64?
        try readAll(&scanner, size: size) { lastOrdinal = max(lastOrdinal ?? 0, $0) }
        nextOrdinal = (lastOrdinal ?? newest &- 1) &+ 1
        for range in scanner.takeDamaged() {
            damagedBytes += range.bytes
            try keep(range, of: &scanner, in: folder)
        }

        guard let header = scanner.header else {
            try settleWithoutHeader(&scanner, size: size, hasRecords: lastOrdinal != nil, in: folder)
            return lastOrdinal != nil
        }
        connection = max(connection, header.connection)
        if let tail = scanner.tail { try cut(tail, of: &scanner, in: folder) }
        segment = newest
        mark = header.mark
        end = scanner.tail?.lowerBound ?? size
        return true
    }

    /// A compressed segment is the newest only when somebody removed those after it. It is never continued.
    private mutating func readCompressed(_ newest: UInt64, in folder: borrowing Directory) throws -> Bool {
        var scanner = try SegmentScanner(newest, in: folder, from: 0, end: nil)
        let size = try scanner.size()
        var lastOrdinal: UInt64?
        try readAll(&scanner, size: size) { lastOrdinal = max(lastOrdinal ?? 0, $0) }
        report.damagedCompressed = scanner.takeDamaged()
        if let tail = scanner.tail, !tail.isEmpty {
            report.damagedCompressed.append(
                DamagedRange(segment: newest, offset: tail.lowerBound, bytes: Int64(tail.count)))
        }
        nextOrdinal = (lastOrdinal ?? newest &- 1) &+ 1
        if !report.damagedCompressed.isEmpty {
            // As many ordinals as records may have been lost, so that none is given twice.
            let stored = try folder.status(of: SegmentName.compressedName(of: newest))?.bytes ?? 0
            nextOrdinal += UInt64(max(size, stored)) / UInt64(RecordLayout.headerBytes) + 1
        }
        counts = RecordCounts()
        guard let header = scanner.header else { return lastOrdinal != nil }
        connection = max(connection, header.connection)
        return true
    }

    /// A segment without a header is never continued: the next record begins a new one.
    private mutating func settleWithoutHeader(
        _ scanner: inout SegmentScanner, size: Int64, hasRecords: Bool, in folder: borrowing Directory
    ) throws {
        if hasRecords {
            if let tail = scanner.tail { try cut(tail, of: &scanner, in: folder) }
            return
        }
        let isUnfinished = try size < Int64(SegmentHeader.bytes) || scanner.isZero(0..<size)
        if isUnfinished {
            try folder.remove(SegmentName.name(of: scanner.segment))
            try folder.sync()
            if size > 0 { report.tornTail = .init(segment: scanner.segment, offset: 0, bytes: size) }
        } else {
            try keep(DamagedRange(segment: scanner.segment, offset: 0, bytes: size), of: &scanner, in: folder)
            // As many ordinals as records may have been lost, so that none is given twice.
            nextOrdinal = scanner.segment + UInt64(size) / UInt64(RecordLayout.headerBytes) + 1
        }
    }

    private mutating func cut(
        _ tail: Range<Int64>, of scanner: inout SegmentScanner, in folder: borrowing Directory
    ) throws {
        if try scanner.isTorn(tail) {
            report.tornTail = .init(segment: scanner.segment, offset: tail.lowerBound, bytes: Int64(tail.count))
        } else {
            let range = DamagedRange(segment: scanner.segment, offset: tail.lowerBound, bytes: Int64(tail.count))
            try keep(range, of: &scanner, in: folder)
            nextOrdinal += UInt64(tail.count) / UInt64(RecordLayout.headerBytes) + 1
        }
        let file = try OutputFile(appendingTo: SegmentName.name(of: scanner.segment), in: folder)
        try file.truncate(toBytes: tail.lowerBound)
        try file.dataSync()
    }

    private mutating func keep(
        _ range: DamagedRange, of scanner: inout SegmentScanner, in folder: borrowing Directory
    ) throws {
        if try DamagedBytes.keep(range, of: &scanner, in: folder) { report.damaged.append(range) }
    }

    private mutating func readAll(
        _ scanner: inout SegmentScanner, size: Int64, ordinal: (UInt64) -> Void
    ) throws {
        while true {
            let count = try scanner.next(upTo: size, atMost: .max) { record, _, _ in
                ordinal(record.ordinal)
                connection = max(connection, record.header.connection)
                counts.take(record.kind, received: record.header.received)
            }
            report.records += count
            if count == 0 || scanner.tail != nil { break }
        }
    }

    private mutating func readConnection(of older: UInt64, in folder: borrowing Directory) throws -> Bool {
        var scanner = try SegmentScanner(older, in: folder, from: 0, end: nil)
        let (records, counts) = (report.records, counts)
        var hasRecords = false
        try readAll(&scanner, size: scanner.size()) { _ in hasRecords = true }
        (report.records, self.counts) = (records, counts)
        guard let header = scanner.header else { return hasRecords }
        connection = max(connection, header.connection)
        return true
    }
}
