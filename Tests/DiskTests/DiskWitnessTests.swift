import Foundation
import Synchronization
import Testing

@testable import Disk

@Suite("A witness of the disk")
struct DiskWitnessTests {
    /// Runs `body` in a folder of its own, and returns the calls that were made, without the folder's path.
    private static func calls(
        _ verdict: @escaping @Sendable (DiskCall) -> DiskWitness.Verdict = { _ in .proceed },
        _ body: (String) throws -> Void
    ) throws -> [DiskCall] {
        let root = FileManager.default.temporaryDirectory.path + "/kerbside-witness-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: root) }
        let calls = Mutex<[DiskCall]>([])
        let witness = DiskWitness(judge: verdict, made: { call in calls.withLock { $0.append(call) } })
        try DiskWitness.$current.withValue(witness) { try body(root) }
        let made = calls.withLock { $0 }
        return made.filter { $0.path.hasPrefix(root) }.map { $0.below(root) }
    }

    @Test("a folder's name is on the disk when the folder is there, also when it was there before")
    func folderNames() throws {
        let calls = try Self.calls { root in
            _ = try Directory(makingIfMissing: root + "/data", readers: .group)
            _ = try Directory(makingIfMissing: root + "/data/", readers: .group)
        }
        #expect(calls == [.makeFolder("/data"), .syncFolder(""), .syncFolder("")])
    }

    @Test("a file is replaced by writing, syncing, renaming, and syncing its folder, in this order")
    func replacing() throws {
        let calls = try Self.calls { root in
            let bytes = Array("new".utf8)
            try Directory(path: root).replace("a", with: bytes.span, readers: .group)
        }
        #expect(
            calls == [
                .makeFile("/.a.tmp"), .write("/.a.tmp", bytes: Array("new".utf8)), .syncFile("/.a.tmp"),
                .rename("/.a.tmp", to: "/a"), .syncFolder(""),
            ])
    }

    @Test("a refused call is not made, and its error has the number and the path")
    func refusal() throws {
        let isSync: @Sendable (DiskCall) -> Bool = { if case .syncFile = $0 { true } else { false } }
        let calls = try Self.calls({ isSync($0) ? .refuse(EIO) : .proceed }) { root in
            let file = try OutputFile(creating: "a", in: Directory(path: root), readers: .group)
            let error = #expect(throws: DiskError.self) { try file.dataSync() }
            #expect(error == DiskError(.sync, root + "/a", code: EIO))
        }
        #expect(calls == [.makeFile("/a")])
    }

    @Test("a write that was cut short goes on until all is written")
    func shortWrites() throws {
        let calls = try Self.calls({ if case .write = $0 { .shorten(2) } else { .proceed } }) { root in
            let bytes = Array("12345".utf8)
            try OutputFile(creating: "a", in: Directory(path: root), readers: .group).write(bytes.span)
            #expect(try String(contentsOfFile: root + "/a", encoding: .utf8) == "12345")
        }
        let parts = ["12", "34", "5"].map { DiskCall.write("/a", bytes: Array($0.utf8)) }
        #expect(calls == [.makeFile("/a")] + parts)
    }
}

extension DiskCall {
    fileprivate func below(_ root: String) -> DiskCall {
        let path = String(path.dropFirst(root.count))
        return switch self {
        case .makeFolder: .makeFolder(path)
        case .makeFile: .makeFile(path)
        case .write(_, let bytes): .write(path, bytes: bytes)
        case .truncate(_, let bytes): .truncate(path, bytes: bytes)
        case .rename(_, let new): .rename(path, to: String(new.dropFirst(root.count)))
        case .remove: .remove(path)
        case .syncFile: .syncFile(path)
        case .syncFolder: .syncFolder(path)
        }
    }
}
