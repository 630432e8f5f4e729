internal import Publication

/// Whether every published file is there as the manifest says, and no other.
///
/// A service may publish meanwhile, and saves the manifest after the files: what does not agree at first is looked at
/// again with the manifest of that moment, until it agrees or nothing moves any more.
struct ManifestCheck {
    let folder: DataFolder
    let days: DaySpan
    /// Whether a service works in the folder now.
    let isServed: () -> Bool
    /// Waits a moment for the service.
    let pause: () -> Void
    var progress: (Int64, Int64) -> Void = { _, _ in }

    private(set) var check = AuditCheck(.manifest)
    /// As it was read last.
    private(set) var reading = ManifestReading()
    /// Of all published files that were read.
    private(set) var bytes: Int64 = 0
    private var rows = 0
    private var csv: [UInt8] = []

    /// Half a minute in all: a round of publication is shorter.
    private static let mostLooks = 60

    init(folder: DataFolder, days: DaySpan, isServed: @escaping () -> Bool, pause: @escaping () -> Void) {
        self.folder = folder
        self.days = days
        self.isServed = isServed
        self.pause = pause
    }

    mutating func run() throws {
        guard try load() else {
            check.add(.manifestMissing)
            return
        }
        let tree = try folder.tree(families: SummaryFolder.usualFamilies)
        let listed = Set(files).union(tree.files.keys).filter(days.holds(path:))
        let total = listed.reduce(0) { $0 + (tree.files[$1] ?? 0) }
        var suspects: [String] = []
        for path in listed.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if try !judge(path).isEmpty { suspects.append(path) }
            progress(bytes, total)
        }
        let settled = try settle(&suspects)
        for finding in manifestFindings { check.add(finding) }
        for path in suspects { for finding in try judge(path) { check.add(finding) } }
        for path in tree.others.sorted() { check.add(.notAFile(path: path)) }
        let count = listed.count - suspects.count
        check.subject = "\(Finding.count(count, "file")) as published, \(Finding.count(rows, "row"))"
        check.counts = ["files": count, "rows": rows]
        if reading.sum == .absent, !csv.isEmpty {
            check.notes.append(
                "The manifest has no sum of its own: an earlier Kerbside wrote it, or its end is cut off.")
        } else if check.findingCount == 0 {
            check.subject += "; the manifest's own sum is right"
        }
        if settled > 0 {
            check.notes.append("\(Finding.count(settled, "file")) changed while they were read, and were read again.")
        }
        if !tree.temporaries.isEmpty, !isServed() {
            check.notes.append(
                "\(Finding.count(tree.temporaries.count, "unfinished file")) of a crash will be removed at the next start."
            )
        }
    }

    private var files: [String] { reading.manifest.entries.keys.filter { !$0.hasPrefix(Manifest.sourcePrefix) } }

    private var manifestFindings: [Finding] {
        var findings = reading.damagedLines.map { Finding.manifestRow(line: $0) }
        if reading.sum == .broken { findings.append(.manifestSum) }
        return findings
    }

    /// Reads the manifest anew; false when there is none.
    private mutating func load() throws -> Bool {
        guard let bytes = try folder.manifest() else { return false }
        csv = bytes
        reading = Manifest.read(bytes)
        return true
    }

    /// Looks at the suspects again while somebody may be changing them. Returns how many were in order after all.
    private mutating func settle(_ suspects: inout [String]) throws -> Int {
        let before = suspects.count
        for _ in 0..<Self.mostLooks where !suspects.isEmpty {
            let old = csv
            if isServed() { pause() }
            guard try load() else { break }
            // Nobody is at work, and nothing was changed since: it stays as it is.
            if csv == old, !isServed() { break }
            suspects = try suspects.filter { try !judge($0).isEmpty }
        }
        return before - suspects.count
    }

    /// Takes the newest manifest and says of a path whether it is still the revision of `entry`.
    mutating func hasChanged(_ path: String) throws -> Bool {
        let entry = reading.manifest.entries[path]
        guard try load() else { return false }
        return reading.manifest.entries[path] != entry
    }

    private mutating func judge(_ path: String) throws -> [Finding] {
        let content: DataFolder.Content?
        do {
            content = try folder.content(of: path)
        } catch {
            guard folder.isMissing(error) else { return [.fileUnreadable(path: path, words: "\(error)")] }
            content = nil
        }
        switch (reading.manifest.entries[path], content) {
        case (nil, nil): return []
        case (nil, .some): return [.fileUnlisted(path: path)]
        case (.some, nil): return [.fileMissing(path: path)]
        case (let entry?, let content?):
            guard entry.sha256 == content.sha256 else {
                return [.fileDigest(path: path, stated: entry.sha256, found: content.sha256)]
            }
            if path.hasSuffix(".csv"), entry.rows != content.rows {
                return [.fileRows(path: path, stated: entry.rows, found: content.rows)]
            }
            bytes += content.bytes
            rows += content.rows
            return []
        }
    }
}
