import Disk
import Foundation
import Glibc
import Journal
import Testing

@Suite("Failing disk")
struct FullDiskTests {
    @Test("a write past the file size limit ends the writer, and the next start keeps exactly what was committed")
    func fileSizeLimit() async throws {
        await #expect(processExitsWith: .success) {
            Disk.ignoreFileSizeSignal()
            let folder = try TemporaryFolder()
            try limitFileSize("65536:unlimited")
            var acknowledged: [TestMessage] = []
            do {
                var writer = try JournalWriter(path: folder.path)
                let failure = try #require(throws: DiskError.self) {
                    while true {
                        let batch = (acknowledged.count..<acknowledged.count + 10).map { TestMessage($0) }
                        for message in batch { try writer.append(message) }
                        _ = try writer.commit()
                        acknowledged += batch
                    }
                }
                #expect(failure.code == EFBIG)
                #expect(throws: JournalError.ended(after: failure.description)) { try writer.append(TestMessage(0)) }
                #expect(throws: JournalError.ended(after: failure.description)) { _ = try writer.commit() }
            }
            try limitFileSize("unlimited:unlimited")
            let writer = try JournalWriter(path: folder.path)
            let found = try readAll(folder.path, upTo: writer.committed).messages
            try #require(acknowledged.count > 100)
            // Whole records of the failed batch may have reached the file: they come again from the broker.
            #expect(Array(found.prefix(acknowledged.count)) == acknowledged)
            #expect(found.count < acknowledged.count + 10)
            #expect(writer.recovery.tornTail != nil)
        }
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
