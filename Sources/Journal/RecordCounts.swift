internal import Disk
internal import Readings

/// How many records a segment holds, and when its messages were received.
///
/// Receive times may go back (a clock that was set, virtual time), so the earliest and the latest are kept, never the
/// first and the last.
struct RecordCounts: Hashable, Sendable {
    static let bytes = 32

    var records = 0
    var messages = 0
    var earliest: Instant?
    var latest: Instant?

    init() {}

    mutating func take(_ kind: RecordKind, received: Instant) {
        records += 1
        guard kind == .message else { return }
        messages += 1
        earliest = min(earliest ?? received, received)
        latest = max(latest ?? received, received)
    }

    mutating func take(_ other: RecordCounts) {
        records += other.records
        messages += other.messages
        earliest = [earliest, other.earliest].compactMap(\.self).min()
        latest = [latest, other.latest].compactMap(\.self).max()
    }

    /// Reads what `append` wrote.
    init(_ bytes: Span<UInt8>, at start: Int) {
        records = Int(clamping: bytes.littleEndian(at: start, as: UInt64.self))
        messages = Int(clamping: bytes.littleEndian(at: start + 8, as: UInt64.self))
        guard messages > 0 else { return }
        earliest = Instant(microseconds: bytes.littleEndian(at: start + 16, as: Int64.self))
        latest = Instant(microseconds: bytes.littleEndian(at: start + 24, as: Int64.self))
    }

    func append(to buffer: inout [UInt8]) {
        buffer.append(littleEndian: UInt64(records))
        buffer.append(littleEndian: UInt64(messages))
        buffer.append(littleEndian: earliest?.microseconds ?? 0)
        buffer.append(littleEndian: latest?.microseconds ?? 0)
    }
}
