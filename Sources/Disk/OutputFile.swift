internal import Glibc

/// A file that is being written, closed when it goes out of scope. Closing brings nothing to the disk: `dataSync` does.
package struct OutputFile: ~Copyable, Sendable {
    private let descriptor: Descriptor
    package let path: String

    /// Makes a new file in `folder`; a file or a link of that name is an error (`EEXIST`).
    package init(creating name: String, in folder: borrowing Directory, readers: FileReaders) throws(DiskError) {
        path = folder.childPath(name)
        let witness = DiskWitness.current
        if case .refuse(let code)? = witness?.judge(.makeFile(path)) { throw DiskError(.create, path, code: code) }
        descriptor = try openRegularFile(
            name, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_APPEND, mode: readers.fileMode, operation: .create)
        witness?.made(.makeFile(path))
    }

    /// Opens a file that exists, to write behind its end.
    package init(appendingTo name: String, in folder: borrowing Directory) throws(DiskError) {
        descriptor = try openRegularFile(name, in: folder, flags: O_WRONLY | O_APPEND, operation: .open)
        path = folder.childPath(name)
    }

    /// Writes all bytes behind the end. After an error, any part of them may be in the file.
    package borrowing func write(_ bytes: Span<UInt8>) throws(DiskError) {
        let (number, path) = (descriptor.number, path)
        // The closure hands the error's number out, because rethrowing would lose the type.
        let code: Int32? = unsafe bytes.withUnsafeBytes { buffer -> Int32? in
            var rest = unsafe buffer[...]
            while unsafe !rest.isEmpty {
                let written = unsafe witnessedWrite(number, path, rest.baseAddress(in: buffer), rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                // No progress and no error: never seen on a regular file, and never to be retried for ever.
                if written == 0 { return EIO }
                unsafe rest = unsafe rest.dropFirst(written)
            }
            return nil
        }
        if let code { throw DiskError(.write, path, code: code) }
    }

    /// Brings the written bytes, and what is needed to find them, to the disk (fdatasync(2)). After an error nobody can
    /// say what is on the disk, and a second call may wrongly succeed: never try again.
    package borrowing func dataSync() throws(DiskError) {
        let number = descriptor.number
        if let code = witnessed(.syncFile(path), { retryingInterrupts { fdatasync(number) } }) {
            throw DiskError(.sync, path, code: code)
        }
    }

    /// Throws when the file has lost its name, because somebody removed it or its folder: bytes written to it are on the
    /// disk, and gone as soon as it is closed.
    package borrowing func requireName() throws(DiskError) {
        var status = stat()
        let number = descriptor.number
        guard unsafe fstat(number, &status) == 0 else { throw DiskError(.inspect, path, code: errno) }
        if status.st_nlink == 0 { throw DiskError(.write, path, code: ENOENT) }
    }

    /// Cuts the file to its first `bytes` bytes.
    package borrowing func truncate(toBytes bytes: Int64) throws(DiskError) {
        let number = descriptor.number
        if let code = witnessed(
            .truncate(path, bytes: bytes), { retryingInterrupts { ftruncate(number, off_t(bytes)) } })
        {
            throw DiskError(.truncate, path, code: code)
        }
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func baseAddress(in buffer: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        unsafe buffer.baseAddress.map { unsafe $0 + startIndex }
    }
}
