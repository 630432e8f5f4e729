/// What every published file held, one state after the other, to judge what a loss of power leaves of it: only whole
/// files, and none older than the manifest says.
struct PublicationHistory {
    private struct Entry {
        var sequence: Int
        /// Nil once it was removed.
        var content: [UInt8]?
    }

    private static let manifest = "manifest.csv"

    private var sequence = 0
    private var saved = 0
    /// By path below the data folder.
    private var states: [String: [Entry]] = [:]

    /// Whether a path below the data folder is that of a published file.
    static func isInFamily(_ path: String) -> Bool {
        ["summaries/", "balance/", "late/", "quarantine/"].contains { path.hasPrefix($0) }
    }

    /// The data folder's path below the root, with a slash.
    static let dataFolder = "data/"

    /// Notes that a file took the name `path`.
    mutating func note(_ path: String, in volume: Volume) {
        guard let name = published(path), let content = volume.content(path) else { return }
        sequence += 1
        states[name, default: []].append(Entry(sequence: sequence, content: content))
    }

    mutating func noteRemoved(_ path: String) {
        guard let name = published(path), states[name] != nil else { return }
        sequence += 1
        states[name, default: []].append(Entry(sequence: sequence, content: nil))
    }

    /// A publication returned: what the manifest says now must outlive a loss of power.
    mutating func noteSaved() { saved = states[Self.manifest]?.last?.sequence ?? 0 }

    /// Begins anew with what is there after a crash.
    mutating func begin(with image: Volume) {
        states = [:]
        sequence += 1
        saved = 0
        for (path, content) in image.files where path.hasPrefix(Self.dataFolder) {
            let name = String(path.dropFirst(Self.dataFolder.count))
            guard isPublished(name) else { continue }
            states[name] = [Entry(sequence: sequence, content: content)]
            if name == Self.manifest { saved = sequence }
        }
        // What was removed just before the manifest could say so.
        for name in Self.names(inManifest: image.files[Self.dataFolder + Self.manifest] ?? []) where states[name] == nil
        {
            states[name] = [Entry(sequence: sequence, content: nil)]
        }
    }

    /// What a reader of the folder would be told wrongly.
    func judge(_ image: Volume) -> [String] {
        var findings: [String] = []
        let files = image.files
        for (name, entries) in states.sorted(by: { $0.key < $1.key }) {
            let content = files[Self.dataFolder + name]
            guard content == nil || entries.contains(where: { $0.content == content }) else {
                findings.append("after a power loss \(name) is neither an old nor a new file, but a part of one")
                continue
            }
        }
        guard let manifest = files[Self.dataFolder + Self.manifest] else {
            if saved > 0 { findings.append("after a power loss the manifest is gone, though publication had returned") }
            return findings
        }
        guard let version = states[Self.manifest]?.last(where: { $0.content == manifest })?.sequence else {
            return findings
        }
        if version < saved { findings.append("after a power loss the manifest is older than a finished publication") }
        for name in Self.names(inManifest: manifest) {
            let content = files[Self.dataFolder + name]
            let entries = states[name] ?? []
            let first = entries.lastIndex { $0.sequence <= version } ?? 0
            guard entries.isEmpty || !entries[first...].contains(where: { $0.content == content }) else { continue }
            findings.append(
                "after a power loss \(name) is \(content == nil ? "missing" : "older") than the manifest says")
        }
        return findings
    }

    /// The first field of every row but the one of column names.
    static func names(inManifest manifest: [UInt8]) -> [String] {
        manifest.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { row in
            row.firstIndex(of: UInt8(ascii: ",")).map { String(decoding: row[..<$0], as: UTF8.self) }
        }.filter { isInFamily($0) }
    }

    private func published(_ path: String) -> String? {
        guard let range = path.firstRange(of: "/" + Self.dataFolder) else { return nil }
        let name = String(path[range.upperBound...])
        return isPublished(name) ? name : nil
    }

    private func isPublished(_ name: String) -> Bool {
        guard let last = name.split(separator: "/").last, !last.hasPrefix(".") else { return false }
        return name == Self.manifest || Self.isInFamily(name)
    }
}
