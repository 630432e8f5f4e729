internal import Glibc

/// A file open for reading at any place, closed when it goes out of scope.
package struct InputFile: ~Copyable, Sendable {
    private let descriptor: Descriptor
    package let path: String

    /// Opens the file `name` in `folder`; a link, a folder or a device is an error.
    package init(_ name: String, in folder: borrowing Directory) throws(DiskError) {
        descriptor = try openRegularFile(name, in: folder, flags: O_RDONLY, operation: .open)
        path = folder.childPath(name)
    }

    /// Opens a file that a person named: a feed, a table. Links are followed, because the person chose them.
    package init(namedByPerson path: String) throws(DiskError) {
        descriptor = try Self.open(path)
        self.path = path
    }

    private static func open(_ path: String) throws(DiskError) -> Descriptor {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw DiskError(.open, path, code: EINVAL) }
        let number = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { throw DiskError(.open, path, code: errno) }
        let descriptor = Descriptor(number: number)
        try requireRegularFile(number, path)
        return descriptor
    }

    /// The size in bytes now; a file that is being written grows.
    package borrowing func size() throws(DiskError) -> Int64 {
        var answer = stat()
        if unsafe fstat(descriptor.number, &answer) != 0 { throw DiskError(.inspect, path, code: errno) }
        return Int64(answer.st_size)
    }

    /// Reads bytes of the file from `offset` on into `buffer[range]`, as many as the file has.
    /// - Returns: how many bytes were read; fewer than `range.count` only at the end of the file.
    package borrowing func read(
        at offset: Int64, into buffer: inout [UInt8], range: Range<Int>
    ) throws(DiskError) -> Int {
        let number = descriptor.number
        var done = 0
        var failure: Int32?
        unsafe buffer.withUnsafeMutableBytes { bytes in
            // Slicing checks the range.
            let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[range])
            while done < range.count, let base = target.baseAddress {
                let count = unsafe pread(number, base + done, range.count - done, off_t(offset) + off_t(done))
                if count == 0 { return }
                if count > 0 {
                    done += count
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        if let failure { throw DiskError(.read, path, code: failure) }
        return done
    }

    /// The bytes from `offset` on, at most `count`; fewer at the end of the file.
    package borrowing func bytes(at offset: Int64, count: Int) throws(DiskError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let read = try read(at: offset, into: &buffer, range: 0..<count)
        buffer.removeLast(count - read)
        return buffer
    }
}
