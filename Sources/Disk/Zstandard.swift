internal import CZstd

/// Compression of bytes by libzstd (Zstandard, RFC 8878). Each call makes a frame that is read without any other.
package enum Zstandard {
    /// The library's usual level: a journal shrinks to about a tenth, some 300 MB of it a second.
    package static let usualLevel: Int32 = 3

    /// The bytes as one frame; nil when the library has no memory left.
    package static func compress(_ bytes: Span<UInt8>, level: Int32 = usualLevel) -> [UInt8]? {
        let room = ZSTD_compressBound(bytes.count)
        var isMade = false
        let frame = unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
            let written = unsafe bytes.withUnsafeBytes { source in
                unsafe ZSTD_compress(target.baseAddress, target.count, source.baseAddress, source.count, level)
            }
            isMade = ZSTD_isError(written) == 0
            count = isMade ? written : 0
        }
        return isMade ? frame : nil
    }

    /// The `count` bytes that a frame holds; nil when it is damaged or holds another number of bytes. Any bytes are safe.
    package static func decompress(_ frame: Span<UInt8>, count expected: Int) -> [UInt8]? {
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: expected) { target, count in
            let written = unsafe frame.withUnsafeBytes { source in
                unsafe ZSTD_decompress(target.baseAddress, expected, source.baseAddress, source.count)
            }
            isWhole = ZSTD_isError(written) == 0 && written == expected
            count = isWhole ? expected : 0
        }
        return isWhole ? bytes : nil
    }
}
