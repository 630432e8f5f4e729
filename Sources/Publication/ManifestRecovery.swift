internal import Disk
internal import Readings

/// Brings the manifest into line with the files after a crash between a rename and `save`, or after damage.
///
/// Only files that changed since shortly before the manifest was saved are read again, so that a start stays quick with
/// years of files; of a manifest that is damaged no row is believed before its file was read.
struct ManifestRecovery {
    var manifest = Manifest()
    var report = PublicationRecovery()

    /// Files written this long before the manifest was saved are compared too, for clocks that were set back.
    private static let margin = 10 * Microseconds.minute
    private static let damagedName = Manifest.fileName + ".damaged"

    private var unseen: Set<String> = []
    private var comparedSince = Instant.distantPast

    init(_ root: borrowing Directory, families: [String]) throws {
        try readManifest(root)
        unseen = Set(manifest.entries.keys.filter { !$0.hasPrefix(Manifest.sourcePrefix) })
        for name in try root.names() {
            let status = try root.status(of: name)
            let kind = status?.kind
            if let status, kind == .folder, families.contains(name) {
                try visit(root.subdirectory(name), status, prefix: name + "/")
            } else if kind == .file, Directory.isTemporaryName(name) {
                try root.remove(name)
                report.temporaries.append(name)
            } else if kind == .file, manifest.entries[name] != nil {
                try compare(name, in: root, path: name)
            }
        }
        try root.sync()
        report.missing = unseen.sorted()
        for path in report.missing { manifest.entries[path] = nil }
        if !report.recovered.isEmpty || !report.missing.isEmpty || report.damagedRows > 0 {
            let csv = manifest.csv
            try root.replace(Manifest.fileName, with: csv.span, readers: .everyone)
        }
    }

    private mutating func readManifest(_ root: borrowing Directory) throws {
        try root.requireFileOrNothing(Manifest.fileName)
        guard let status = try root.status(of: Manifest.fileName) else { return }
        let csv = try InputFile(Manifest.fileName, in: root).bytes(at: 0, count: Int(status.bytes))
        let reading = Manifest.read(csv)
        manifest = reading.manifest
        report.damagedRows = reading.isSound ? 0 : max(1, reading.damagedRows)
        if report.damagedRows > 0 {
            try root.replace(Self.damagedName, with: csv.span, readers: .everyone)
            // Nobody knows which row was changed, so every file is read.
            return
        }
        comparedSince = status.modified.advanced(byMicroseconds: -Self.margin)
    }

    private mutating func visit(_ folder: borrowing Directory, _ own: FileStatus, prefix: String) throws {
        let recovered = report.recovered.count
        for name in try folder.names() {
            let status = try folder.status(of: name)
            switch status?.kind {
            case .folder:
                if let status { try visit(folder.subdirectory(name), status, prefix: prefix + name + "/") }
            case .file where Directory.isTemporaryName(name):
                try folder.remove(name)
                report.temporaries.append(prefix + name)
            case .file where !name.hasPrefix("."):
                try compare(name, in: folder, path: prefix + name)
            case .file, .symbolicLink, .other, nil:
                continue
            }
        }
        // A process that was killed behind a rename, or behind the making of a folder, has not brought the name to the
        // disk. The manifest must not name what the next loss of power takes away.
        if own.modified >= comparedSince || report.recovered.count > recovered { try folder.sync() }
    }

    private mutating func compare(_ name: String, in folder: borrowing Directory, path: String) throws {
        unseen.remove(path)
        guard let status = try folder.status(of: name) else { return }
        let entry = manifest.entries[path]
        if entry != nil, status.modified < comparedSince { return }
        let (rows, sha256) = try read(InputFile(name, in: folder))
        if entry?.sha256 == sha256 { return }
        manifest.entries[path] = ManifestEntry(
            revision: (entry?.revision ?? 0) + 1, reason: .recovered, rows: rows, sha256: sha256,
            writtenAt: status.modified, sealedAt: entry?.sealedAt)
        report.recovered.append(path)
    }

    /// Rows without the line of column names, and the digest. A line break inside quotes ends no row (RFC 4180).
    private func read(_ file: borrowing InputFile) throws -> (rows: Int, sha256: String) {
        var digest = FileDigest()
        var lines = 0
        var isQuoted = false
        var offset: Int64 = 0
        while true {
            let piece = try file.bytes(at: offset, count: 1 << 20)
            if piece.isEmpty { break }
            digest.update(piece)
            for byte in piece {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == UInt8(ascii: "\n"), !isQuoted { lines += 1 }
            }
            offset += Int64(piece.count)
        }
        return (max(0, lines - 1), digest.hexadecimal)
    }
}
