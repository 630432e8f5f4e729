import Foundation
import Glibc

/// A file system in memory of a given size, mounted for one test. Only root can have one.
final class SmallDisk: Sendable {
    let path: String

    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? SmallDisk(bytes: 1 << 16)) != nil
    }()

    struct NotMounted: Error {}

    init(bytes: Int) throws {
        path = FileManager.default.temporaryDirectory.path + "/kerbside-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard Self.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path]) == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw NotMounted()
        }
    }

    deinit {
        _ = Self.run("umount", ["-l", path])
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file until so many bytes are left.
    func fill(leaving bytes: Int) throws {
        let free = try FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? Int ?? 0
        try Data(count: max(0, free - bytes)).write(to: URL(filePath: path + "/filling"))
    }

    /// Truncated first: a process that another test starts at this moment may hold the file open until it becomes the
    /// program it is to be, and a file that is open keeps its room after its name is gone.
    func empty() throws {
        try Data().write(to: URL(filePath: path + "/filling"))
        try FileManager.default.removeItem(atPath: path + "/filling")
    }

    private static func run(_ command: String, _ arguments: [String]) -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return 1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
