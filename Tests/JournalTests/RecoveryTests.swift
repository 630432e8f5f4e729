import SeededRandom
import Journal
import Testing

@Suite("Recovery from any bytes")
struct RecoveryTests {
    @Test("a segment cut at any byte keeps the whole records, cuts the rest, says so once and goes on")
    func tornTail() throws {
        let messages = (1...9).map { TestMessage($0, payloadBytes: 5 + $0 * 9) }
        let (bytes, ends) = try segment(of: messages)
        let folder = try TemporaryFolder()
        for cut in 0...bytes.count {
            try folder.reset(toSegment: Array(bytes[..<cut]))
            let whole = ends.prefix { $0 <= cut }.count
            let isWhole = cut == 32 || cut == 0 || ends.contains(cut)
            try reopen(folder, expecting: Array(messages[..<whole]), damage: isWhole ? .none : .torn, "cut at \(cut)")
        }
    }

    @Test("a flipped bit in any byte of a 4 KiB journal is detected, and costs no other record")
    func flips() throws {
        let messages = (1...30).map { TestMessage($0, payloadBytes: 70 + $0 % 5) }
        let (bytes, ends) = try segment(of: messages)
        #expect(bytes.count >= 4096)
        let folder = try TemporaryFolder()
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(index % 8)
            try folder.reset(toSegment: flipped)
            var expected = messages
            if index >= 32, let hit = ends.firstIndex(where: { $0 > index }) { expected.remove(at: hit) }
            try reopen(folder, expecting: expected, damage: .some, "bit flipped in byte \(index)")
        }
    }

    @Test("a page of zeros anywhere costs the records that it touches and no other")
    func zeroPages() throws {
        let messages = (1...300).map { TestMessage($0, payloadBytes: 100 + $0 % 7) }
        let (bytes, ends) = try segment(of: messages)
        let folder = try TemporaryFolder()
        for page in 0...(bytes.count - 1) / 4096 {
            let range = page * 4096..<min(bytes.count, page * 4096 + 4096)
            var damaged = bytes
            for index in range { damaged[index] = 0 }
            try folder.reset(toSegment: damaged)
            let kept = messages.indices.filter { number in
                let record = (number == 0 ? 32 : ends[number - 1])..<ends[number]
                return !record.overlaps(range)
            }
            try reopen(folder, expecting: kept.map { messages[$0] }, damage: .some, "page \(page) zeroed")
        }
    }

    @Test("zeros behind the last record are cut", arguments: [1, 39, 40, 4096, 3_000_000])
    func zeroTail(zeros: Int) throws {
        let messages = (1...5).map { TestMessage($0) }
        let folder = try TemporaryFolder()
        try folder.reset(toSegment: segment(of: messages).bytes + [UInt8](repeating: 0, count: zeros))
        try reopen(folder, expecting: messages, damage: .torn, "\(zeros) zeros")
    }

    @Test("a segment of random bytes stops nobody, and is kept aside", arguments: 1...200)
    func randomBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = 40 + Int(random.next() % 20_000)
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let folder = try TemporaryFolder()
        try folder.reset(toSegment: bytes)
        try reopen(folder, expecting: [], damage: .some, "seed \(seed)")
        #expect(try folder.bytes("damaged/1-0.bin") == bytes)
    }

    @Test("damaged bytes of the middle are kept aside as they are")
    func keptAside() throws {
        let (bytes, ends) = try segment(of: (1...5).map { TestMessage($0) })
        var damaged = bytes
        damaged[ends[1] + 50] ^= 0xFF
        let folder = try TemporaryFolder()
        try folder.reset(toSegment: damaged)
        let report = try recover(folder.path)
        #expect(try folder.bytes("damaged/1-\(ends[1]).bin") == Array(damaged[ends[1]..<ends[2]]))
        #expect(
            report.sentences == [
                "0000000000000001.kbj: \(ends[2] - ends[1]) bytes from byte \(ends[1]) on are damaged; the records "
                    + "around them are kept, the bytes are in damaged/1-\(ends[1]).bin"
            ])
    }

    @Test("the mark of a header and of the first record, changed to the same, hides no other record", arguments: 4...24)
    func sameForgedMark(count: Int) throws {
        let messages = (1...count).map { TestMessage($0) }
        var bytes = try segment(of: messages).bytes
        // The last byte of either mark: the header's at 12, the first record's at 32.
        bytes[15] ^= 0x5A
        bytes[35] ^= 0x5A
        let folder = try TemporaryFolder()
        try folder.reset(toSegment: bytes)
        try reopen(folder, expecting: Array(messages.dropFirst()), damage: .some, "\(count) records")
    }

    @Test("bytes in a payload that look like a record are never taken for one")
    func forgedRecord() throws {
        let foreign = try segment(of: [TestMessage(666)]).bytes
        var carrier = TestMessage(1)
        carrier.payload = Array(foreign.dropFirst(32)) + Array(foreign.dropFirst(32)) + [1]
        let (bytes, _) = try segment(of: [TestMessage(0), carrier])
        let folder = try TemporaryFolder()
        // The carrier is torn just behind the forged records.
        try folder.reset(toSegment: Array(bytes.dropLast()))
        try reopen(folder, expecting: [TestMessage(0)], damage: .torn, "forged")
    }

    @Test("a segment of a later format is refused and left as it is")
    func laterVersion() throws {
        var bytes = try segment(of: [TestMessage(1)]).bytes
        bytes[8] = 2
        let checksum = CRC32C.checksum(bytes.span.extracting(0..<28))
        for index in 0..<4 { bytes[28 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)) }
        let folder = try TemporaryFolder()
        try folder.reset(toSegment: bytes)
        let name = "0000000000000001.kbj"
        #expect(throws: JournalError.laterVersion(path: folder.path + "/" + name, version: 2)) {
            try recover(folder.path)
        }
        #expect(try folder.bytes(name) == bytes)
    }

    private enum Damage { case none, torn, some }

    /// Opens the journal as after a crash, reads it, appends, and opens it once more.
    private func reopen(_ folder: TemporaryFolder, expecting expected: [TestMessage], damage: Damage, _ what: String)
        throws
    {
        let comment = Comment(rawValue: what)
        let added = TestMessage(1000)
        let report: RecoveryReport
        do {
            var writer = try JournalWriter(path: folder.path)
            report = writer.recovery
            let recovered = try readAll(folder.path, upTo: writer.committed)
            #expect(recovered.messages == expected, comment)
            try writer.append(added)
            let end = try writer.commit()
            #expect(try readAll(folder.path, upTo: end).messages == expected + [added], comment)
        }
        switch damage {
        case .none: #expect(report.isClean, comment)
        case .torn: #expect(report.tornTail != nil && report.damaged.isEmpty, comment)
        case .some: #expect(!report.isClean, comment)
        }
        #expect(try recover(folder.path).isClean, "\(what): reported twice")
    }
}

/// Opens a journal for writing and closes it.
@discardableResult
func recover(_ path: String) throws -> RecoveryReport {
    let writer = try JournalWriter(path: path)
    return writer.recovery
}

@Suite("Damage in older segments")
struct OlderSegmentTests {
    enum Damage: CaseIterable, Sendable { case removed, emptied, cutInTheMiddle, zeroed, headerLost, random }

    @Test("a reader passes over damage in an older segment, and says where it was", arguments: Damage.allCases)
    func olderSegment(damage: Damage) throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 1000)
        for number in 1...30 {
            try writer.append(TestMessage(number))
            _ = try writer.commit()
        }
        let all = (1...30).map { TestMessage($0) }
        let segments = try folder.names().compactMap(SegmentName.segment(named:)).map(Int.init)
        try #require(segments.count >= 3)
        let name = SegmentName.name(of: UInt64(segments[1]))
        let hit = segments[1]..<segments[2]
        var bytes = try folder.bytes(name)
        var lost = Array(hit)
        switch damage {
        case .removed: break
        case .emptied: bytes = []
        case .cutInTheMiddle:
            bytes.removeLast(1)
            lost = [hit.upperBound - 1]
        case .zeroed: bytes = [UInt8](repeating: 0, count: bytes.count)
        case .headerLost:
            for index in 0..<32 { bytes[index] = 0xEE }
            lost = []
        case .random:
            var random = SplitMix64(seed: 1)
            bytes = bytes.map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        try folder.write(bytes, to: name)
        if damage == .removed { try folder.remove(name) }
        let read = try readAll(folder.path, upTo: writer.committed)
        #expect(read.messages == all.filter { message in !lost.contains { TestMessage($0) == message } })
        #expect(read.damaged.isEmpty == (damage == .removed || damage == .emptied))
        #expect(read.damaged.allSatisfy { $0.segment == UInt64(segments[1]) })
    }
}
