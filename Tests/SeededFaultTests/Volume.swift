import Disk

/// A file system as its callers see it, and what of it is safe from a loss of power.
///
/// The rules are those that POSIX promises, not more: bytes are safe after the file's fsync, names after the fsync of the
/// folder that holds them; what was not brought to the disk may be there or not, in any combination.
struct Volume {
    struct File {
        var content: [UInt8] = []
        /// The content at the last fsync.
        var durable: [UInt8] = []
        var pending: [Change] = []
        /// Bytes whose fsync failed: the kernel forgets that they are dirty, so no later fsync saves them.
        var doomed: [Range<Int>] = []
    }

    enum Change {
        case write(at: Int, bytes: [UInt8])
        case truncate(Int)
    }

    struct Folder {
        var entries: [String: Int] = [:]
        var durable: [String: Int] = [:]
        var pending: [EntryChange] = []

        mutating func sync() {
            durable = entries
            pending = []
        }
    }

    enum EntryChange {
        case put(String, node: Int)
        case remove(String)
        case rename(String, to: String, node: Int)
    }

    enum Node {
        case file(File)
        case folder(Folder)
    }

    /// `nodes[0]` is the folder `root`, which exists.
    var nodes: [Node] = [.folder(Folder())]
    let root: String

    init(root: String) {
        self.root = root
    }

    /// Makes a call that the real disk has made. Returns what is wrong when it cannot have been made.
    mutating func make(_ call: DiskCall) -> String? {
        guard let (parent, name) = place(call.path) else {
            if case .syncFolder = call, call.path == root {
                edit(0) { folder in folder.sync() }
                return nil
            }
            return "the volume has no place for \(call)"
        }
        let node = folder(parent).entries[name]
        switch call {
        case .makeFolder: put(.folder(Folder()), named: name, in: parent)
        case .makeFile: put(.file(File()), named: name, in: parent)
        case .write(_, let bytes):
            change(node) { file in
                file.pending.append(.write(at: file.content.count, bytes: bytes))
                file.content += bytes
            }
        case .truncate(_, let bytes):
            change(node) { file in
                file.pending.append(.truncate(Int(bytes)))
                file.content.removeLast(max(0, file.content.count - Int(bytes)))
                file.doomed = file.doomed.map { $0.clamped(to: 0..<Int(bytes)) }.filter { !$0.isEmpty }
            }
        case .syncFile:
            change(node) { file in
                file.durable = file.content
                file.pending = []
            }
        case .syncFolder:
            guard let node, case .folder(var folder) = nodes[node] else { return "no folder for \(call)" }
            folder.sync()
            nodes[node] = .folder(folder)
        case .rename(_, let new):
            guard let node, let (_, newName) = place(new) else { return "no file for \(call)" }
            edit(parent) { folder in
                folder.entries[name] = nil
                folder.entries[newName] = node
                folder.pending.append(.rename(name, to: newName, node: node))
            }
        case .remove:
            edit(parent) { folder in
                folder.entries[name] = nil
                folder.pending.append(.remove(name))
            }
        }
        return nil
    }

    /// An fsync that failed: what it should have saved may be lost for ever.
    mutating func doom(_ path: String) {
        guard let (parent, name) = place(path) else { return }
        change(folder(parent).entries[name]) { file in
            for case .write(let at, let bytes) in file.pending { file.doomed.append(at..<at + bytes.count) }
            file.durable = file.content
            file.pending = []
        }
    }

    /// A file has other bytes now, and they are on the disk.
    mutating func replace(_ path: String, with content: [UInt8]) {
        guard let (parent, name) = place(path) else { return }
        change(folder(parent).entries[name]) { file in file = File(content: content, durable: content) }
    }

    // MARK: Looking

    /// What a file holds now.
    func content(_ path: String) -> [UInt8]? {
        guard let (parent, name) = place(path), let node = folder(parent).entries[name],
            case .file(let file) = nodes[node]
        else { return nil }
        return file.content
    }

    /// All files by their path below the root.
    var files: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        visit(0, prefix: "") { path, node in
            if case .file(let file) = node { files[path] = file.content }
        }
        return files
    }

    /// All folders by their path below the root, outer ones first.
    var folders: [String] {
        var folders: [String] = []
        visit(0, prefix: "") { path, node in
            if case .folder = node { folders.append(path) }
        }
        return folders
    }

    private func visit(_ index: Int, prefix: String, _ body: (String, Node) -> Void) {
        for (name, child) in folder(index).entries.sorted(by: { $0.key < $1.key }) {
            body(prefix + name, nodes[child])
            visit(child, prefix: prefix + name + "/", body)
        }
    }

    // MARK: Finding

    func folder(_ index: Int) -> Folder {
        if case .folder(let folder) = nodes[index] { return folder }
        return Folder()
    }

    /// The folder that holds the last name of a path.
    private func place(_ path: String) -> (parent: Int, name: String)? {
        guard path.hasPrefix(root + "/") else { return nil }
        let names = path.dropFirst(root.count + 1).split(separator: "/").map(String.init)
        guard let last = names.last else { return nil }
        var parent = 0
        for name in names.dropLast() {
            guard let next = folder(parent).entries[name] else { return nil }
            parent = next
        }
        return (parent, last)
    }

    private mutating func put(_ node: Node, named name: String, in parent: Int) {
        nodes.append(node)
        let index = nodes.count - 1
        edit(parent) { folder in
            folder.entries[name] = index
            folder.pending.append(.put(name, node: index))
        }
    }

    private mutating func edit(_ index: Int, _ body: (inout Folder) -> Void) {
        guard case .folder(var folder) = nodes[index] else { return }
        nodes[index] = .folder(Folder())
        body(&folder)
        nodes[index] = .folder(folder)
    }

    private mutating func change(_ index: Int?, _ body: (inout File) -> Void) {
        guard let index, case .file(var file) = nodes[index] else { return }
        nodes[index] = .file(File())
        body(&file)
        nodes[index] = .file(file)
    }
}
