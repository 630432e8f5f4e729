/// A place between two records of the journal.
package struct JournalPosition: Comparable, Hashable, Sendable, LosslessStringConvertible {
    /// The ordinal of the segment's first record, which is also the segment's name.
    package var segment: UInt64
    /// Bytes from the start of the segment.
    package var offset: Int64

    package init(segment: UInt64, offset: Int64) {
        self.segment = segment
        self.offset = offset
    }

    /// Before everything that a journal holds.
    package static let start = JournalPosition(segment: 0, offset: 0)

    package static func < (left: JournalPosition, right: JournalPosition) -> Bool {
        (left.segment, left.offset) < (right.segment, right.offset)
    }

    /// `1:4096`, as a checkpoint writes it.
    package var description: String { "\(segment):\(offset)" }

    /// Reads what `description` writes; nil for anything else.
    package init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let segment = UInt64(parts[0]), let offset = Int64(parts[1]), offset >= 0 else {
            return nil
        }
        self.init(segment: segment, offset: offset)
    }
}
