internal import Disk

/// Reads the records of one segment in large chunks, and finds the way again behind damaged bytes.
struct SegmentScanner: ~Copyable {
    static let chunkBytes = 1 << 20

    let segment: UInt64
    /// Nil when the header is damaged and no record shows the mark.
    private(set) var mark: UInt32?
    /// Nil when it is damaged.
    private(set) var header: SegmentHeader?
    /// The next byte to look at.
    private(set) var offset: Int64
    let isCompressed: Bool
    /// What was skipped between sound records; without bytes, damage to a compressed segment that cost no record.
    private(set) var damaged: [DamagedRange] = []
    /// Where no sound record follows any more, after `next` met such bytes.
    private(set) var tail: Range<Int64>?

    private var file: SegmentBytes
    private var buffer: [UInt8] = []
    /// The part of the file that `buffer` holds.
    private var loaded: Range<Int64> = 0..<0

    /// Opens a segment, to read from `offset` on. Bytes behind `end` are never looked at.
    init(_ segment: UInt64, in folder: borrowing Directory, from offset: Int64, end: Int64?) throws {
        var opened = try SegmentBytes(segment, in: folder)
        let header = try Self.header(of: &opened, end: end)
        let compressed = opened.compressed
        file = opened
        self.header = header
        self.segment = segment
        mark = header?.mark ?? compressed?.mark
        isCompressed = compressed != nil
        if compressed?.isDamagedWithoutLoss == true {
            damaged = [DamagedRange(segment: segment, offset: 0, bytes: 0)]
        }
        self.offset = header == nil ? offset : max(offset, Int64(SegmentHeader.bytes))
    }

    private static func header(of file: inout SegmentBytes, end: Int64?) throws -> SegmentHeader? {
        let end = try end ?? file.size()
        let start = try file.bytes(at: 0, count: Int(min(end, Int64(SegmentHeader.bytes))))
        switch SegmentHeader.judge(start.span) {
        case .sound(let sound): return sound
        case .laterVersion(let version): throw JournalError.laterVersion(path: file.path, version: version)
        case .damaged: return nil
        }
    }

    borrowing func size() throws -> Int64 { try file.size() }

    /// Hands at most `limit` records before `end` to `body`, and returns how many. When `body` throws, that record is
    /// the next one again.
    mutating func next(
        upTo end: Int64, atMost limit: Int,
        _ body: (JournalRecord, _ topic: Span<UInt8>, _ payload: Span<UInt8>) throws -> Void
    ) throws -> Int {
        tail = nil
        if mark == nil, end > 0 { mark = try markOfRecords(end: end) }
        var count = 0
        while count < limit, offset < end {
            guard let mark, try load(from: offset, atLeast: RecordLayout.headerBytes, end: end) else {
                tail = offset..<end
                break
            }
            var place = offset
            let stop: Stop
            do {
                stop = try deliver(from: &place, mark: mark, count: &count, atMost: limit, body)
                offset = place
            } catch {
                offset = place
                throw error
            }
            switch stop {
            case .limit, .windowEnd: break
            case .longer(let length):
                if try load(from: offset, atLeast: length, end: end) { continue }
                guard try skipDamage(mark: mark, end: end) else { return count }
            case .damaged:
                guard try skipDamage(mark: mark, end: end) else { return count }
            }
        }
        return count
    }

    private enum Stop {
        case limit
        case windowEnd
        case longer(length: Int)
        case damaged
    }

    /// Hands over the sound records that the buffer holds whole.
    private borrowing func deliver(
        from place: inout Int64, mark: UInt32, count: inout Int, atMost limit: Int,
        _ body: (JournalRecord, Span<UInt8>, Span<UInt8>) throws -> Void
    ) throws -> Stop {
        let base = loaded.lowerBound
        let window = buffer.span.extracting(0..<loaded.count)
        var index = Int(place - base)
        defer { place = base + Int64(index) }
        while count < limit {
            guard window.count - index >= RecordLayout.headerBytes else { return .windowEnd }
            switch RecordLayout.judge(window, at: index, mark: mark) {
            case .record(let length):
                let position = JournalPosition(segment: segment, offset: base + Int64(index))
                let topicStart = index + RecordLayout.headerBytes
                let payloadStart = topicStart + RecordLayout.topicLength(window, at: index)
                try body(
                    RecordLayout.record(window, at: index, position: position),
                    window.extracting(topicStart..<payloadStart),
                    window.extracting(payloadStart..<index + length))
                index += length
                count += 1
            case .longer(let length): return .longer(length: length)
            case .damaged: return .damaged
            }
        }
        return .limit
    }

    /// Moves to the next sound record; false, and a tail, when there is none before `end`.
    private mutating func skipDamage(mark: UInt32, end: Int64) throws -> Bool {
        guard let found = try nextSoundRecord(mark: mark, from: offset + 1, end: end) else {
            tail = offset..<end
            return false
        }
        damaged.append(DamagedRange(segment: segment, offset: offset, bytes: found - offset))
        offset = found
        return true
    }

    private mutating func nextSoundRecord(mark: UInt32, from start: Int64, end: Int64) throws -> Int64? {
        var candidate = start
        while try load(from: candidate, atLeast: RecordLayout.headerBytes, end: end) {
            let index = indexOfMark(mark, from: Int(candidate - loaded.lowerBound))
            candidate = loaded.lowerBound + Int64(index)
            guard index + RecordLayout.headerBytes <= loaded.count else { continue }
            if let length = RecordLayout.claimedLength(buffer.span, at: index),
                try isSoundRecord(at: candidate, length: length, end: end)
            {
                return candidate
            }
            candidate += 1
        }
        return nil
    }

    /// The first place in the buffer, from `start` on, where the mark and room for a header are, or the first one
    /// without that room.
    private borrowing func indexOfMark(_ mark: UInt32, from start: Int) -> Int {
        let window = buffer.span.extracting(0..<loaded.count)
        var index = start
        while index + RecordLayout.headerBytes <= window.count,
            window.littleEndian(at: index, as: UInt32.self) != mark
        { index += 1 }
        return index
    }

    private mutating func isSoundRecord(at candidate: Int64, length: Int, end: Int64) throws -> Bool {
        guard try load(from: candidate, atLeast: length, end: end) else { return false }
        let index = Int(candidate - loaded.lowerBound)
        return RecordLayout.isSound(buffer.span, at: index, length: length)
    }

    /// The mark that most sound records show, for a segment whose header is damaged. A checksum does not cover the mark
    /// before it, and one kind of damage may change the header's and a record's to the same; a lead of 16 is believed.
    private mutating func markOfRecords(end: Int64) throws -> UInt32? {
        /// Longer records must be followed by their own mark before their checksum is worth computing.
        let shortRecord = 65_536
        var marks = MarkCount()
        if let mark = try headersMark() { marks.add(mark) }
        var candidate: Int64 = 0
        while marks.lead < 16, try load(from: candidate, atLeast: RecordLayout.headerBytes, end: end) {
            let index = Int(candidate - loaded.lowerBound)
            let mark = buffer.span.littleEndian(at: index, as: UInt32.self)
            if let length = RecordLayout.claimedLength(buffer.span, at: index),
                buffer.span.littleEndian(at: index + 22, as: UInt16.self) == 0,
                candidate + Int64(length) <= end,
                try length <= shortRecord || isFollowed(by: mark, at: candidate + Int64(length), end: end),
                try isSoundRecord(at: candidate, length: length, end: end)
            {
                marks.add(mark)
                candidate += Int64(length)
            } else {
                candidate += 1
            }
        }
        return marks.mostFrequent
    }

    /// What stands at the mark's place in a header that is damaged somewhere.
    private mutating func headersMark() throws -> UInt32? {
        let four = try file.bytes(at: 12, count: 4)
        return four.count == 4 ? four.span.littleEndian(at: 0, as: UInt32.self) : nil
    }

    private mutating func isFollowed(by mark: UInt32, at place: Int64, end: Int64) throws -> Bool {
        guard place + 4 <= end else { return true }
        let four = try file.bytes(at: place, count: 4)
        return four.count == 4 && four.span.littleEndian(at: 0, as: UInt32.self) == mark
    }

    /// Makes sure that the buffer holds `count` bytes from `start` on; false when the file has fewer before `end`.
    private mutating func load(from start: Int64, atLeast count: Int, end: Int64) throws -> Bool {
        if start >= loaded.lowerBound, start + Int64(count) <= loaded.upperBound { return true }
        guard start + Int64(count) <= end else { return false }
        let wanted = Int(min(Int64(max(count, Self.chunkBytes)), end - start))
        if buffer.count < wanted || (buffer.count > 4 * Self.chunkBytes && wanted <= Self.chunkBytes) {
            // A small segment, or the few new bytes of one that is followed, need no whole chunk.
            let room = min(Self.chunkBytes, max(1 << 16, 2 * wanted))
            buffer = [UInt8](repeating: 0, count: max(wanted, room))
        }
        // Empty while the read may fail half-way.
        loaded = 0..<0
        let read = try file.read(at: start, into: &buffer, range: 0..<wanted)
        loaded = start..<start + Int64(read)
        return read >= count
    }

    /// Whether the bytes are all zero, as a file is that grew just before the power failed.
    mutating func isZero(_ range: Range<Int64>) throws -> Bool {
        var place = range.lowerBound
        while place < range.upperBound {
            let bytes = try file.bytes(at: place, count: Int(min(range.upperBound - place, Int64(Self.chunkBytes))))
            guard !bytes.isEmpty else { return true }
            if bytes.contains(where: { $0 != 0 }) { return false }
            place += Int64(bytes.count)
        }
        return true
    }

    /// Whether the bytes look like the beginning of a record or header that was never written to its end.
    mutating func isTorn(_ tail: Range<Int64>) throws -> Bool {
        let start = try file.bytes(at: tail.lowerBound, count: min(tail.count, RecordLayout.headerBytes))
        if tail.count < RecordLayout.headerBytes || start.count < RecordLayout.headerBytes { return true }
        if start.span.littleEndian(at: 0, as: UInt32.self) == mark,
            let length = RecordLayout.claimedLength(start.span, at: 0), length > tail.count
        {
            return true
        }
        return try isZero(tail)
    }

    /// Reads bytes as they are, to keep them aside.
    mutating func bytes(_ range: Range<Int64>) throws -> [UInt8] {
        try file.bytes(at: range.lowerBound, count: range.count)
    }

    /// Goes on at `place`, behind bytes that the caller has dealt with.
    mutating func skip(to place: Int64) {
        offset = place
        tail = nil
    }

    mutating func takeDamaged() -> [DamagedRange] {
        defer { damaged = [] }
        return damaged
    }
}

/// How often each mark was seen.
private struct MarkCount {
    private var counts: [(mark: UInt32, count: Int)] = []

    mutating func add(_ mark: UInt32) {
        if let index = counts.firstIndex(where: { $0.mark == mark }) {
            counts[index].count += 1
        } else {
            counts.append((mark, 1))
        }
    }

    /// Of equals the one that was seen first.
    var mostFrequent: UInt32? { counts.max { $0.count < $1.count }?.mark }

    var lead: Int {
        let sorted = counts.map(\.count).sorted(by: >)
        return (sorted.first ?? 0) - (sorted.dropFirst().first ?? 0)
    }
}
