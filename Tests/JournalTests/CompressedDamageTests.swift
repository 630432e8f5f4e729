import SeededRandom
import Journal
import Readings
import Testing

/// The catalogue of damage to a compressed segment: a start succeeds, every record outside the damaged frame is read, and
/// the damage is reported.
@Suite("Damage in compressed segments")
struct CompressedDamageTests {
    private let journal: CompressedJournal
    private let segment: UInt64 = 1
    private let bytes: [UInt8]
    private let stored: [Range<Int>]
    private let plain: [Range<Int64>]

    init() throws {
        journal = try CompressedJournal(messages: 45, segmentBytes: 3000, frameBytes: 700)
        (bytes, stored, plain) = try journal.frames(of: segment)
        try #require(stored.count >= 4)
    }

    /// Payloads would fill pages when an expectation fails; a record's checksum holds them together with its topic.
    private static func topics(_ messages: [TestMessage]) -> [String] { messages.map(\.topic) }

    private func expect(_ damaged: [UInt8], loses lost: [Range<Int64>], _ what: String) throws {
        let comment = Comment(rawValue: what)
        try journal.folder.write(damaged, to: SegmentName.compressedName(of: segment))
        let read = try readAll(journal.folder.path, upTo: journal.end)
        #expect(Self.topics(read.messages) == Self.topics(journal.messages(without: lost, of: segment)), comment)
        #expect(!read.damaged.isEmpty, comment)
        #expect(read.damaged.allSatisfy { $0.segment == segment }, comment)
        let bytes = read.damaged.reduce(0) { $0 + $1.bytes }
        #expect(bytes == lost.reduce(0) { $0 + Int64($1.count) }, comment)
        let writer = try JournalWriter(path: journal.folder.path)
        #expect(writer.committed == journal.end, comment)
    }

    @Test("a flipped bit in any byte costs the frame that it is in, in the header nothing")
    func flips() throws {
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            let hit = stored.firstIndex { $0.contains(index) }
            try expect(damaged, loses: hit.map { [plain[$0]] } ?? [], "bit flipped in byte \(index)")
        }
    }

    @Test("cut at any byte, the whole frames before are kept")
    func truncations() throws {
        for cut in 0..<bytes.count {
            let kept = stored.count { $0.upperBound <= cut }
            var lost = Array(plain[kept...])
            // Without its header nobody knows how long it was; that something is missing is told all the same.
            if cut < 76 { lost = [] }
            try journal.folder.write(Array(bytes[..<cut]), to: SegmentName.compressedName(of: segment))
            let read = try readAll(journal.folder.path, upTo: journal.end)
            #expect(
                Self.topics(read.messages)
                    == Self.topics(journal.messages(without: Array(plain[kept...]), of: segment)),
                "cut at \(cut)")
            #expect(!read.damaged.isEmpty, "cut at \(cut)")
            #expect(
                read.damaged.reduce(0) { $0 + $1.bytes } == lost.reduce(0) { $0 + Int64($1.count) }, "cut at \(cut)")
            let writer = try JournalWriter(path: journal.folder.path)
            #expect(writer.committed == journal.end, "cut at \(cut)")
        }
    }

    @Test("a run of zeros anywhere costs the frames that it touches", arguments: [16, 64, 256, 600])
    func zeroPages(length: Int) throws {
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let range = start..<min(bytes.count, start + length)
            var damaged = bytes
            for index in range { damaged[index] = 0 }
            guard damaged != bytes else { continue }
            var lost: [Range<Int64>] = []
            for (frame, place) in zip(plain, stored) where damaged[place] != bytes[place] { lost.append(frame) }
            // Header and first frames lost: the frames' own headers tell the rest.
            try expect(damaged, loses: lost, "\(length) zeros from byte \(start)")
        }
    }

    @Test("bytes behind the last frame are told, and cost nothing", arguments: [1, 31, 32, 5000])
    func appended(count: Int) throws {
        try expect(bytes + [UInt8](repeating: 0xA5, count: count), loses: [], "\(count) bytes more")
    }

    @Test("a frame's header that a payload holds is never taken for one")
    func forgedFrame() throws {
        // A foreign journal's compressed bytes as an incompressible payload: zstd stores them as they are.
        var carrier = TestMessage(1)
        carrier.payload = try journal.frames(of: segment).bytes
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 100)
        for message in [carrier, TestMessage(2), TestMessage(3)] {
            try writer.append(message)
            _ = try writer.commit()
        }
        let housekeeping = try JournalHousekeeping(path: folder.path, frameBytes: 100)
        while try housekeeping.compress(writtenBefore: .distantFuture) != nil {}
        let name = SegmentName.compressedName(of: 1)
        var damaged = try folder.bytes(name)
        damaged[76] ^= 1
        try folder.write(damaged, to: name)
        let read = try readAll(folder.path, upTo: writer.committed)
        #expect(read.messages == [TestMessage(2), TestMessage(3)])
        #expect(!read.damaged.isEmpty)
    }

    @Test("random bytes in place of a compressed segment stop nobody", arguments: 1...100)
    func randomBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = Int(random.next() % 3000)
        let damaged = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try journal.folder.write(damaged, to: SegmentName.compressedName(of: segment))
        let read = try readAll(journal.folder.path, upTo: journal.end)
        #expect(
            Self.topics(read.messages) == Self.topics(journal.messages(without: plain, of: segment)), "seed \(seed)")
        #expect(!read.damaged.isEmpty)
        #expect(try JournalWriter(path: journal.folder.path).committed == journal.end)
    }
}
