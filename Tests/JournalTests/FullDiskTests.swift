import Disk
import Foundation
import Glibc
import Journal
import Readings
import Testing

@Suite("Failing disk")
struct FullDiskTests {
    @Test("a write past the file size limit costs the batch only; the next one begins a new segment")
    func fileSizeLimit() async throws {
        await #expect(processExitsWith: .success) {
            Disk.ignoreFileSizeSignal()
            let folder = try TemporaryFolder()
            try limitFileSize("65536:unlimited")
            var acknowledged: [TestMessage] = []
            var refusals = 0
            do {
                var writer = try JournalWriter(path: folder.path)
                while acknowledged.count < 2000 {
                    let batch = (acknowledged.count..<acknowledged.count + 10).map { TestMessage($0) }
                    for message in batch { try writer.append(message) }
                    let before = writer.committed
                    do {
                        #expect(try writer.commit() > before)
                        acknowledged += batch
                    } catch let failure as DiskError {
                        #expect(failure.code == EFBIG && failure.isOutOfSpace && failure.isAtSizeLimit)
                        #expect(writer.committed == before)
                        #expect(writer.uncommittedBytes == 0)
                        refusals += 1
                    }
                }
                // 2,000 records of about 127 bytes fill three files of 64 KiB.
                #expect(refusals == 3)
                #expect(try readAll(folder.path, upTo: writer.committed).messages == acknowledged)
            }
            try limitFileSize("unlimited:unlimited")
            let writer = try JournalWriter(path: folder.path)
            #expect(writer.recovery.isClean)
            let read = try readAll(folder.path, upTo: writer.committed)
            #expect(read.messages == acknowledged)
            #expect(read.damaged.isEmpty)
        }
    }

    @Test(
        "a full disk costs the batch only, whether it extends a segment or begins one; with room again it goes on",
        .enabled(if: SmallDisk.isPossible, "skipped: only root may mount a small disk"), arguments: [64 << 20, 1000])
    func fullDisk(segmentBytes: Int64) throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let path = disk.path + "/journal"
        var acknowledged: [TestMessage] = []
        var writer = try JournalWriter(path: path, segmentBytes: segmentBytes)
        var number = 0
        for round in 1...3 {
            try disk.fill(leaving: 16 << 10)
            var refusals = 0
            while refusals < 3 {
                let connection = try writer.appendConnection(at: Instant(microseconds: 0), isSessionPresent: true)
                // A connection whose record found no room was never told of.
                #expect(Int(connection) == acknowledged.count / 20 + 1)
                let batch = (number..<number + 20).map { TestMessage($0) }
                for message in batch { try writer.append(message) }
                let before = writer.committed
                do {
                    _ = try writer.commit()
                    acknowledged += batch
                    number += 20
                } catch let failure as DiskError {
                    #expect(failure.code == ENOSPC && failure.isOutOfSpace)
                    #expect(writer.committed == before)
                    refusals += 1
                }
            }
            #expect(try Self.messages(path, upTo: writer.committed) == acknowledged, "round \(round)")
            #expect(try JournalReader.end(ofJournalAt: path) == writer.committed)
            try disk.empty()
            for message in [TestMessage(number), TestMessage(number + 1)] { try writer.append(message) }
            _ = try writer.commit()
            #expect(
                try Self.messages(path, upTo: writer.committed)
                    == acknowledged + [TestMessage(number), TestMessage(number + 1)])
            // The count above goes by twenties.
            _ = try writer.appendConnection(at: Instant(microseconds: 0), isSessionPresent: true)
            for extra in number + 2..<number + 20 { try writer.append(TestMessage(extra)) }
            _ = try writer.commit()
            acknowledged += (number..<number + 20).map { TestMessage($0) }
            number += 20
        }
        #expect(acknowledged.count > 100)
    }

    private static func messages(_ path: String, upTo end: JournalPosition) throws -> [TestMessage] {
        var reader = try JournalReader(path: path, from: .start)
        var messages: [TestMessage] = []
        _ = try reader.next(upTo: end, atMost: .max) { record, topic, payload in
            if record.kind == .message { messages.append(TestMessage(record, topic, payload)) }
        }
        #expect(reader.damaged.isEmpty)
        return messages
    }

    @Test("kill -9 frees the lock, and keeps what was committed")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            var writer = try JournalWriter(path: path)
            try writer.append(TestMessage(1))
            _ = try writer.commit()
            try writer.append(TestMessage(2))
            kill(getpid(), SIGKILL)
        }
        let writer = try JournalWriter(path: path)
        #expect(try readAll(path, upTo: writer.committed).messages == [TestMessage(1)])
    }
}

/// Sets this process's limit by prlimit(1), soft and hard: the system call itself takes a pointer.
private func limitFileSize(_ limit: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/prlimit")
    process.arguments = ["--pid", "\(getpid())", "--fsize=\(limit)"]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
}
