import Foundation
import Journal
import Readings
import Testing

@Suite("Compressed segments")
struct CompressionTests {
    @Test("all but the newest segment are compressed, and everything is read as before, from any position")
    func roundTrip() throws {
        let journal = try CompressedJournal(messages: 200, segmentBytes: 3000, frameBytes: 1000)
        let path = journal.folder.path
        try #require(journal.segments.count >= 5)
        let names = try journal.folder.names().filter { $0.hasPrefix("0") }
        let newest = try #require(journal.segments.last)
        let expected = journal.segments.dropLast().map { SegmentName.compressedName(of: $0) }
        #expect(names == expected + [SegmentName.name(of: newest)])
        let read = try readAll(path, upTo: journal.end)
        #expect(read.messages == journal.messages)
        #expect(read.damaged.isEmpty)
        // Positions are those of before compression.
        for (index, position) in journal.positions.enumerated() {
            var reader = try JournalReader(path: path, from: position)
            var found: [TestMessage] = []
            _ = try reader.next(upTo: journal.end, atMost: 2) { found.append(TestMessage($0, $1, $2)) }
            #expect(found == Array(journal.messages[index...].prefix(2)), "from \(position)")
        }
        #expect(try recover(path).isClean)
    }

    @Test("a frame ends before the first record that begins its length behind the frame's start")
    func frames() throws {
        let journal = try CompressedJournal(messages: 60, segmentBytes: 3000, frameBytes: 1000)
        let plain = try journal.frames(of: 1).plain
        try #require(plain.count >= 3)
        #expect(plain.first?.lowerBound == 0)
        for (frame, next) in zip(plain, plain.dropFirst()) {
            #expect(frame.upperBound == next.lowerBound)
            #expect(journal.positions.contains(JournalPosition(segment: 1, offset: frame.upperBound)))
            // The longest record of these is 40 + 29 + 64 bytes.
            #expect(frame.count >= 1000 && frame.count < 1000 + 133)
        }
    }

    @Test("a segment that looks like the feed of a city shrinks to less than a quarter")
    func ratio() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 2_000_000)
        for number in 0..<20_000 {
            let topic = Array("westminster/air/plain/aq-\(number % 24)".utf8)
            let value = Double(number * 7919 % 997) / 10
            let payload = Array(
                "{\"device\":\"aq-\(number % 24)\",\"ts\":\(1_772_438_400 + number),\"no2\":\(value),\"unit\":\"ug/m3\"}"
                    .utf8)
            try writer.append(
                header: TestMessage(number).header, qos: 1, topic: topic.span, payload: payload.span)
            if number % 100 == 0 { _ = try writer.commit() }
        }
        _ = try writer.commit()
        let housekeeping = try JournalHousekeeping(path: folder.path)
        guard case .compressed(_, let plain, let stored)? = try housekeeping.compress(writtenBefore: .distantFuture)
        else { return #expect(Bool(false), "nothing was compressed") }
        #expect(stored * 4 < plain, "\(plain) bytes became \(stored)")
    }

    @Test("a reader in the middle of a segment goes on while that is compressed or removed", arguments: [true, false])
    func replacedUnderReader(isCompressed: Bool) throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 2000)
        let messages = (1...60).map { TestMessage($0) }
        for message in messages {
            try writer.append(message)
            _ = try writer.commit()
        }
        let housekeeping = try JournalHousekeeping(path: folder.path)
        var reader = try JournalReader(path: folder.path, from: .start)
        var found: [TestMessage] = []
        _ = try reader.next(upTo: writer.committed, atMost: 5) { found.append(TestMessage($0, $1, $2)) }
        let step =
            isCompressed
            ? try housekeeping.compress(writtenBefore: .distantFuture)
            : try housekeeping.remove(writtenBefore: .distantFuture, keepingAtMost: nil)
        #expect(step != nil)
        while try reader.next(upTo: writer.committed, atMost: 7, { found.append(TestMessage($0, $1, $2)) }) > 0 {}
        #expect(found == messages)
    }

    @Test("a reader follows a writer while all that is sealed is compressed and surveyed beside them")
    func besideWriter() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let total = 8000
        let messages = (0..<total).map { TestMessage($0) }
        var writer = try JournalWriter(path: path, segmentBytes: 50_000)
        try writer.append(messages[0])
        let first = try writer.commit()
        #expect(first.segment == 1)
        var reader = try JournalReader(path: path, from: .start)
        var next = 0
        let compressing = Task.detached {
            let housekeeping = try JournalHousekeeping(path: path, frameBytes: 4000)
            var steps = 0
            while !Task.isCancelled || steps == 0 {
                while try housekeeping.compress(writtenBefore: .distantFuture) != nil { steps += 1 }
                _ = try housekeeping.survey()
                await Task.yield()
            }
            return steps
        }
        for (number, message) in messages.enumerated().dropFirst() {
            try writer.append(message)
            guard number % 50 == 0 || number == total - 1 else { continue }
            let end = try writer.commit()
            await Task.yield()
            // Half of it is left lying, so that the reader meets both forms.
            let limit = number == total - 1 ? .max : 25
            _ = try reader.next(upTo: end, atMost: limit) {
                if TestMessage($0, $1, $2) != messages[next] { Issue.record("record \(next) differs") }
                next += 1
            }
        }
        compressing.cancel()
        #expect(try await compressing.value > 0)
        #expect(next == total)
        #expect(reader.damaged.isEmpty)
        #expect(try readAll(path, upTo: writer.committed).messages == messages)
    }

    @Test("the newest segment is never compressed, and one that is not old enough is not")
    func tooYoung() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 1000)
        let housekeeping: JournalHousekeeping
        for number in 1...5 {
            try writer.append(TestMessage(number))
            _ = try writer.commit()
        }
        housekeeping = try JournalHousekeeping(path: folder.path)
        #expect(try housekeeping.compress(writtenBefore: .distantFuture) == nil)
        for number in 6...20 {
            try writer.append(TestMessage(number))
            _ = try writer.commit()
        }
        try folder.setModified("0000000000000001.kbj", secondsSince1970: 1_000_000)
        #expect(try housekeeping.compress(writtenBefore: Instant(microseconds: 1_000_000_000_000)) == nil)
        let step = try housekeeping.compress(writtenBefore: Instant(microseconds: 1_000_001_000_000))
        guard case .compressed(segment: 1, _, _)? = step else {
            return #expect(Bool(false), "\(String(describing: step))")
        }
        // When its plain form was written is kept, for retention.
        let span = try #require(try JournalReader.segments(ofJournalAt: folder.path).first)
        #expect(span.lastWritten == Instant(microseconds: 1_000_000_000_000))
    }

    @Test("a segment with damage stays plain, and is said to once")
    func damagedStaysPlain() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path, segmentBytes: 1000)
        for number in 1...20 {
            try writer.append(TestMessage(number))
            _ = try writer.commit()
        }
        let name = "0000000000000001.kbj"
        var bytes = try folder.bytes(name)
        bytes[100] ^= 1
        try folder.write(bytes, to: name)
        // What the writer noted when it sealed the segment does not know of the damage.
        try folder.remove("0000000000000001.kbi")
        let housekeeping = try JournalHousekeeping(path: folder.path)
        // The first record: 40 bytes, the topic of 26, the payload of 60.
        #expect(try housekeeping.compress(writtenBefore: .distantFuture) == .leftPlain(segment: 1, damagedBytes: 126))
        while let step = try housekeeping.compress(writtenBefore: .distantFuture) {
            if case .leftPlain = step { Issue.record("said twice") }
        }
        #expect(try folder.bytes(name) == bytes)
    }

    enum Leftover: CaseIterable, Sendable { case both, bothDamaged, bothOfNewest, unfinished }

    @Test(
        "what a crash during compression left is tidied when the writer opens the journal", arguments: Leftover.allCases
    )
    func crash(leftover: Leftover) throws {
        let journal = try CompressedJournal(messages: 60, segmentBytes: 2000, frameBytes: 500)
        let folder = journal.folder
        let plainName = "0000000000000001.kbj"
        let compressedName = "0000000000000001.kbz"
        let plain = try Self.plainBytes(ofFirst: journal)
        var compressed = try folder.bytes(compressedName)
        try folder.write(plain, to: plainName)
        var expected = journal.messages
        switch leftover {
        case .both: break
        case .bothDamaged:
            compressed[compressed.count - 5] ^= 4
            try folder.write(compressed, to: compressedName)
        case .bothOfNewest:
            for segment in journal.segments.dropFirst() {
                for name in [SegmentName.name(of: segment), SegmentName.compressedName(of: segment)] {
                    try? folder.remove(name)
                }
            }
            expected = journal.positions.indices.filter { journal.positions[$0].segment == 1 }
                .map { journal.messages[$0] }
        case .unfinished:
            try folder.remove(compressedName)
            try folder.write(Array(compressed.prefix(200)), to: ".\(compressedName).tmp")
        }
        var writer = try JournalWriter(path: folder.path)
        #expect(writer.recovery.isClean)
        let names = try folder.names()
        #expect(names.contains(compressedName) == (leftover == .both))
        #expect(names.contains(plainName) == (leftover != .both))
        #expect(!names.contains { $0.hasSuffix(".tmp") })
        try writer.append(TestMessage(1000))
        #expect(try readAll(folder.path, upTo: writer.commit()).messages == expected + [TestMessage(1000)])
    }

    /// The plain form of the first segment, written again: only its mark is random.
    private static func plainBytes(ofFirst journal: CompressedJournal) throws -> [UInt8] {
        let copy = try TemporaryFolder()
        var writer = try JournalWriter(path: copy.path)
        for (index, position) in journal.positions.enumerated() where position.segment == 1 {
            try writer.append(journal.messages[index])
        }
        _ = try writer.commit()
        return try copy.bytes("0000000000000001.kbj")
    }

    @Test("when only compressed segments are left, the journal goes on in a new one")
    func newestIsCompressed() throws {
        let journal = try CompressedJournal(messages: 60, segmentBytes: 2000, frameBytes: 500)
        let newest = try #require(journal.segments.last)
        try journal.folder.remove(SegmentName.name(of: newest))
        let kept = journal.positions.indices.filter { journal.positions[$0].segment != newest }
            .map { journal.messages[$0] }
        var writer = try JournalWriter(path: journal.folder.path)
        #expect(writer.recovery.isClean)
        #expect(writer.span == nil)
        try writer.append(TestMessage(1000))
        let end = try writer.commit()
        #expect(end.segment == newest)
        #expect(try readAll(journal.folder.path, upTo: end).messages == kept + [TestMessage(1000)])
    }

    @Test("a compressed segment of a later format is refused and left as it is")
    func laterVersion() throws {
        let journal = try CompressedJournal(messages: 60, segmentBytes: 2000, frameBytes: 500)
        let name = "0000000000000001.kbz"
        var bytes = try journal.folder.bytes(name)
        bytes[8] = 2
        let checksum = CRC32C.checksum(bytes.span.extracting(0..<72))
        for index in 0..<4 { bytes[72 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)) }
        try journal.folder.write(bytes, to: name)
        #expect(throws: JournalError.laterVersion(path: journal.folder.path + "/" + name, version: 2)) {
            _ = try readAll(journal.folder.path, upTo: journal.end)
        }
        #expect(try journal.folder.bytes(name) == bytes)
    }
}
