import Disk
import Foundation
import Testing

@Suite("Files and folders")
struct FilesAndFoldersTests {
    private let folder: EmptyFolder
    private var root: String { folder.path }

    init() throws { folder = try EmptyFolder() }

    @Test("no name leads out of a folder", arguments: ["", ".", "..", "a/b", "/", "../x", "a\0b"])
    func names(name: String) throws {
        #expect(!Disk.isPlainName(name))
        let folder = try Directory(path: root)
        #expect(throws: DiskError.self) { _ = try OutputFile(creating: name, in: folder, readers: .group) }
        #expect(throws: DiskError.self) { _ = try InputFile(name, in: folder) }
        #expect(throws: DiskError.self) { _ = try folder.makeSubdirectory(name, readers: .group) }
        #expect(throws: DiskError.self) { _ = try FileLock(name, in: folder) }
        #expect(throws: DiskError.self) { try folder.remove(name) }
        #expect(throws: DiskError.self) { try folder.rename(name, to: "x") }
        #expect(throws: DiskError.self) { try folder.rename("x", to: name) }
        #expect(try folder.names().isEmpty)
    }

    @Test("a name of a partition is a plain name", arguments: ["area=westminster", "...", "x.csv", ".x.tmp", "é"])
    func plainNames(name: String) {
        #expect(Disk.isPlainName(name))
        #expect(!Disk.isPlainName(String(repeating: "a", count: 256)))
        #expect(Disk.isPlainName(String(repeating: "a", count: 255)))
    }

    @Test("what was written is read at any place, and truncation cuts the end")
    func readAndWrite() throws {
        let folder = try Directory(path: root + "/")
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        do {
            let file = try OutputFile(creating: "a", in: folder, readers: .everyone)
            try file.write(bytes.span)
            try file.dataSync()
        }
        let appended = try OutputFile(appendingTo: "a", in: folder)
        let more: [UInt8] = [1, 2, 3]
        try appended.write(more.span)
        let input = try InputFile("a", in: folder)
        #expect(try input.size() == 200_003)
        #expect(try input.bytes(at: 199_999, count: 100) == [bytes[199_999], 1, 2, 3])
        #expect(try input.bytes(at: 300_000, count: 100).isEmpty)
        var buffer: [UInt8] = [9, 9, 9, 9]
        #expect(try input.read(at: 5, into: &buffer, range: 1..<3) == 2)
        #expect(buffer == [9, 5, 6, 9])
        try appended.truncate(toBytes: 2)
        #expect(try input.bytes(at: 0, count: 100) == [0, 1])
        #expect(try folder.status(of: "a")?.kind == .file)
        #expect(try folder.status(of: "a")?.bytes == 2)
        #expect(try folder.status(of: "b") == nil)
    }

    @Test("a symbolic link is followed at no file, lock or folder")
    func symbolicLinks() throws {
        let files = FileManager.default
        try Data("secret".utf8).write(to: URL(filePath: root + "/target"))
        try files.createDirectory(atPath: root + "/real", withIntermediateDirectories: false)
        try files.createSymbolicLink(atPath: root + "/link", withDestinationPath: root + "/target")
        try files.createSymbolicLink(atPath: root + "/folder-link", withDestinationPath: root + "/real")
        try files.createSymbolicLink(atPath: root + "/dangling", withDestinationPath: root + "/new")
        let folder = try Directory(path: root)
        let refusals = [
            #expect(throws: DiskError.self) { _ = try InputFile("link", in: folder) },
            #expect(throws: DiskError.self) { _ = try OutputFile(appendingTo: "link", in: folder) },
            #expect(throws: DiskError.self) { _ = try FileLock("link", in: folder) },
            #expect(throws: DiskError.self) { _ = try FileLock("dangling", in: folder) },
            #expect(throws: DiskError.self) { _ = try folder.subdirectory("folder-link") },
            #expect(throws: DiskError.self) { _ = try folder.makeSubdirectories("folder-link/x", readers: .group) },
            #expect(throws: DiskError.self) { _ = try Directory(path: root + "/folder-link") },
            #expect(throws: DiskError.self) { _ = try Directory(path: root + "/folder-link/") },
        ]
        for refusal in refusals {
            #expect(refusal?.description.contains("is a symbolic link, which Kerbside does not follow") == true)
        }
        let made = #expect(throws: DiskError.self) {
            _ = try OutputFile(creating: "dangling", in: folder, readers: .group)
        }
        #expect(made?.description.contains("exists already") == true)
        #expect(try Data(contentsOf: URL(filePath: root + "/target")) == Data("secret".utf8))
        #expect(!files.fileExists(atPath: root + "/new"))
    }

    @Test("a folder, a pipe or a device is no file, and opening one never waits")
    func irregularFiles() throws {
        let folder = try Directory(path: root)
        _ = try folder.makeSubdirectory("folder", readers: .everyone)
        #expect(throws: DiskError.self) { _ = try InputFile("folder", in: folder) }
        let devices = try Directory(path: "/dev")
        let error = #expect(throws: DiskError.self) { _ = try InputFile("zero", in: devices) }
        #expect(error?.description == "cannot open /dev/zero: it is no regular file; remove or rename it (errno 10079)")
        #expect(throws: DiskError.self) { _ = try InputFile(namedByPerson: "/dev/zero") }
    }

    @Test("names are listed in the order of their bytes, and renaming replaces in one step")
    func listing() throws {
        let folder = try Directory(path: root)
        for name in ["b", "a", "é", "B", ".hidden"] {
            let file = try OutputFile(creating: name, in: folder, readers: .everyone)
            let bytes = Array(name.utf8)
            try file.write(bytes.span)
        }
        #expect(try folder.names() == [".hidden", "B", "a", "b", "é"])
        try folder.rename("a", to: "b")
        try folder.remove(".hidden")
        try folder.sync()
        #expect(try folder.names() == ["B", "b", "é"])
        #expect(try InputFile("b", in: folder).bytes(at: 0, count: 9) == Array("a".utf8))
        #expect(try folder.freeBytes() > 0)
    }

    @Test("subfolders are made once and opened again")
    func subfolders() throws {
        let folder = try Directory(makingIfMissing: root + "/data", readers: .everyone)
        for _ in 1...2 {
            let deep = try folder.makeSubdirectories("area=westminster/day=2026-03-02", readers: .everyone)
            #expect(deep.path == root + "/data/area=westminster/day=2026-03-02")
        }
        for path in ["", "a//b", "/a", "a/", "a/../b"] {
            #expect(throws: DiskError.self) { _ = try folder.makeSubdirectories(path, readers: .everyone) }
        }
        #expect(try folder.names() == ["a", "area=westminster"])
    }

    @Test("a lock has one holder at a time, who is named, and ends with its value")
    func lock() throws {
        let folder = try Directory(path: root)
        do {
            let first = try FileLock("lock", in: folder)
            let error = #expect(throws: DiskError.self) { _ = try FileLock("lock", in: folder) }
            #expect(error?.isLockedElsewhere == true)
            #expect(error?.holder == Int(ProcessInfo.processInfo.processIdentifier))
            _ = consume first
        }
        _ = try FileLock("lock", in: folder)
    }
}

@Suite("Disk errors")
struct DiskErrorTests {
    @Test(
        "an error names the path, what failed and what to do",
        arguments: [
            (28, "cannot write data/x: the disk is full; free some space or move the data folder to a larger disk"),
            (
                30,
                "cannot write data/x: the disk is mounted read-only; look for disk errors in the system log and mount "
                    + "it for writing"
            ),
            (13, "cannot write data/x: permission denied; give the user that runs Kerbside the right to this path"),
            (
                24,
                "cannot write data/x: this process has too many open files; raise the limit (ulimit -n, or "
                    + "LimitNOFILE= in systemd)"
            ),
            (95, "cannot write data/x: the system said error 95"),
        ] as [(Int32, String)])
    func words(code: Int32, text: String) {
        #expect(DiskError(.write, "data/x", code: code).description == text + " (errno \(code))")
    }

    @Test("a missing folder is said to be missing")
    func missing() {
        let error = #expect(throws: DiskError.self) { _ = try Directory(path: "/no/such/folder") }
        #expect(error?.isMissing == true)
        #expect(
            error?.description
                == "cannot open /no/such/folder: it does not exist; check the path in the settings (errno 2)")
    }
}

/// A folder of its own for a test, removed with it.
private final class EmptyFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/kerbside-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("Zstandard")
struct ZstandardTests {
    private static func plain(_ frame: [UInt8], _ count: Int) -> [UInt8]? {
        Zstandard.decompress(frame.span, count: count)
    }

    @Test("what was compressed comes back", arguments: [0, 1, 1000, 3_000_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let compressed = Zstandard.compress(bytes.span)
        let frame = try #require(compressed)
        #expect(Self.plain(frame, count) == bytes)
        // The frame's magic number, RFC 8878 section 3.1.1.
        #expect(Array(frame.prefix(4)) == [0x28, 0xB5, 0x2F, 0xFD])
        #expect(Self.plain(frame, count + 1) == nil)
        if count > 0 { #expect(Self.plain(frame, count - 1) == nil) }
    }

    @Test("no bytes are unsafe to decompress")
    func anyBytes() throws {
        let bytes = (0..<500).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let compressed = Zstandard.compress(bytes.span)
        let frame = try #require(compressed)
        for index in frame.indices {
            var damaged = frame
            damaged[index] ^= 0x55
            #expect(Self.plain(damaged, 500)?.count ?? 500 == 500)
            #expect(Self.plain(Array(frame[..<index]), 500) == nil)
        }
        let none: [UInt8] = []
        #expect(Self.plain(none, 10) == nil)
    }

    @Test(
        "a full disk, a used up quota and a size limit are told from other failures, a failed sync is not one",
        arguments: [(28, true), (122, true), (27, true), (5, false), (30, false)] as [(Int32, Bool)])
    func outOfSpace(code: Int32, expected: Bool) {
        #expect(DiskError(.write, "x", code: code).isOutOfSpace == expected)
        #expect(!DiskError(.sync, "x", code: code).isOutOfSpace)
    }
}
