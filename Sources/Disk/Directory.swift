internal import Glibc

/// An open folder. Everything in it is reached by its descriptor and one plain name, so that nobody can swap a part of
/// the path for a symbolic link between two steps.
package struct Directory: ~Copyable, Sendable {
    private let descriptor: Descriptor
    /// As the settings named it, for messages.
    package let path: String

    var number: Int32 { descriptor.number }

    /// Opens a folder that exists. A symbolic link as its last part is refused.
    package init(path: String) throws(DiskError) {
        let trimmed = Self.withoutTrailingSlashes(path)
        guard !trimmed.isEmpty, !trimmed.utf8.contains(0) else { throw DiskError(.open, path, code: EINVAL) }
        try self.init(name: trimmed, in: AT_FDCWD, path: trimmed)
    }

    /// Opens a folder, and makes it first when it is missing; its parent must exist. Its name is on disk on return: a
    /// journal is as safe as the name of its folder.
    package init(makingIfMissing path: String, readers: FileReaders) throws(DiskError) {
        let trimmed = Self.withoutTrailingSlashes(path)
        guard !trimmed.isEmpty, !trimmed.utf8.contains(0) else { throw DiskError(.create, path, code: EINVAL) }
        let code = witnessed(.makeFolder(trimmed)) {
            unsafe mkdirat(AT_FDCWD, trimmed, readers.folderMode) == 0 ? nil : errno
        }
        if let code, code != EEXIST && code != EISDIR { throw DiskError(.create, trimmed, code: code) }
        try Self.syncParent(of: trimmed, isNew: code == nil)
        try self.init(path: trimmed)
    }

    /// A folder that was there may have been made by a process that was killed before it could do this.
    private static func syncParent(of path: String, isNew: Bool) throws(DiskError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do {
            try Directory(path: parent).sync()
        } catch let error where error.operation == .open && !isNew {
            // Who may not read the parent did not make the folder.
        }
    }

    private init(name: String, in parent: Int32, path: String) throws(DiskError) {
        do {
            descriptor = try openDescriptor(
                name, in: parent, flags: O_RDONLY | O_DIRECTORY, operation: .open, path: path)
        } catch let error where error.code == ENOTDIR && Self.isSymbolicLink(name, in: parent) {
            // Linux says "not a folder" for a link when both O_DIRECTORY and O_NOFOLLOW are given.
            throw DiskError(.open, path, code: ELOOP)
        }
        self.path = path
    }

    /// Opens the folder `name` in this one.
    package borrowing func subdirectory(_ name: String) throws(DiskError) -> Directory {
        try check(name, for: .open)
        return try Directory(name: name, in: number, path: childPath(name))
    }

    /// Opens the folder `name` in this one, and makes it first when it is missing.
    /// - Parameter isDurable: a new folder is on disk on return; else after `sync` of this one.
    package borrowing func makeSubdirectory(
        _ name: String, readers: FileReaders, isDurable: Bool = true
    ) throws(DiskError) -> Directory {
        try check(name, for: .create)
        let (number, path) = (number, childPath(name))
        let made = witnessed(.makeFolder(path)) { unsafe mkdirat(number, name, readers.folderMode) == 0 ? nil : errno }
        if made == nil {
            if isDurable { try sync() }
        } else if let code = made {
            if code != EEXIST { throw DiskError(.create, childPath(name), code: code) }
        }
        return try subdirectory(name)
    }

    /// Opens the folder at `relativePath` (plain names with `/` between), and makes what is missing on the way.
    package borrowing func makeSubdirectories(
        _ relativePath: String, readers: FileReaders, isDurable: Bool = true
    ) throws(DiskError) -> Directory {
        let names = relativePath.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = names.first else { throw DiskError(.create, path, code: EINVAL) }
        var folder = try makeSubdirectory(first, readers: readers, isDurable: isDurable)
        for name in names.dropFirst() {
            folder = try folder.makeSubdirectory(name, readers: readers, isDurable: isDurable)
        }
        return folder
    }

    /// Brings the names in this folder to the disk: a new or renamed file is safe only after this.
    package borrowing func sync() throws(DiskError) {
        let number = number
        if let code = witnessed(.syncFolder(path), { retryingInterrupts { fsync(number) } }) {
            throw DiskError(.sync, path, code: code)
        }
    }

    /// Removes a file or a link, never what a link points to.
    package borrowing func remove(_ name: String) throws(DiskError) {
        try check(name, for: .remove)
        let (number, path) = (number, childPath(name))
        let failed = witnessed(.remove(path)) { unsafe unlinkat(number, name, 0) == 0 ? nil : errno }
        if let failed { throw DiskError(.remove, path, code: failed) }
    }

    /// Gives a file another name in this folder; a file of that name is replaced in one step.
    package borrowing func rename(_ old: String, to new: String) throws(DiskError) {
        try check(old, for: .rename)
        try check(new, for: .rename)
        let (number, path) = (number, childPath(old))
        let failed = witnessed(.rename(path, to: childPath(new))) {
            unsafe renameat(number, old, number, new) == 0 ? nil : errno
        }
        if let failed { throw DiskError(.rename, path, code: failed) }
    }

    /// Bytes that this user may still write to the disk.
    package borrowing func freeBytes() throws(DiskError) -> Int64 {
        var answer = statvfs()
        if unsafe fstatvfs(number, &answer) != 0 { throw DiskError(.inspect, path, code: errno) }
        return Int64(
            clamping: UInt64(answer.f_bavail).multipliedReportingOverflow(by: UInt64(answer.f_frsize)).partialValue)
    }

    borrowing func check(_ name: String, for operation: DiskError.Operation) throws(DiskError) {
        guard Disk.isPlainName(name) else { throw DiskError(operation, childPath(name), code: EINVAL) }
    }

    borrowing func childPath(_ name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        // With a slash behind it, a symbolic link would be followed in spite of O_NOFOLLOW.
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        return String(trimmed)
    }

    private static func isSymbolicLink(_ name: String, in parent: Int32) -> Bool {
        var answer = stat()
        return unsafe fstatat(parent, name, &answer, AT_SYMLINK_NOFOLLOW) == 0 && answer.st_mode & S_IFMT == S_IFLNK
    }
}
