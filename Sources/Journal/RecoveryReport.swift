/// What was found and done when a journal was opened. Each finding is reported at one opening only.
package struct RecoveryReport: Hashable, Sendable {
    /// Bytes at the end that no record filled, cut off: the last write before a crash, never acknowledged.
    package struct TornTail: Hashable, Sendable {
        package var segment: UInt64
        package var offset: Int64
        package var bytes: Int64
    }

    package var tornTail: TornTail?
    /// Bytes without a sound record, each kept aside in `damaged/<segment>-<offset>.bin`.
    package var damaged: [DamagedRange] = []
    /// What is lost of a newest segment that is compressed, which is rare; reported until records follow it.
    package var damagedCompressed: [DamagedRange] = []
    /// Sound records in the newest segment.
    package var records = 0

    package var isClean: Bool { tornTail == nil && damaged.isEmpty && damagedCompressed.isEmpty }

    /// A sentence for each finding.
    package var sentences: [String] {
        var sentences: [String] = []
        if let tornTail {
            sentences.append(
                "\(SegmentName.name(of: tornTail.segment)): cut \(tornTail.bytes) bytes of an unfinished write at "
                    + "byte \(tornTail.offset); nothing in them was acknowledged")
        }
        for range in damaged {
            sentences.append(
                "\(SegmentName.name(of: range.segment)): \(range.bytes) bytes from byte \(range.offset) on are "
                    + "damaged; the records around them are kept, the bytes are in \(DamagedBytes.path(of: range))")
        }
        for range in damagedCompressed {
            sentences.append(
                "\(SegmentName.compressedName(of: range.segment)): the compressed segment is damaged; "
                    + (range.bytes == 0
                        ? "no record is lost by it"
                        : "\(range.bytes) bytes from byte \(range.offset) of the plain segment on are lost, the "
                            + "records around them are kept"))
        }
        return sentences
    }
}
