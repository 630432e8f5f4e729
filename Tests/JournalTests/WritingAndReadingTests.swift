import Disk
import Foundation
import Journal
import Readings
import Synchronization
import Testing

@Suite("Journal")
struct WritingAndReadingTests {
    @Test(
        "CRC-32C has the values of RFC 3720 appendix B.4 and of the check string",
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ((0..<32).map { UInt8($0) }, 0x46DD_794E), ((0..<32).map { 31 - UInt8($0) }, 0x113F_DB5C),
            (Array("123456789".utf8), 0xE306_9283), ([], 0),
        ] as [([UInt8], UInt32)])
    func checksum(bytes: [UInt8], expected: UInt32) {
        #expect(CRC32C.checksum(bytes.span) == expected)
    }

    @Test("what was appended comes back, of every kind, with every field")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path)
        let start = Instant(microseconds: -5)
        let connection = try writer.appendConnection(at: start, isSessionPresent: true)
        try writer.append(TestMessage(2))
        try writer.append(TestMessage(3, payloadBytes: 0))
        let text = Array("changed".utf8)
        try writer.appendNote(at: start, subject: "registry", text: text.span)
        let end = try writer.commit()

        var reader = try JournalReader(path: folder.path, from: .start)
        var records: [JournalRecord] = []
        var messages: [TestMessage] = []
        let count = try reader.next(upTo: end, atMost: 100) {
            records.append($0)
            messages.append(TestMessage($0, $1, $2))
        }
        #expect(count == 4)
        #expect(records.map(\.kind) == [.connected, .message, .message, .note])
        #expect(records.map(\.ordinal) == [1, 2, 3, 4])
        #expect(records.map(\.qos) == [0, 1, 1, 0])
        #expect(records.map(\.isSessionPresent) == [true, false, false, false])
        #expect(connection == 1)
        #expect(records[0].header == MessageHeader(received: start, connection: 1))
        #expect(Array(messages[1...2]) == [TestMessage(2), TestMessage(3, payloadBytes: 0)])
        #expect(messages[3].topic == "registry")
        #expect(messages[3].payload == text)
        #expect(reader.position == end)
        var fromThird = try JournalReader(path: folder.path, from: records[2].position)
        var again: [TestMessage] = []
        _ = try fromThird.next(upTo: end, atMost: 1) { again.append(TestMessage($0, $1, $2)) }
        #expect(again == [TestMessage(3, payloadBytes: 0)])
    }

    @Test("nothing is readable before its commit")
    func uncommitted() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path)
        try writer.append(TestMessage(1))
        let one = try writer.commit()
        try writer.append(TestMessage(2))
        #expect(writer.committed == one)
        #expect(try readAll(folder.path, upTo: writer.committed).messages == [TestMessage(1)])
        #expect(writer.uncommittedBytes == 40 + TestMessage(2).topic.utf8.count + 60)
    }

    @Test("records run over many segments, whose names are the ordinals of their first records")
    func segments() throws {
        let folder = try TemporaryFolder()
        var expected: [TestMessage] = []
        var end = JournalPosition.start
        for start in stride(from: 0, to: 100, by: 10) {
            // Opened anew each time, as after a restart.
            var writer = try JournalWriter(path: folder.path, segmentBytes: 2000)
            for number in start..<start + 10 {
                try writer.append(TestMessage(number))
                expected.append(TestMessage(number))
                if number.isMultiple(of: 5) { _ = try writer.commit() }
            }
            end = try writer.commit()
        }
        let names = try folder.names().filter { $0.hasSuffix(".kbj") }
        #expect(names.count > 3)
        #expect(names.first == "0000000000000001.kbj")
        #expect(try readAll(folder.path, upTo: end).messages == expected)
        var reader = try JournalReader(path: folder.path, from: .start)
        var ordinals: [UInt64] = []
        var begins: [UInt64] = []
        _ = try reader.next(upTo: end, atMost: .max) { record, _, _ in
            ordinals.append(record.ordinal)
            if record.position.offset == 32 { begins.append(record.ordinal) }
        }
        #expect(ordinals == Array(1...100))
        #expect(begins.map(SegmentName.name(of:)) == names)
    }

    @Test("the connection's ordinal rises over restarts and over segments")
    func connections() throws {
        let folder = try TemporaryFolder()
        for expected in UInt32(1)...12 {
            var writer = try JournalWriter(path: folder.path, segmentBytes: 200)
            #expect(try writer.appendConnection(at: Instant(microseconds: 0), isSessionPresent: false) == expected)
            _ = try writer.commit()
            try writer.append(TestMessage(Int(expected)))
            _ = try writer.commit()
        }
    }

    @Test("a message beyond MQTT's limits is refused, and the batch goes on without it")
    func tooLong() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path)
        let topic = [UInt8](repeating: 65, count: 65_536)
        let payload: [UInt8] = [1]
        #expect(throws: JournalError.recordTooLong(bytes: 65_537)) {
            try writer.append(
                header: MessageHeader(received: Instant(microseconds: 0)), qos: 0, topic: topic.span,
                payload: payload.span)
        }
        try writer.append(TestMessage(1))
        #expect(try readAll(folder.path, upTo: writer.commit()).messages == [TestMessage(1)])
    }

    @Test("a record longer than the reading chunk comes back whole")
    func longRecord() throws {
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path)
        let messages = [TestMessage(1), TestMessage(2, payloadBytes: 5_000_001), TestMessage(3)]
        for message in messages { try writer.append(message) }
        #expect(try readAll(folder.path, upTo: writer.commit()).messages == messages)
    }

    @Test("when the reader's body throws, the same record comes again")
    func throwingBody() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        var writer = try JournalWriter(path: folder.path)
        for number in 1...5 { try writer.append(TestMessage(number)) }
        let end = try writer.commit()
        var reader = try JournalReader(path: folder.path, from: .start)
        var seen: [UInt64] = []
        #expect(throws: Stop.self) {
            _ = try reader.next(upTo: end, atMost: .max) { record, _, _ in
                if record.ordinal == 3 { throw Stop() }
                seen.append(record.ordinal)
            }
        }
        _ = try reader.next(upTo: end, atMost: .max) { record, _, _ in seen.append(record.ordinal) }
        #expect(seen == [1, 2, 3, 4, 5])
    }

    @Test("a reader follows a writer of another task, record by record, over segments")
    func tailing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let total = 20_000
        let committed = CommittedPosition()
        try Self.create(path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var writer = try JournalWriter(path: path, segmentBytes: 200_000)
                for number in 0..<total {
                    try writer.append(TestMessage(number))
                    if number % 37 == 0 || number == total - 1 {
                        let end = try writer.commit()
                        committed.position.withLock { $0 = end }
                    }
                }
            }
            group.addTask {
                let deadline = ContinuousClock.now + .seconds(60)
                var reader = try JournalReader(path: path, from: .start)
                var next = 0
                while next < total, ContinuousClock.now < deadline {
                    let end = committed.position.withLock { $0 }
                    let count = try reader.next(upTo: end, atMost: 100) {
                        if TestMessage($0, $1, $2) != TestMessage(next) { Issue.record("record \(next) differs") }
                        next += 1
                    }
                    if count == 0 { await Task.yield() }
                }
                #expect(next == total)
                #expect(reader.damaged.isEmpty)
            }
            try await group.waitForAll()
        }
    }

    /// Makes the journal's folder, so that a reader can be opened before the writer.
    private static func create(_ path: String) throws {
        _ = try JournalWriter(path: path)
    }

    @Test("a second writer is refused at once and told which process holds the journal")
    func secondWriter() throws {
        let folder = try TemporaryFolder()
        let first = try JournalWriter(path: folder.path)
        let process = ProcessInfo.processInfo.processIdentifier
        let error = #expect(throws: DiskError.self) { try recover(folder.path) }
        #expect(error?.isLockedElsewhere == true)
        #expect(
            error?.description
                == "\(folder.path)/lock is locked: process \(process) already works in this folder; stop it, or choose "
                + "another folder")
        _ = first.committed
    }

    @Test("beside its writer, a journal ends behind the newest whole record")
    func end() throws {
        let folder = try TemporaryFolder()
        #expect(try JournalReader.end(ofJournalAt: folder.path) == .start)
        let (bytes, ends) = try segment(of: [TestMessage(1), TestMessage(2)])
        for cut in [0, 10] {
            try folder.reset(toSegment: Array(bytes.dropLast(cut)))
            let end = JournalPosition(segment: 1, offset: Int64(cut == 0 ? ends[1] : ends[0]))
            #expect(try JournalReader.end(ofJournalAt: folder.path) == end)
            #expect(try readAll(folder.path, upTo: end).damaged.isEmpty)
        }
    }

    @Test("a position is written and read as text", arguments: ["0:0", "1:32", "18446744073709551615:9"])
    func positionText(text: String) throws {
        #expect(try #require(JournalPosition(text)).description == text)
    }

    @Test("no other text is a position", arguments: ["", "1", "1:", ":1", "1:-1", "a:1", "1:2:3", " 1:2"])
    func noPosition(text: String) {
        #expect(JournalPosition(text) == nil)
    }
}

/// What the writing task tells the reading one.
private final class CommittedPosition: Sendable {
    let position = Mutex(JournalPosition.start)
}
