internal import CZlib

/// Compresses to gzip (RFC 1952) by zlib, piece by piece. What was appended can be unpacked at once, also when the end never
/// comes: each piece is flushed to a whole byte. No name and no time stand in the head, so that equal input gives equal bytes.
@safe package final class GzipDeflater {
    /// Allocated, because the library remembers where it lies.
    private let stream: UnsafeMutablePointer<z_stream>

    private static let windowBits: Int32 = 31
    private static let room = 1 << 18

    package init() throws(GzipError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = Int32(unsafe MemoryLayout<z_stream>.size)
        // Memory level 8 is the library's usual one (zlib.h, deflateInit2).
        let status = unsafe deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, Self.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        guard status == Z_OK else { throw .noMemory }
    }

    deinit {
        _ = unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Appends a piece, compressed. Pieces of about a mebibyte compress best.
    package func append(_ bytes: [UInt8], to file: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        pack(bytes, Z_SYNC_FLUSH, to: &file)
    }

    /// Appends the end of the file; nothing may follow.
    package func finish(to file: inout [UInt8]) {
        pack([], Z_FINISH, to: &file)
    }

    private func pack(_ bytes: [UInt8], _ flush: Int32, to file: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { source in
            // zlib takes a pointer that may be written through, and never writes.
            unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(source.count)
            var isFull = true
            while isFull {
                let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.room) { target, count in
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(target.count)
                    _ = unsafe deflate(stream, flush)
                    count = unsafe target.count - Int(stream.pointee.avail_out)
                }
                file.append(contentsOf: piece)
                isFull = piece.count == Self.room
            }
        }
    }
}
