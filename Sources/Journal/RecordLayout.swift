internal import Disk
internal import Readings

/// The bytes of a record, all numbers little-endian:
///
///     0  mark UInt32          the segment's random number; finds records again behind damage
///     4  checksum UInt32      CRC-32C of bytes 8 to the end
///     8  length UInt32        of the whole record
///    12  kind UInt8
///    13  flags UInt8          bits 0 and 1 the QoS, bit 2 retained, bit 3 session present
///    14  packet id UInt16
///    16  connection UInt32
///    20  topic length UInt16
///    22  zero UInt16
///    24  ordinal UInt64
///    32  received Int64       microseconds since 1970
///    40  topic, payload
///
/// The mark is random, so that nobody can hide bytes in a payload that would pass for a record of their own when the
/// record around them is damaged.
enum RecordLayout {
    static let headerBytes = 40
    static let longestTopic = 65_535
    /// MQTT's largest packet, 256 MiB less one byte (MQTT 3.1.1 section 2.2.3).
    static let longestPayload = 268_435_455
    static let longestRecord = headerBytes + longestTopic + longestPayload

    /// What stands at a place of a segment.
    enum Finding {
        case record(length: Int)
        /// The record claims this many bytes, more than the window holds.
        case longer(length: Int)
        case damaged
    }

    /// Judges the bytes from `index` on. At least `headerBytes` must be there.
    @inline(__always)
    static func judge(_ window: Span<UInt8>, at index: Int, mark: UInt32) -> Finding {
        guard window.littleEndian(at: index, as: UInt32.self) == mark, let length = claimedLength(window, at: index)
        else { return .damaged }
        guard length <= window.count - index else { return .longer(length: length) }
        return isSound(window, at: index, length: length) ? .record(length: length) : .damaged
    }

    @inline(__always)
    static func claimedLength(_ window: Span<UInt8>, at index: Int) -> Int? {
        let length = Int(window.littleEndian(at: index + 8, as: UInt32.self))
        let topicLength = Int(window.littleEndian(at: index + 20, as: UInt16.self))
        guard length >= headerBytes + topicLength, length <= longestRecord else { return nil }
        return length
    }

    static func isSound(_ window: Span<UInt8>, at index: Int, length: Int) -> Bool {
        window.littleEndian(at: index + 4, as: UInt32.self)
            == CRC32C.checksum(window.extracting(index + 8..<index + length))
    }

    /// Reads the fixed part of a sound record. A kind of a later version reads as a note.
    @inline(__always)
    static func record(_ window: Span<UInt8>, at index: Int, position: JournalPosition) -> JournalRecord {
        let flags = window[index + 13]
        return JournalRecord(
            kind: RecordKind(rawValue: window[index + 12]) ?? .note,
            ordinal: window.littleEndian(at: index + 24, as: UInt64.self),
            header: MessageHeader(
                received: Instant(microseconds: window.littleEndian(at: index + 32, as: Int64.self)),
                isRetained: flags & 4 != 0,
                packetID: window.littleEndian(at: index + 14, as: UInt16.self),
                connection: window.littleEndian(at: index + 16, as: UInt32.self)),
            qos: flags & 3,
            isSessionPresent: flags & 8 != 0,
            position: position)
    }

    @inline(__always)
    static func topicLength(_ window: Span<UInt8>, at index: Int) -> Int {
        Int(window.littleEndian(at: index + 20, as: UInt16.self))
    }

    /// Adds a record to `buffer`. The caller has checked the lengths.
    static func append(
        _ record: JournalRecord, topic: Span<UInt8>, payload: Span<UInt8>, mark: UInt32, to buffer: inout [UInt8]
    ) {
        let start = buffer.count
        let length = headerBytes + topic.count + payload.count
        let flags = record.qos & 3 | (record.header.isRetained ? 4 : 0) | (record.isSessionPresent ? 8 : 0)
        buffer.append(littleEndian: UInt64(mark))
        buffer.append(littleEndian: UInt32(truncatingIfNeeded: length))
        buffer.append(
            littleEndian: UInt32(record.kind.rawValue) | UInt32(flags) << 8 | UInt32(record.header.packetID) << 16)
        buffer.append(littleEndian: record.header.connection)
        buffer.append(littleEndian: UInt32(topic.count))
        buffer.append(littleEndian: record.ordinal)
        buffer.append(littleEndian: record.header.received.microseconds)
        buffer.append(contentsOf: topic)
        buffer.append(contentsOf: payload)
        let checksum = CRC32C.checksum(buffer.span.extracting((start + 8)...))
        buffer.replace(at: start + 4, littleEndian: checksum)
    }
}
