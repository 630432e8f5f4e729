internal import Disk

/// The first bytes of a segment, all numbers little-endian:
///
///     0  "KERBJRNL"
///     8  version UInt16
///    10  length of this header UInt16
///    12  mark UInt32            the segment's random number, see `RecordLayout`
///    16  first ordinal UInt64   as in the segment's name
///    24  connection UInt32      the newest connection when the segment was begun
///    28  checksum UInt32        CRC-32C of bytes 0 to 27
struct SegmentHeader {
    static let bytes = 32
    static let version: UInt16 = 1
    static let magic: UInt64 = 0x4C4E_524A_4252_454B

    var mark: UInt32
    var firstOrdinal: UInt64
    var connection: UInt32

    enum Finding {
        case sound(SegmentHeader)
        case laterVersion(UInt16)
        case damaged
    }

    static func judge(_ start: Span<UInt8>) -> Finding {
        guard start.count >= bytes, start.littleEndian(at: 0, as: UInt64.self) == magic,
            start.littleEndian(at: 28, as: UInt32.self) == CRC32C.checksum(start.extracting(0..<28))
        else { return .damaged }
        let version = start.littleEndian(at: 8, as: UInt16.self)
        guard version <= Self.version else { return .laterVersion(version) }
        return .sound(
            SegmentHeader(
                mark: start.littleEndian(at: 12, as: UInt32.self),
                firstOrdinal: start.littleEndian(at: 16, as: UInt64.self),
                connection: start.littleEndian(at: 24, as: UInt32.self)))
    }

    func append(to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(littleEndian: Self.magic)
        buffer.append(littleEndian: Self.version)
        buffer.append(littleEndian: UInt16(Self.bytes))
        buffer.append(littleEndian: mark)
        buffer.append(littleEndian: firstOrdinal)
        buffer.append(littleEndian: connection)
        buffer.append(littleEndian: CRC32C.checksum(buffer.span.extracting(start...)))
    }
}
