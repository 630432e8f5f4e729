import Foundation
import Journal
import Readings
import Synchronization
import Testing

@testable import Audit

@Suite("A folder in which a service works")
struct ServedFolderTests {
    @Test("a file that is published between two looks is read again with its new row")
    func published() throws {
        let folder = try AuditedFolder()
        let path = AuditedFolder.hourPath(3)
        let manifest = try folder.bytes("manifest.csv")
        var files = AuditedFolder.files
        files[path] = files[path]?.replacing("23.5", with: "24.5")
        // The file has its place already, its row is still the old one.
        try AuditedFolder.write(files, into: folder.path)
        let later = try folder.bytes("manifest.csv")
        try folder.write(manifest, to: "manifest.csv")
        let looks = Mutex(0)
        let report = try folder.verify(
            rebuilt: files, isServed: { true },
            pause: {
                let look = looks.withLock { count in
                    count += 1
                    return count
                }
                if look == 3 { try? folder.write(later, to: "manifest.csv") }
            })
        #expect(report.holds, "\(report.text)")
        #expect(looks.withLock { $0 } == 3)
        #expect(report.text.contains("1 file changed while they were read, and were read again."))
    }

    @Test("damage does not go away by waiting")
    func damage() throws {
        let folder = try AuditedFolder()
        try folder.change(AuditedFolder.hourPath(3), "23.5", "24.5")
        let looks = Mutex(0)
        let report = try folder.verify(isServed: { true }, pause: { looks.withLock { $0 += 1 } })
        #expect(report.check(.manifest)?.findings.map(\.kind) == ["file_sha256"])
        #expect(looks.withLock { $0 } == 60)
    }

    @Test("the lock of a service is seen from outside, as long as it holds it")
    func lock() throws {
        let folder = try AuditedFolder()
        let lock = JournalLock(data: folder.path)
        #expect(!lock.isHeld())
        do {
            let journal = try JournalWriter(path: folder.path + "/journal")
            #expect(lock.isHeld())
            _ = journal.committed
        }
        #expect(!lock.isHeld())
        #expect(!JournalLock(data: folder.path + "/nowhere").isHeld())
    }

    @Test("bytes behind the last record are a write that goes on, when a record follows")
    func growingJournal() throws {
        let folder = try AuditedFolder()
        let name = "journal/0000000000000001.kbj"
        let whole = try folder.bytes(name)
        try folder.write(whole.dropLast(7), to: name)
        let report = try folder.verify(isServed: { true }, pause: { try? folder.write(whole, to: name) })
        #expect(report.check(.journal)?.findingCount == 0)
        try folder.write(whole.dropLast(7), to: name)
        #expect(try folder.verify(isServed: { true }).kinds.contains("journal_tail"))
    }
}
