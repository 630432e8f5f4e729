package import Readings

/// What a segment holds, known without reading its records.
package struct SegmentSpan: Hashable, Sendable {
    /// The ordinal of its first record, which is also its name.
    package var segment: UInt64
    package var isCompressed: Bool
    /// Bytes on the disk.
    package var storedBytes: Int64
    /// Length of its plain form: positions count in these bytes.
    package var plainBytes: Int64
    /// When its plain form was last written, by the machine's clock; nil for the one that this process writes.
    package var lastWritten: Instant?
    /// Sound records of every kind.
    package var records: Int
    /// Those that are messages.
    package var messages: Int
    /// Earliest receive time of its messages; nil without one. Receive times may go back inside a segment, and
    /// neighbouring segments may overlap.
    package var earliest: Instant?
    /// Latest receive time of its messages; nil without one.
    package var latest: Instant?
    /// Bytes of the plain form without a sound record, as far as is known: of a sealed segment, when it was read last.
    /// What is damaged since shows when it is read again (`JournalReader.damaged`).
    package var damagedBytes: Int64

    /// Before its first record: where a reader begins to read it.
    package var start: JournalPosition { JournalPosition(segment: segment, offset: 0) }

    /// Behind its last record.
    package var end: JournalPosition { JournalPosition(segment: segment, offset: plainBytes) }

    /// Whether a message that was received from `start` on and before `end` may be in it.
    package func mayHoldMessages(from start: Instant, before end: Instant) -> Bool {
        guard let earliest, let latest else { return false }
        return earliest < end && latest >= start
    }

    init(
        segment: UInt64, isCompressed: Bool, storedBytes: Int64, plainBytes: Int64, lastWritten: Instant?,
        counts: RecordCounts, damagedBytes: Int64
    ) {
        self.segment = segment
        self.isCompressed = isCompressed
        self.storedBytes = storedBytes
        self.plainBytes = plainBytes
        self.lastWritten = lastWritten
        records = counts.records
        messages = counts.messages
        earliest = counts.earliest
        latest = counts.latest
        self.damagedBytes = damagedBytes
    }
}
