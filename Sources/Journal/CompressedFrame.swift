internal import Disk

/// A part of a compressed segment that is read without any other: whole records, about 1 MiB of them. Before the
/// compressed bytes stands, all numbers little-endian:
///
///     0  mark UInt32             the segment's; finds frames again behind damage
///     4  stored checksum UInt32  CRC-32C of the compressed bytes
///     8  plain offset Int64      where its first byte was in the plain segment
///    16  plain length UInt32
///    20  stored length UInt32    of the compressed bytes
///    24  zero UInt32
///    28  checksum UInt32         CRC-32C of bytes 0 to 27
///
/// The chain of these headers is the index: each leads to the next, and a damaged one costs its own frame only.
struct CompressedFrame: Hashable, Sendable {
    static let headerBytes = 32
    /// A frame is cut before the first record that begins this far behind the frame's start, so it may hold one record
    /// of any length more.
    static let usualPlainBytes: Int64 = 1 << 20
    private static let longestPlain = Int64(RecordLayout.longestRecord) + (64 << 20)

    var mark: UInt32
    /// Its bytes in the plain segment.
    var plain: Range<Int64>
    /// Its compressed bytes in the file.
    var stored: Range<Int64>
    var checksum: UInt32

    /// The frame whose header stands at `place` of the file, `index` of the window; nil where none does. A mark that is
    /// not known is any.
    init?(_ window: Span<UInt8>, at index: Int, place: Int64, mark: UInt32?, fileBytes: Int64) {
        let found = window.littleEndian(at: index, as: UInt32.self)
        guard mark == nil || found == mark,
            window.littleEndian(at: index + 28, as: UInt32.self)
                == CRC32C.checksum(window.extracting(index..<index + 28))
        else { return nil }
        let offset = window.littleEndian(at: index + 8, as: Int64.self)
        let plainLength = Int64(window.littleEndian(at: index + 16, as: UInt32.self))
        let storedStart = place + Int64(Self.headerBytes)
        let storedEnd = storedStart + Int64(window.littleEndian(at: index + 20, as: UInt32.self))
        guard offset >= 0, offset <= .max - plainLength, plainLength > 0, plainLength <= Self.longestPlain,
            storedEnd <= fileBytes
        else { return nil }
        self.mark = found
        plain = offset..<offset + plainLength
        stored = storedStart..<storedEnd
        checksum = window.littleEndian(at: index + 4, as: UInt32.self)
    }

    /// Adds the header and the compressed bytes of a frame to `buffer`.
    static func append(_ compressed: [UInt8], plain: Range<Int64>, mark: UInt32, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(littleEndian: mark)
        buffer.append(littleEndian: CRC32C.checksum(compressed.span))
        buffer.append(littleEndian: plain.lowerBound)
        buffer.append(littleEndian: UInt32(plain.count))
        buffer.append(littleEndian: UInt32(compressed.count))
        buffer.append(littleEndian: UInt32(0))
        buffer.append(littleEndian: CRC32C.checksum(buffer.span.extracting(start...)))
        buffer.append(contentsOf: compressed)
    }

    /// The plain bytes; nil when the stored ones are damaged.
    func bytes(in file: borrowing InputFile) throws(DiskError) -> [UInt8]? {
        let compressed = try file.bytes(at: stored.lowerBound, count: stored.count)
        guard compressed.count == stored.count, CRC32C.checksum(compressed.span) == checksum else { return nil }
        return Zstandard.decompress(compressed.span, count: plain.count)
    }
}
