internal import Disk
internal import Foundation
internal import Publication
internal import Readings

/// Whether a rebuild into an empty folder gives the published files again, byte for byte.
struct RebuildCheck {
    let folder: DataFolder
    let days: DaySpan
    /// Fills the folder that it is given.
    let rebuild: (_ into: String) throws -> RebuiltFiles

    private(set) var check = AuditCheck(.rebuild)
    private var same = 0
    private var moving = 0

    init(folder: DataFolder, days: DaySpan, rebuild: @escaping (_ into: String) throws -> RebuiltFiles) {
        self.folder = folder
        self.days = days
        self.rebuild = rebuild
    }

    /// Beside the published bytes: the manifest and the file system's own.
    private static let spareBytes: Int64 = 64 << 20

    /// `manifest` has read the published files and knows their bytes.
    mutating func run(_ manifest: inout ManifestCheck) throws {
        let manager = FileManager.default
        let parent = manager.temporaryDirectory.path
        let needed = manifest.bytes + manifest.bytes / 10 + Self.spareBytes
        let free = try Directory(path: URL(filePath: parent).resolvingSymlinksInPath().path).freeBytes()
        guard free >= needed else {
            return check.add(
                .rebuildFailed(
                    words:
                        "\(parent) has \(free >> 20) MiB free, and \(needed >> 20) MiB are needed. Free some space, or "
                        + "name a folder on a larger disk in the environment variable TMPDIR"))
        }
        let scratch = parent + "/kerbside-verify-" + UUID().uuidString
        try manager.createDirectory(
            atPath: scratch, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? manager.removeItem(atPath: scratch) }
        let rebuilt: RebuiltFiles
        do {
            rebuilt = try rebuild(scratch)
        } catch let impossible as RebuildImpossible {
            check.reasonNotChecked = impossible.reason
            return
        } catch {
            return check.add(.rebuildFailed(words: "\(error)"))
        }
        try compare(rebuilt, in: DataFolder(path: scratch), &manifest)
    }

    mutating func warn(_ sentence: String) { check.notes.append(sentence) }

    private mutating func compare(
        _ rebuilt: RebuiltFiles, in scratch: DataFolder, _ manifest: inout ManifestCheck
    ) throws {
        let made = try scratch.tree(families: rebuilt.families).files.keys
        let published = manifest.reading.manifest.entries.keys.filter { path in
            rebuilt.families.contains { path.hasPrefix($0 + "/") }
        }
        let paths = Set(made).union(published).filter { path in
            guard days.holds(path: path) else { return false }
            guard let whole = rebuilt.wholeFrom, let first = DaySpan.days(of: path)?.lowerBound else { return true }
            return first >= whole
        }
        for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            try compare(path, scratch, isUnsettled: rebuilt.unsettled.contains(path), &manifest)
        }
        check.subject = "\(Finding.count(same, "file")) made again from \(rebuilt.source), equal byte for byte"
        check.counts = ["files": same, "unsettled": moving]
        if moving > 0 {
            check.notes.append(
                "\(Finding.count(moving, "file")) that the service is just writing "
                    + "\(moving == 1 ? "is" : "are") not compared.")
        }
        if let whole = rebuilt.wholeFrom {
            check.notes.append("Days before \(whole.text) have left the journal and are not compared.")
        }
    }

    private mutating func compare(
        _ path: String, _ scratch: DataFolder, isUnsettled: Bool, _ manifest: inout ManifestCheck
    ) throws {
        guard let finding = try difference(path, scratch) else {
            // A path that only a damaged manifest knows is no file.
            if try bytes(path, in: folder) != nil { same += 1 }
            return
        }
        // Somebody may have written it since the manifest was read.
        if isUnsettled {
            moving += 1
        } else if try manifest.hasChanged(path) {
            if try difference(path, scratch) == nil { same += 1 } else { moving += 1 }
        } else {
            check.add(finding)
        }
    }

    private func difference(_ path: String, _ scratch: DataFolder) throws -> Finding? {
        let published = try bytes(path, in: folder)
        let rebuilt = try bytes(path, in: scratch)
        switch (published, rebuilt) {
        case (nil, nil): return nil
        case (nil, .some): return .rebuiltOnly(path: path)
        case (.some, nil): return .publishedOnly(path: path)
        case (let published?, let rebuilt?):
            return FirstDifference(published: published, rebuilt: rebuilt).map {
                .rebuiltDiffers(path: path, difference: $0)
            }
        }
    }

    private func bytes(_ path: String, in folder: DataFolder) throws -> [UInt8]? {
        do {
            return try folder.bytes(of: path)
        } catch {
            // What cannot be read was named by the check of the manifest.
            if folder.isMissing(error) { return nil }
            throw error
        }
    }
}
