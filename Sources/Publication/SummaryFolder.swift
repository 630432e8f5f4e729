internal import Disk
package import Readings

/// The data folder's published files and their manifest.
///
/// A partition is replaced whole, so a reader sees the old file or the new one. After an error of the disk the caller
/// ends the process; opening the folder again puts the manifest right.
package struct SummaryFolder: ~Copyable, Sendable {
    package private(set) var manifest: Manifest
    package let recovery: PublicationRecovery

    private let root: Directory
    private let durability: Durability
    private var unsynced: Set<String> = []
    private var isManifestSaved = true

    /// The folders below the data folder whose files the manifest lists.
    package static let usualFamilies = ["summaries", "quarantine", "late", "balance"]

    /// Opens the data folder `path`, makes it when missing, removes unfinished files and brings the manifest into line
    /// with the files.
    package init(path: String, families: [String] = usualFamilies, durability: Durability) throws {
        let root = try Directory(makingIfMissing: path, readers: .everyone)
        let found = try ManifestRecovery(root, families: families)
        self.root = root
        self.durability = durability
        manifest = found.manifest
        recovery = found.report
    }

    /// Replaces the file at `path` (below the data folder) by what `write` puts into the sink, and notes it in the
    /// manifest, which `save` brings to the disk. Bytes equal to those of the current revision replace nothing.
    /// - Parameters:
    ///   - reason: `.update` becomes `.first` when there was no such file.
    ///   - written: the time for the column `written_at`.
    package mutating func replace(
        path: String, reason: RevisionReason, at written: Instant, write: (inout PartitionSink) throws -> Void
    ) throws -> PublishedFile {
        try adopt(try writer.write(path: path, write), reason: reason, at: written)
    }

    /// Writes partitions without touching the manifest: safe on several threads, for different paths.
    package var writer: PartitionWriter { PartitionWriter(root: root.path, isDurable: durability == .everyFile) }

    /// Puts a written partition in its place and notes it in the manifest.
    package mutating func adopt(
        _ partition: WrittenPartition, reason: RevisionReason, at written: Instant
    ) throws -> PublishedFile {
        let place = try PartitionPath(partition.path)
        let folder = try open(place)
        let temporary = Directory.temporaryName(for: place.name)
        let before = manifest.entries[partition.path]
        var file = PublishedFile(
            path: partition.path, revision: before?.revision ?? 1, rows: partition.rows, bytes: partition.bytes,
            sha256: partition.sha256, isChanged: false)
        if let before, before.sha256 == file.sha256, try folder.status(of: place.name)?.bytes == file.bytes,
            try reason != .rebuild || digest(of: place.name, in: folder) == file.sha256
        {
            try folder.remove(temporary)
            return file
        }
        if durability == .everyFile { try OutputFile(appendingTo: temporary, in: folder).dataSync() }
        try folder.rename(temporary, to: place.name)
        switch durability {
        case .everyFile: try folder.sync()
        case .atSave: unsynced.insert(partition.path)
        }
        file.revision = (before?.revision ?? 0) + 1
        file.isChanged = true
        manifest.entries[partition.path] = ManifestEntry(
            revision: file.revision, reason: before == nil && reason == .update ? .first : reason, rows: file.rows,
            sha256: file.sha256, writtenAt: written, sealedAt: before?.sealedAt)
        isManifestSaved = false
        return file
    }

    /// Of the bytes that are there, whatever the manifest says: a rebuild repairs a file that somebody changed.
    private borrowing func digest(of name: String, in folder: borrowing Directory) throws -> String {
        let file = try InputFile(name, in: folder)
        var digest = FileDigest()
        digest.update(try file.bytes(at: 0, count: Int(clamping: try file.size())))
        return digest.hexadecimal
    }

    /// The bytes of a published file.
    package borrowing func content(of path: String) throws -> [UInt8] {
        let place = try PartitionPath(path)
        let file = try InputFile(place.name, in: try open(place))
        return try file.bytes(at: 0, count: Int(clamping: try file.size()))
    }

    /// Takes away a file that has no rows any more, so that live files stay equal to a rebuild.
    package mutating func remove(path: String) throws {
        let place = try PartitionPath(path)
        let folder = try open(place)
        if try folder.status(of: place.name) != nil {
            try folder.remove(place.name)
            if durability == .everyFile { try folder.sync() }
        }
        unsynced.remove(path)
        if manifest.entries.removeValue(forKey: path) != nil { isManifestSaved = false }
    }

    /// Notes that a file is final. Unknown paths are ignored.
    package mutating func seal(path: String, at instant: Instant) {
        guard manifest.entries[path]?.sealedAt == nil, manifest.entries[path] != nil else { return }
        manifest.entries[path]?.sealedAt = instant
        isManifestSaved = false
    }

    /// Names a feed that the summaries are made from.
    package mutating func addSource(name: String, messages: Int, sha256: String, at instant: Instant) {
        manifest.entries[Manifest.sourcePrefix + name] = ManifestEntry(
            revision: 1, reason: .source, rows: messages, sha256: sha256, writtenAt: instant)
        isManifestSaved = false
    }

    /// Brings the manifest, and with `.atSave` all files, to the disk. Call after each round of publication.
    package mutating func save() throws {
        if !unsynced.isEmpty { try syncFiles() }
        guard !isManifestSaved else { return }
        let csv = manifest.csv
        try root.replace(Manifest.fileName, with: csv.span, readers: .everyone)
        isManifestSaved = true
    }

    private mutating func syncFiles() throws {
        var folders: Set<String> = []
        for path in unsynced.sorted() {
            let place = try PartitionPath(path)
            let folder = try open(place)
            let file = try OutputFile(appendingTo: place.name, in: folder)
            try file.dataSync()
            folders.formUnion(place.ancestors)
        }
        // Names inside, then the names of the folders themselves.
        for folder in folders.sorted(by: >) { try root.makeSubdirectories(folder, readers: .everyone).sync() }
        try root.sync()
        unsynced = []
    }

    private borrowing func open(_ place: PartitionPath) throws -> Directory {
        if place.folder.isEmpty { return try Directory(path: root.path) }
        return try root.makeSubdirectories(
            place.folder, readers: .everyone, isDurable: durability == .everyFile)
    }
}
