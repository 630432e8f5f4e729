internal import Disk
internal import Readings

/// The first bytes of a compressed segment, all numbers little-endian:
///
///     0  "KERBJRNZ"
///     8  version UInt16
///    10  length of this header UInt16
///    12  mark UInt32            the segment's own; its frames bear it too
///    16  first ordinal UInt64   as in the segment's name
///    24  plain bytes Int64      length of the plain segment
///    32  records UInt64
///    40  messages UInt64
///    48  earliest Int64         receive times of the messages, microseconds since 1970
///    56  latest Int64
///    64  last written Int64     when the plain segment was
///    72  checksum UInt32        CRC-32C of bytes 0 to 71
struct CompressedHeader: Hashable, Sendable {
    static let bytes = 76
    static let version: UInt16 = 1
    static let magic: UInt64 = 0x5A4E_524A_4252_454B

    var mark: UInt32
    var firstOrdinal: UInt64
    var plainBytes: Int64
    var counts: RecordCounts
    var lastWritten: Instant

    enum Finding {
        case sound(CompressedHeader)
        case laterVersion(UInt16)
        case damaged
    }

    static func judge(_ start: Span<UInt8>) -> Finding {
        guard start.count >= bytes, start.littleEndian(at: 0, as: UInt64.self) == magic,
            start.littleEndian(at: 72, as: UInt32.self) == CRC32C.checksum(start.extracting(0..<72))
        else { return .damaged }
        let version = start.littleEndian(at: 8, as: UInt16.self)
        guard version <= Self.version else { return .laterVersion(version) }
        let header = CompressedHeader(
            mark: start.littleEndian(at: 12, as: UInt32.self),
            firstOrdinal: start.littleEndian(at: 16, as: UInt64.self),
            plainBytes: start.littleEndian(at: 24, as: Int64.self),
            counts: RecordCounts(start, at: 32),
            lastWritten: Instant(microseconds: start.littleEndian(at: 64, as: Int64.self)))
        return header.plainBytes >= 0 ? .sound(header) : .damaged
    }

    func append(to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(littleEndian: Self.magic)
        buffer.append(littleEndian: Self.version)
        buffer.append(littleEndian: UInt16(Self.bytes))
        buffer.append(littleEndian: mark)
        buffer.append(littleEndian: firstOrdinal)
        buffer.append(littleEndian: plainBytes)
        counts.append(to: &buffer)
        buffer.append(littleEndian: lastWritten.microseconds)
        buffer.append(littleEndian: CRC32C.checksum(buffer.span.extracting(start...)))
    }
}
