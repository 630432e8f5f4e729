internal import Disk
internal import Publication

/// The data folder as a reader sees it: nothing in it is made, changed or locked.
struct DataFolder: Sendable {
    let path: String

    /// The manifest's bytes; nil when there is none.
    func manifest() throws -> [UInt8]? {
        let root = try Directory(path: path)
        guard try root.status(of: Manifest.fileName) != nil else { return nil }
        return try bytes(of: Manifest.fileName)
    }

    func hasFolder(_ name: String) throws -> Bool {
        try Directory(path: path).status(of: name)?.kind == .folder
    }

    /// Opens a published file by its path; a link anywhere on the way is an error.
    func open(_ file: String) throws -> InputFile {
        var names = file.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let last = names.popLast() ?? ""
        var folder = try Directory(path: path)
        for name in names { folder = try folder.subdirectory(name) }
        return try InputFile(last, in: folder)
    }

    func isMissing(_ error: any Error) -> Bool { (error as? DiskError)?.isMissing ?? false }

    func bytes(of file: String) throws -> [UInt8] {
        let opened = try open(file)
        return try opened.bytes(at: 0, count: Int(opened.size()))
    }

    /// What a file holds, whatever its size.
    struct Content {
        var sha256: String
        /// Without the line of column names. A line break inside quotes ends no row.
        var rows: Int
        var bytes: Int64
    }

    func content(of file: String) throws -> Content {
        let opened = try open(file)
        var digest = FileDigest()
        var lines = 0
        var isQuoted = false
        while true {
            let piece = try opened.bytes(at: digest.bytes, count: 1 << 20)
            if piece.isEmpty { break }
            digest.update(piece)
            for byte in piece {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == UInt8(ascii: "\n"), !isQuoted { lines += 1 }
            }
        }
        return Content(sha256: digest.hexadecimal, rows: max(0, lines - 1), bytes: digest.bytes)
    }

    /// Everything below the folders of published files.
    struct Tree {
        /// By path, the bytes.
        var files: [String: Int64] = [:]
        /// Links, devices and the like.
        var others: [String] = []
        /// Unfinished files.
        var temporaries: [String] = []
    }

    func tree(families: [String]) throws -> Tree {
        var tree = Tree()
        let root = try Directory(path: path)
        for family in families {
            switch try root.status(of: family)?.kind {
            case .folder: try visit(root.subdirectory(family), prefix: family + "/", &tree)
            case nil: continue
            default: tree.others.append(family)
            }
        }
        return tree
    }

    private func visit(_ folder: borrowing Directory, prefix: String, _ tree: inout Tree) throws {
        for name in try folder.names() {
            guard let status = try folder.status(of: name) else { continue }
            switch status.kind {
            case .folder: try visit(folder.subdirectory(name), prefix: prefix + name + "/", &tree)
            case .file where Directory.isTemporaryName(name): tree.temporaries.append(prefix + name)
            case .file where !name.hasPrefix("."): tree.files[prefix + name] = status.bytes
            case .file: continue
            case .symbolicLink, .other: tree.others.append(prefix + name)
            }
        }
    }
}
