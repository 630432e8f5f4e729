internal import Glibc

/// What concerns the whole process and whole file systems.
package enum Disk {
    /// Lets a write past the file size limit arrive as `EFBIG`, an error with words, where SIGXFSZ would end the
    /// process without any. Call once at the start of the program.
    package static func ignoreFileSizeSignal() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// A name of one file or folder inside another: not empty, at most 255 bytes, no `/`, no NUL, neither `.` nor `..`.
    /// Nothing that a message or a spreadsheet holds can lead out of a folder through such a name.
    package static func isPlainName(_ name: String) -> Bool {
        let bytes = name.utf8
        guard !bytes.isEmpty, bytes.count <= 255, name != ".", name != ".." else { return false }
        return !bytes.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
    }
}

/// Who may read a file that Kerbside makes (chmod(2); the umask may narrow it further).
package enum FileReaders: Sendable {
    /// Everyone on the machine: summaries.
    case everyone
    /// The user and the group that run Kerbside: raw messages, state.
    case group

    var fileMode: mode_t { self == .everyone ? 0o644 : 0o640 }
    var folderMode: mode_t { self == .everyone ? 0o755 : 0o750 }
}

/// An open file descriptor, closed when it goes out of scope.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    deinit {
        _ = close(number)
    }
}

/// Calls again while a signal interrupts; nil when it went well, else the error's number.
func retryingInterrupts(_ call: () -> Int32) -> Int32? {
    while call() < 0 {
        let code = errno
        if code != EINTR { return code }
    }
    return nil
}

/// Opens `name` in the folder `parent` (or a path, with `AT_FDCWD`), never through a symbolic link at its end.
func openDescriptor(
    _ name: String, in parent: Int32, flags: Int32, mode: mode_t = 0, operation: DiskError.Operation, path: String
) throws(DiskError) -> Descriptor {
    while true {
        let number = unsafe openat(parent, name, flags | O_NOFOLLOW | O_CLOEXEC, mode)
        if number >= 0 { return Descriptor(number: number) }
        let code = errno
        if code != EINTR { throw DiskError(operation, path, code: code) }
    }
}

/// Opens a regular file; devices, pipes and sockets, which could block or never end, are refused.
func openRegularFile(
    _ name: String, in folder: borrowing Directory, flags: Int32, mode: mode_t = 0, operation: DiskError.Operation
) throws(DiskError) -> Descriptor {
    try folder.check(name, for: operation)
    let path = folder.childPath(name)
    let descriptor = try openDescriptor(
        name, in: folder.number, flags: flags | O_NONBLOCK, mode: mode, operation: operation, path: path)
    try requireRegularFile(descriptor.number, path)
    return descriptor
}

func requireRegularFile(_ number: Int32, _ path: String) throws(DiskError) {
    var answer = stat()
    if unsafe fstat(number, &answer) != 0 { throw DiskError(.inspect, path, code: errno) }
    switch answer.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw DiskError(.open, path, code: EISDIR)
    default: throw DiskError(.open, path, code: EFTYPE)
    }
}
