internal import Disk
internal import Readings

/// What reading a whole segment tells: its span, and where it may be cut into frames.
struct SegmentSurvey {
    private(set) var counts = RecordCounts()
    private(set) var span: SegmentSpan
    /// Ends of frames in the plain segment, each before a record, the last at the segment's end.
    private(set) var cuts: [Int64] = []
    private(set) var mark: UInt32?
    /// Nothing in it is damaged, its header included.
    private(set) var isSound: Bool

    /// Reads the segment. Beside its writer, an unfinished end counts as damage.
    init(_ segment: UInt64, status: FileStatus, in folder: borrowing Directory, frameBytes: Int64) throws {
        var scanner = try SegmentScanner(segment, in: folder, from: 0, end: nil)
        let size = try scanner.size()
        var (counts, cuts, frameStart) = (RecordCounts(), [Int64](), Int64(0))
        while true {
            let count = try scanner.next(upTo: size, atMost: .max) { record, _, _ in
                counts.take(record.kind, received: record.header.received)
                if record.position.offset - frameStart >= frameBytes {
                    cuts.append(record.position.offset)
                    frameStart = record.position.offset
                }
            }
            if count == 0 || scanner.tail != nil { break }
        }
        if frameStart < size { cuts.append(size) }
        let damaged = scanner.takeDamaged()
        let tail = scanner.tail?.count ?? 0
        self.counts = counts
        self.cuts = cuts
        mark = scanner.mark
        isSound = scanner.header != nil && damaged.isEmpty && tail == 0 && size > 0
        span = SegmentSpan(
            segment: segment, isCompressed: scanner.isCompressed, storedBytes: status.bytes, plainBytes: size,
            lastWritten: status.modified, counts: counts,
            damagedBytes: damaged.reduce(Int64(tail)) { $0 + $1.bytes })
    }
}
