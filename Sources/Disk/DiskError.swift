internal import Glibc

/// A call to the operating system that failed, in words that the person who looks after the machine can act on.
package struct DiskError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done when it failed.
    package enum Operation: String, Hashable, Sendable {
        case open
        case create
        case read
        case write
        case sync = "bring to the disk"
        case truncate = "shorten"
        case rename
        case remove
        case list
        case lock
        case inspect
        case use
    }

    package var operation: Operation
    /// The file or folder, as the settings or Kerbside named it.
    package var path: String
    /// The `errno` of the call (errno(3)), or the nearest one where Kerbside itself refused.
    package var code: Int32
    /// The process that holds the lock, when `operation` is `.lock` and the holder wrote its number down.
    package var holder: Int?

    package init(_ operation: Operation, _ path: String, code: Int32, holder: Int? = nil) {
        self.operation = operation
        self.path = path
        self.code = code
        self.holder = holder
    }

    /// A name that is not plain, or a path that is refused.
    package static func notAllowed(_ path: String) -> DiskError { DiskError(.use, path, code: EINVAL) }

    /// Another process holds the lock.
    package var isLockedElsewhere: Bool { operation == .lock && code == EWOULDBLOCK }

    /// There is no such file or folder.
    package var isMissing: Bool { code == ENOENT }

    /// There is no room for what was to be written: the disk is full, or a quota or size limit is reached. It passes
    /// when somebody makes room. A sync that fails for such a reason is not among them: what was written is lost.
    package var isOutOfSpace: Bool {
        operation != .sync && (code == ENOSPC || code == EDQUOT || code == EFBIG)
    }

    /// The file reached a size limit of this process or of the file system; another file may still grow.
    package var isAtSizeLimit: Bool { code == EFBIG }

    package var description: String {
        if isLockedElsewhere {
            let who = holder.map { "process \($0)" } ?? "another process"
            return "\(path) is locked: \(who) already works in this folder; stop it, or choose another folder"
        }
        return "cannot \(operation.rawValue) \(path): \(Self.words(for: code)) (errno \(code))"
    }

    static func notAFile(_ kind: FileStatus.Kind, _ path: String) -> DiskError {
        switch kind {
        case .folder: DiskError(.use, path, code: EISDIR)
        case .symbolicLink: DiskError(.use, path, code: ELOOP)
        case .file, .other: DiskError(.use, path, code: EFTYPE)
        }
    }

    static func words(for code: Int32) -> String {
        switch code {
        case ENOSPC: "the disk is full; free some space or move the data folder to a larger disk"
        case EDQUOT: "the disk quota of this user is used up; raise it or free some space"
        case EFBIG: "the file reached the size limit of this process (ulimit -f) or of the file system; raise the limit"
        case EROFS: "the disk is mounted read-only; look for disk errors in the system log and mount it for writing"
        case EACCES, EPERM: "permission denied; give the user that runs Kerbside the right to this path"
        case ENOENT: "it does not exist; check the path in the settings"
        case ENOTDIR: "a part of the path is a file or a symbolic link where a folder was expected; remove or rename it"
        case EISDIR: "it is a folder where a file was expected; remove or rename it"
        case EEXIST: "it exists already; remove or rename it"
        case ENOTEMPTY: "the folder is not empty"
        case ELOOP: "it is a symbolic link, which Kerbside does not follow; name the real path instead"
        case ENAMETOOLONG: "the name is too long"
        case EMFILE: "this process has too many open files; raise the limit (ulimit -n, or LimitNOFILE= in systemd)"
        case ENFILE: "the whole machine has too many open files; raise fs.file-max or stop other programs"
        case ENOMEM: "the machine has no memory left"
        case EIO: "the disk reported a failure; look for disk errors in the system log and replace the disk"
        case EINVAL: "the name or the request is not allowed here"
        case EFTYPE: "it is no regular file; remove or rename it"
        case ESTALE: "the network folder went away; mount it again"
        case ETXTBSY, EBUSY: "it is in use by another program"
        case EXDEV: "the two names are on different disks"
        default: "the system said error \(code)"
        }
    }
}

/// BSD's number for "inappropriate file type", which Linux lacks: a device, a pipe or a socket where a file should be.
package let EFTYPE: Int32 = 10_079
