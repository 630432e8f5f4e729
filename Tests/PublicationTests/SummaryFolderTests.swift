import Disk
import Foundation
import Glibc
import Publication
import Readings
import Testing

@Suite("Publication")
struct SummaryFolderTests {
    static let path = "summaries/air/hour/area=westminster/day=2026-03-02/air-hour_westminster_2026-03-02.csv"
    static let eight = Instant(microseconds: 1_772_438_400_000_000)

    let folder: DataFolder

    init() throws { folder = try DataFolder() }

    @Test("a first, a changed and an equal content make revisions 1, 2 and none")
    func revisions() throws {
        var files = try SummaryFolder(path: folder.path, durability: .everyFile)
        let first = try files.publish("a\n1\n", rows: 1)
        #expect(first.isChanged && first.revision == 1 && first.rows == 1 && first.bytes == 4)
        let changed = try files.publish("a\n1\n2\n", rows: 2)
        #expect(changed.isChanged && changed.revision == 2)
        let equal = try files.publish("a\n1\n2\n", rows: 2, at: Self.eight.advanced(byMicroseconds: 5))
        #expect(!equal.isChanged && equal.revision == 2 && equal.sha256 == changed.sha256)
        #expect(try folder.text(Self.path) == "a\n1\n2\n")
        #expect(try folder.names(in: Self.path) == ["air-hour_westminster_2026-03-02.csv"])
        try files.save()
        let rows =
            "file,revision,reason,rows,sha256,written_at,sealed_at\n"
            + "\(Self.path),2,update,2,\(changed.sha256),2026-03-02T08:00:00Z,\n"
        let sum = "manifest.csv,1,sum,1,\(sha256(of: rows)),2026-03-02T08:00:00Z,\n"
        #expect(try folder.text("manifest.csv") == rows + sum)
        #expect(try SummaryFolder(path: folder.path, durability: .everyFile).recovery.isClean)
    }

    @Test("a rebuild puts right what somebody changed in a file without changing its length; an update does not look")
    func changedByHand() throws {
        var files = try SummaryFolder(path: folder.path, durability: .everyFile)
        _ = try files.publish("a\n1\n", rows: 1)
        try Data("a\n9\n".utf8).write(to: URL(filePath: folder.path + "/" + Self.path))
        _ = try files.publish("a\n1\n", rows: 1)
        #expect(try folder.text(Self.path) == "a\n9\n")
        _ = try files.replace(path: Self.path, reason: .rebuild, at: Self.eight) { sink in
            sink.buffer.append(contentsOf: Array("a\n1\n".utf8))
        }
        #expect(try folder.text(Self.path) == "a\n1\n")
    }

    @Test("a partition of many pieces has the digest of the whole")
    func longPartition() throws {
        var files = try SummaryFolder(path: folder.path, durability: .atSave)
        let file = try files.replace(path: Self.path, reason: .update, at: Self.eight) { sink in
            for _ in 0..<1_000_000 {
                sink.buffer.append(UInt8(ascii: "a"))
                try sink.endRow()
            }
        }
        #expect(file.bytes == 1_000_000)
        // FIPS 180-4's example of a million times "a".
        #expect(file.sha256 == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        try files.save()
        #expect(try folder.text(Self.path).utf8.count == 1_000_000)
    }

    @Test("a failing writer leaves the old file, no temporary one and no revision")
    func failingWriter() throws {
        struct Stop: Error {}
        var files = try SummaryFolder(path: folder.path, durability: .everyFile)
        _ = try files.publish("a\n1\n", rows: 1)
        #expect(throws: Stop.self) {
            _ = try files.replace(path: Self.path, reason: .update, at: Self.eight) { sink in
                sink.buffer = [UInt8](repeating: 65, count: 600_000)
                try sink.flushIfNeeded()
                throw Stop()
            }
        }
        #expect(try folder.text(Self.path) == "a\n1\n")
        #expect(try folder.names(in: Self.path).count == 1)
        #expect(files.manifest.entries[Self.path]?.revision == 1)
    }

    @Test("a file that is sealed, removed or read as a source stands so in the manifest")
    func otherEntries() throws {
        do {
            var files = try SummaryFolder(path: folder.path, durability: .everyFile)
            _ = try files.publish("a\n1\n", rows: 1)
            _ = try files.publish("b\n", rows: 0, path: "late/b.csv")
            files.seal(path: Self.path, at: Self.eight)
            files.addSource(
                name: "a, \"b\"\n.jsonl", messages: 7, sha256: String(repeating: "0", count: 64), at: Self.eight)
            try files.remove(path: "late/b.csv")
            try files.save()
        }
        let files = try SummaryFolder(path: folder.path, durability: .everyFile)
        #expect(files.recovery.isClean)
        #expect(files.manifest.entries.keys.sorted() == ["feed:a, \"b\"\n.jsonl", Self.path])
        #expect(files.manifest.entries[Self.path]?.sealedAt == Self.eight)
        #expect(files.manifest.entries["feed:a, \"b\"\n.jsonl"]?.reason == .source)
        #expect(files.manifest.entries["feed:a, \"b\"\n.jsonl"]?.rows == 7)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/late/b.csv"))
    }

    @Test("after a crash before the manifest was saved, the files are entered as recovered and temporary ones removed")
    func crash() throws {
        let changed: String
        do {
            var files = try SummaryFolder(path: folder.path, durability: .everyFile)
            _ = try files.publish("a\n1\n", rows: 1)
            _ = try files.publish("c\n", rows: 0, path: "balance/gone.csv")
            try files.save()
            changed = try files.publish("a\n\"x\ny\"\n3\n", rows: 2).sha256
            _ = try files.publish("b\n4\n", rows: 1, path: "quarantine/new.csv")
        }
        try folder.write("half", to: "quarantine/.new.csv.tmp")
        try folder.write("half", to: ".manifest.csv.tmp")
        try FileManager.default.removeItem(atPath: folder.path + "/balance/gone.csv")

        let files = try SummaryFolder(path: folder.path, durability: .everyFile)
        #expect(files.recovery.temporaries == [".manifest.csv.tmp", "quarantine/.new.csv.tmp"])
        #expect(files.recovery.recovered == ["quarantine/new.csv", Self.path])
        #expect(files.recovery.missing == ["balance/gone.csv"])
        let entry = try #require(files.manifest.entries[Self.path])
        #expect(entry.revision == 2 && entry.reason == .recovered && entry.rows == 2 && entry.sha256 == changed)
        #expect(files.manifest.entries["quarantine/new.csv"]?.revision == 1)
        #expect(files.manifest.entries["balance/gone.csv"] == nil)
        #expect(try SummaryFolder(path: folder.path, durability: .everyFile).recovery.isClean)
    }

    @Test("a manifest cut at any byte is made again from the files, and the damaged one is kept")
    func damagedManifest() throws {
        do {
            var files = try SummaryFolder(path: folder.path, durability: .atSave)
            _ = try files.publish("a\n1\n", rows: 1)
            _ = try files.publish("b\n2\n3\n", rows: 2, path: "late/b.csv")
            try files.save()
        }
        let whole = try folder.text("manifest.csv")
        for cut in 0..<whole.utf8.count - 1 {
            let text = String(decoding: Array(whole.utf8.prefix(cut)), as: UTF8.self)
            try folder.write(text, to: "manifest.csv")
            let files = try SummaryFolder(path: folder.path, durability: .atSave)
            #expect(files.manifest.entries[Self.path]?.rows == 1, "cut at \(cut)")
            #expect(files.manifest.entries["late/b.csv"]?.rows == 2, "cut at \(cut)")
            if files.recovery.damagedRows > 0 { #expect(try folder.text("manifest.csv.damaged") == text) }
            #expect(Manifest.read(Array(try folder.text("manifest.csv").utf8)).manifest == files.manifest)
        }
    }

    @Test(
        "no path leads out of the data folder or to the manifest",
        arguments: ["", "/etc/x", "../x", "a/../x", "a//b", "a/.b", "manifest.csv", "x\0"])
    func paths(path: String) throws {
        var files = try SummaryFolder(path: folder.path, durability: .atSave)
        #expect(throws: DiskError.self) { _ = try files.publish("a\n", rows: 0, path: path) }
        #expect(try folder.names(in: "x").isEmpty)
    }

    @Test("a symbolic link in the place of a file, its temporary name, a folder or the manifest is not followed")
    func symbolicLinks() throws {
        let files = FileManager.default
        let outside = try DataFolder()
        try outside.write("secret", to: "target")
        for name in ["summaries", "late", "balance"] {
            try files.createDirectory(atPath: folder.path + "/" + name, withIntermediateDirectories: false)
        }
        func plant(_ name: String, to target: String = "/target") throws {
            try files.createSymbolicLink(
                atPath: folder.path + "/" + name, withDestinationPath: outside.path + target)
        }
        try plant("late/link.csv")
        try plant("late/.plain.csv.tmp")
        try plant("balance/area=x", to: "")
        var publication = try SummaryFolder(path: folder.path, durability: .everyFile)
        try plant("late/.again.csv.tmp")
        let refused = #expect(throws: DiskError.self) {
            _ = try publication.publish("a\n", rows: 0, path: "late/link.csv")
        }
        #expect(refused?.description.contains("symbolic link") == true)
        #expect(throws: DiskError.self) { _ = try publication.publish("a\n", rows: 0, path: "balance/area=x/a.csv") }
        _ = try publication.publish("a\n", rows: 0, path: "late/plain.csv")
        _ = try publication.publish("a\n", rows: 0, path: "late/again.csv")
        try plant("manifest.csv")
        #expect(throws: DiskError.self) { try publication.save() }
        #expect(throws: DiskError.self) { _ = try SummaryFolder(path: folder.path, durability: .everyFile) }
        #expect(try outside.text("target") == "secret")
        #expect(try files.contentsOfDirectory(atPath: outside.path) == ["target"])
    }

    @Test("a reader sees the old file or the new one, never a part")
    func atomicReplacement() async throws {
        let path = folder.path
        let contents = (0..<8).map { number in String(repeating: "\(number)", count: 300_000 + number * 50_000) + "\n" }
        let rounds = 200
        try Self.publishOnce(contents[0], in: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var files = try SummaryFolder(path: path, durability: .atSave)
                for round in 0..<rounds { _ = try files.publish(contents[round % 8], rows: 0) }
            }
            group.addTask {
                let whole = Set(contents)
                for _ in 0..<rounds {
                    let text = try String(contentsOfFile: path + "/" + Self.path, encoding: .utf8)
                    if !whole.contains(text) { Issue.record("a part of a file: \(text.utf8.count) bytes") }
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
    }

    private static func publishOnce(_ text: String, in path: String) throws {
        var files = try SummaryFolder(path: path, durability: .atSave)
        _ = try files.publish(text, rows: 0)
    }

    @Test("kill -9 in the middle of a publication leaves the old file, and nothing else after the next start")
    func killed() async throws {
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            var files = try SummaryFolder(path: path, durability: .everyFile)
            _ = try files.publish("a\n1\n", rows: 1)
            try files.save()
            _ = try files.replace(path: Self.path, reason: .update, at: Self.eight) { sink in
                sink.buffer = [UInt8](repeating: 65, count: 600_000)
                try sink.flushIfNeeded()
                kill(getpid(), SIGKILL)
            }
        }
        #expect(try folder.names(in: Self.path).count == 2)
        let files = try SummaryFolder(path: path, durability: .everyFile)
        #expect(files.recovery.temporaries.count == 1)
        #expect(files.recovery.recovered.isEmpty)
        #expect(try folder.names(in: Self.path).count == 1)
        #expect(try folder.text(Self.path) == "a\n1\n")
    }
}

func sha256(of text: String) -> String {
    var digest = FileDigest()
    digest.update(Array(text.utf8))
    return digest.hexadecimal
}

extension SummaryFolder {
    @discardableResult
    mutating func publish(
        _ text: String, rows: Int, path: String = SummaryFolderTests.path,
        at instant: Instant = SummaryFolderTests.eight
    ) throws -> PublishedFile {
        try replace(path: path, reason: .update, at: instant) { sink in
            sink.buffer.append(contentsOf: text.utf8)
            sink.rows = rows
        }
    }
}

/// A data folder of its own for a test, removed with it.
final class DataFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/kerbside-data-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }

    /// The names beside a file.
    func names(in file: String) throws -> [String] {
        let folder = path + "/" + file.split(separator: "/").dropLast().joined(separator: "/")
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}
