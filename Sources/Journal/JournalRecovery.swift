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
    var report = RecoveryReport()

    init(_ folder: borrowing Directory) throws {
        var segments = try SegmentName.segments(in: folder)
        guard let newest = segments.popLast() else { return }
        var isConnectionKnown = try repair(newest, in: folder)
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
        for range in scanner.takeDamaged() { try keep(range, of: scanner, in: folder) }

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
            try keep(DamagedRange(segment: scanner.segment, offset: 0, bytes: size), of: scanner, in: folder)
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
            try keep(range, of: scanner, in: folder)
            nextOrdinal += UInt64(tail.count) / UInt64(RecordLayout.headerBytes) + 1
        }
        let file = try OutputFile(appendingTo: SegmentName.name(of: scanner.segment), in: folder)
        try file.truncate(toBytes: tail.lowerBound)
        try file.dataSync()
    }

    private mutating func keep(
        _ range: DamagedRange, of scanner: borrowing SegmentScanner, in folder: borrowing Directory
    ) throws {
        if try DamagedBytes.keep(range, of: scanner, in: folder) { report.damaged.append(range) }
    }

    private mutating func readAll(
        _ scanner: inout SegmentScanner, size: Int64, ordinal: (UInt64) -> Void
    ) throws {
        while true {
            let count = try scanner.next(upTo: size, atMost: .max) { record, _, _ in
                ordinal(record.ordinal)
                connection = max(connection, record.header.connection)
            }
            report.records += count
            if count == 0 || scanner.tail != nil { break }
        }
    }

    private mutating func readConnection(of older: UInt64, in folder: borrowing Directory) throws -> Bool {
        var scanner = try SegmentScanner(older, in: folder, from: 0, end: nil)
        let records = report.records
        var hasRecords = false
        try readAll(&scanner, size: scanner.size()) { _ in hasRecords = true }
        report.records = records
        guard let header = scanner.header else { return hasRecords }
        connection = max(connection, header.connection)
        return true
    }
}
