import Dialects
import Disk
import Logging
import Pipeline
import Publication
import Registry

/// Watches the registry's folder: a change that is sound is taken, one with mistakes leaves the old registry in force.
struct RegistryWatch {
    private let path: String
    private let copy: String
    private let logger: Logger
    /// The files that were judged last, by their digest; empty at first, since the files may have changed after the
    /// service's registry was read from them.
    private var judged = ""
    /// The files that were seen last: a change is judged when it stood still for one look, so that a spreadsheet in the
    /// middle of saving is left alone.
    private var seen = ""
    private var next: Int64 = 0
    /// Tables that were accepted and are not copied yet.
    private var accepted: [String: [UInt8]]?
    /// The digest of a registry that took the place of the kept one while the service was stopped, until it is taken.
    private var changedBefore: String?

    private static let pauseMicroseconds: Int64 = 1_000_000

    /// `copy` is where the accepted tables are kept, for commands that read them beside the data.
    init(path: String, copy: String, logger: Logger) {
        self.path = path
        self.copy = copy
        self.logger = logger
    }

    /// The registry to take from now on; nil while nothing changed.
    mutating func look(at now: Int64, old: RegistryTables) -> (tables: RegistryTables, sha256: String)? {
        guard now >= next || now < next - 10 * Self.pauseMicroseconds else { return nil }
        next = now + Self.pauseMicroseconds
        let files: [String: [UInt8]]
        do {
            files = try RegistryFolder.files(path: path)
        } catch {
            if seen != "\(error)" { refuse(["\(error)"]) }
            seen = "\(error)"
            return nil
        }
        let digest = Self.digest(files)
        guard digest != judged else {
            seen = digest
            return nil
        }
        guard digest == seen else {
            seen = digest
            return nil
        }
        let isFirst = judged.isEmpty
        judged = digest
        let parsed = RegistryFolder.parse(files: files, knownDialects: Dialect.known)
        for note in parsed.notes { logger.notice("\(path)/\(note)") }
        guard let tables = parsed.tables else {
            refuse(parsed.problems.map { "\(path)/\($0)" })
            return nil
        }
        accepted = files
        if isFirst, let kept = try? RegistryFolder.files(path: copy), !kept.isEmpty, Self.digest(kept) != digest {
            changedBefore = digest
        }
        // What shows in no figure needs no more.
        guard tables.canonicalText != old.canonicalText else { return nil }
        return (tables, digest)
    }

    /// The digest of the registry, once, when it was changed while the service was stopped.
    mutating func takeChangeBefore() -> String? {
        defer { changedBefore = nil }
        return changedBefore
    }

    private func refuse(_ problems: [String]) {
        for problem in problems.prefix(20) { logger.error("\(problem)") }
        logger.error(
            "The registry in \(path) changed and has \(problems.count == 1 ? "a mistake" : "\(problems.count) mistakes"): the old one stays in force. Correct the lines above."
        )
    }

    /// Keeps the accepted tables beside the data, once the files are made with them.
    mutating func keepAccepted() {
        guard let files = accepted else { return }
        accepted = nil
        keep(files)
    }

    private func keep(_ files: [String: [UInt8]]) {
        do {
            try keep(files.filter { !RegistryFolder.isMapping($0.key) }, in: copy)
            let mappings = files.filter { RegistryFolder.isMapping($0.key) }.map {
                (String($0.key.dropFirst(RegistryFolder.mappings.count + 1)), $0.value)
            }
            let hadMappings = try Directory(makingIfMissing: copy, readers: .group).status(of: RegistryFolder.mappings)
            guard !mappings.isEmpty || hadMappings != nil else { return }
            try keep(Dictionary(uniqueKeysWithValues: mappings), in: "\(copy)/\(RegistryFolder.mappings)")
        } catch {
            logger.warning("The accepted registry could not be copied to \(copy): \(error)")
        }
    }

    /// Makes a folder hold these files and no other tables.
    private func keep(_ files: [String: [UInt8]], in path: String) throws {
        let folder = try Directory(makingIfMissing: path, readers: .group)
        for name in try folder.names() where Self.isKept(name) && files[name] == nil { try folder.remove(name) }
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) where Self.isPlain(name) {
            try folder.replace(name, with: bytes.span, readers: .group)
        }
    }

    private static func isKept(_ name: String) -> Bool {
        [".csv", ".yaml", ".yml"].contains { name.lowercased().hasSuffix($0) }
    }

    private static func isPlain(_ name: String) -> Bool { !name.contains("/") && !name.hasPrefix(".") }

    private static func digest(_ files: [String: [UInt8]]) -> String {
        var digest = FileDigest()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            digest.update(Array("\(name) \(bytes.count)\n".utf8))
            digest.update(bytes)
        }
        return digest.hexadecimal
    }
}
