internal import Glibc

/// The right to be the only one who writes in a folder. It ends with the value, or with the process, however it ends
/// (flock(2)), so a lock file that was left behind blocks nobody.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Takes the lock, or throws a `DiskError` whose `isLockedElsewhere` is true at once; it never waits.
    package init(_ name: String, in folder: borrowing Directory) throws(DiskError) {
        descriptor = try Self.lock(name, in: folder)
    }

    deinit {
        // Closing alone would leave the lock to a program that is just being started by another thread, for as long as
        // that one still holds a copy of the descriptor.
        _ = flock(descriptor.number, LOCK_UN)
    }

    private static func lock(_ name: String, in folder: borrowing Directory) throws(DiskError) -> Descriptor {
        let descriptor = try openRegularFile(
            name, in: folder, flags: O_RDWR | O_CREAT, mode: FileReaders.group.fileMode, operation: .lock)
        let number = descriptor.number
        if let code = retryingInterrupts({ flock(number, LOCK_EX | LOCK_NB) }) {
            let holder = code == EWOULDBLOCK ? Self.holder(number) : nil
            throw DiskError(.lock, folder.childPath(name), code: code, holder: holder)
        }
        // The number is for people only; the lock holds without it, also on a full disk.
        _ = ftruncate(number, 0)
        let text = "\(getpid())\n"
        _ = unsafe pwrite(number, text, text.utf8.count, 0)
        return descriptor
    }

    private static func holder(_ number: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = unsafe pread(number, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
