internal import Glibc
package import Readings

/// What a name in a folder stands for.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file
        case folder
        case symbolicLink
        /// A device, a pipe, a socket.
        case other
    }

    package var kind: Kind
    package var bytes: Int64
    /// When its content last changed, by the clock of the machine that wrote it.
    package var modified: Instant
}

extension Directory {
    /// The names in this folder, without `.` and `..`, sorted by their bytes.
    package borrowing func names() throws(DiskError) -> [String] {
        // A descriptor of its own: reading a folder moves the position that all copies of a descriptor share.
        let own = unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw DiskError(.list, path, code: errno) }
        guard let stream = unsafe fdopendir(own) else {
            let code = errno
            _ = close(own)
            throw DiskError(.list, path, code: code)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw DiskError(.list, path, code: errno) }
                break
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What `name` is, without following a link; nil when nothing has that name.
    package borrowing func status(of name: String) throws(DiskError) -> FileStatus? {
        try check(name, for: .inspect)
        var answer = stat()
        guard unsafe fstatat(number, name, &answer, AT_SYMLINK_NOFOLLOW) == 0 else {
            let code = errno
            if code == ENOENT { return nil }
            throw DiskError(.inspect, childPath(name), code: code)
        }
        let kind: FileStatus.Kind =
            switch answer.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        let seconds = Int64(answer.st_mtim.tv_sec)
        return FileStatus(
            kind: kind, bytes: Int64(answer.st_size),
            modified: Instant(microseconds: seconds * Microseconds.second + Int64(answer.st_mtim.tv_nsec) / 1000))
    }
}
