internal import Glibc

/// A small file that only the service may read: a key.
package enum PrivateFile {
    /// Why a file is not taken for private.
    package enum Mistake: Error, Hashable, Sendable {
        /// The system's words.
        case unreadable(String)
        /// A folder, a device, a link.
        case notRegular
        /// Others may read or write it; its mode.
        case open(mode: UInt32)
        /// It belongs to another user.
        case foreign
        case tooLong
    }

    /// The whole file, at most `longest` bytes. The open file is asked for its mode, not its name, so that nobody can
    /// exchange it in between; a symbolic link at the end of the path is refused.
    package static func bytes(of path: String, longest: Int) throws(Mistake) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .unreadable("no name of a file") }
        let number = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else {
            let code = errno
            if code == ELOOP { throw .notRegular }
            throw .unreadable(DiskError.words(for: code))
        }
        let descriptor = Descriptor(number: number)
        var status = stat()
        guard unsafe fstat(descriptor.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notRegular
        }
        guard status.st_mode & 0o177 == 0 else { throw .open(mode: status.st_mode & 0o777) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .foreign }
        var bytes = [UInt8](repeating: 0, count: longest + 1)
        var done = 0
        while done < bytes.count {
            let offset = done
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor.number, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset, off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(DiskError.words(for: errno)) }
            if count == 0 { break }
            done += count
        }
        guard done <= longest else { throw .tooLong }
        return Array(bytes.prefix(done))
    }
}
