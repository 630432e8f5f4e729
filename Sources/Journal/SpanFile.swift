internal import Disk
internal import Readings

/// What is known of a segment, kept beside it so that nobody needs to read it. All numbers little-endian:
///
///     0  "KERBSPAN"
///     8  version UInt16
///    10  length UInt16
///    12  form UInt32            0 plain, 1 compressed
///    16  segment UInt64
///    24  stored bytes Int64     of the form that was read; another size makes this file void
///    32  plain bytes Int64
///    40  damaged bytes Int64
///    48  records UInt64, messages UInt64, earliest Int64, latest Int64
///    80  checksum UInt32        CRC-32C of bytes 0 to 79
///
/// It is not brought to the disk with care: a missing, damaged or old one is made again from the segment.
enum SpanFile {
    private static let bytes = 84
    private static let version: UInt16 = 1
    private static let magic: UInt64 = 0x4E41_5053_4252_454B

    /// What the file says about this form and size of the segment; nil where it says nothing sound.
    static func read(
        _ segment: UInt64, isCompressed: Bool, status: FileStatus, in folder: borrowing Directory
    ) throws(DiskError) -> SegmentSpan? {
        let found: [UInt8]
        do {
            let file = try InputFile(SegmentName.spanName(of: segment), in: folder)
            found = try file.bytes(at: 0, count: bytes + 1)
        } catch {
            // An unreadable one is as good as none; the segment itself tells.
            return nil
        }
        let span = found.span
        guard span.count == bytes, span.littleEndian(at: 0, as: UInt64.self) == magic,
            span.littleEndian(at: 8, as: UInt16.self) == version,
            span.littleEndian(at: 12, as: UInt32.self) == (isCompressed ? 1 : 0),
            span.littleEndian(at: 16, as: UInt64.self) == segment,
            span.littleEndian(at: 24, as: Int64.self) == status.bytes,
            span.littleEndian(at: 80, as: UInt32.self) == CRC32C.checksum(span.extracting(0..<80))
        else { return nil }
        return SegmentSpan(
            segment: segment, isCompressed: isCompressed, storedBytes: status.bytes,
            plainBytes: span.littleEndian(at: 32, as: Int64.self), lastWritten: status.modified,
            counts: RecordCounts(span, at: 48), damagedBytes: span.littleEndian(at: 40, as: Int64.self))
    }

    static func write(_ span: SegmentSpan, counts: RecordCounts, in folder: borrowing Directory) throws(DiskError) {
        var buffer: [UInt8] = []
        buffer.append(littleEndian: magic)
        buffer.append(littleEndian: version)
        buffer.append(littleEndian: UInt16(bytes))
        buffer.append(littleEndian: UInt32(span.isCompressed ? 1 : 0))
        buffer.append(littleEndian: span.segment)
        buffer.append(littleEndian: span.storedBytes)
        buffer.append(littleEndian: span.plainBytes)
        buffer.append(littleEndian: span.damagedBytes)
        counts.append(to: &buffer)
        buffer.append(littleEndian: CRC32C.checksum(buffer.span))
        let name = SegmentName.spanName(of: span.segment)
        let temporary = Directory.temporaryName(for: name)
        let file = try folder.makeTemporary(for: name, readers: .group)
        do {
            try file.write(buffer.span)
            try folder.rename(temporary, to: name)
        } catch {
            try? folder.remove(temporary)
            throw error
        }
    }
}
