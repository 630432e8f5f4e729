internal import CZlib

/// Why compressed bytes cannot be unpacked.
package enum GzipError: Error, Equatable, Sendable {
    /// The bytes are not gzip, or some of them have changed.
    case damaged
    /// The end is missing.
    case cutShort
    /// The library has no memory left.
    case noMemory
}

/// Unpacks gzip (RFC 1952) by zlib, piece by piece; members that follow each other are one file. Any bytes are safe.
@safe package final class GzipInflater {
    /// Allocated, because the library remembers where it lies.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isInMember = true
    private var hasFailed = false

    /// 32 KiB of window and gzip's head and end: 15 + 16 (zlib.h, inflateInit2).
    private static let windowBits: Int32 = 31
    private static let room = 1 << 18

    package init() throws(GzipError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = Int32(unsafe MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, size) == Z_OK else { throw .noMemory }
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Appends what the next compressed bytes hold.
    package func append(_ compressed: [UInt8], to output: inout [UInt8]) throws(GzipError) {
        guard !hasFailed else { throw .damaged }
        var taken = 0
        var isFull = false
        while taken < compressed.count || isFull {
            if !isInMember {
                guard unsafe inflateReset(stream) == Z_OK else { throw .damaged }
                isInMember = true
            }
            let (read, status, filled) = unpack(compressed, from: taken, to: &output)
            taken += read
            isFull = filled
            switch status {
            case Z_STREAM_END:
                isInMember = false
                isFull = false
            case Z_OK: break
            // Nothing more can be done with these bytes: the next ones are needed.
            case Z_BUF_ERROR: return
            default:
                hasFailed = true
                throw status == Z_MEM_ERROR ? .noMemory : .damaged
            }
        }
    }

    /// To be called when no byte is left.
    package func finish() throws(GzipError) {
        if isInMember { throw .cutShort }
    }

    /// One call of the library: how many bytes it read, what it said, and whether it may have more to give.
    private func unpack(
        _ compressed: [UInt8], from start: Int, to output: inout [UInt8]
    ) -> (read: Int, status: Int32, filled: Bool) {
        var status = Z_OK
        var read = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.room) { target, count in
            unsafe compressed.withUnsafeBufferPointer { source in
                // zlib takes a pointer that may be written through, and never writes.
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
                    mutating: source.baseAddress?.advanced(by: start))
                unsafe stream.pointee.avail_in = UInt32(source.count - start)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(target.count)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                read = unsafe source.count - start - Int(stream.pointee.avail_in)
                count = unsafe target.count - Int(stream.pointee.avail_out)
            }
        }
        output.append(contentsOf: piece)
        return (read, status, piece.count == Self.room)
    }
}
