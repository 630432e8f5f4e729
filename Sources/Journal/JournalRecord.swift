package import Readings

/// What a record of the journal tells.
package enum RecordKind: UInt8, Hashable, Sendable {
    /// A message: topic and payload as they arrived.
    case message = 1
    /// A connection to the broker began; its ordinal is the header's `connection`.
    case connected = 2
    /// A remark about the service itself, such as a changed registry: a subject in place of the topic, and a text.
    case note = 3
}

/// A record without its topic and payload.
package struct JournalRecord: Hashable, Sendable {
    package var kind: RecordKind
    /// Counts the records of a journal from 1 on, over all its segments. A damaged record leaves a gap.
    package var ordinal: UInt64
    package var header: MessageHeader
    /// Quality of service of the delivery, 0 to 2 (MQTT 3.1.1 section 4.3).
    package var qos: UInt8
    /// For `.connected`: the broker still had our session, so what it queued meanwhile arrives.
    package var isSessionPresent: Bool
    /// Where the record begins.
    package var position: JournalPosition
}

/// Bytes of a segment that hold no sound record.
package struct DamagedRange: Hashable, Sendable {
    package var segment: UInt64
    package var offset: Int64
    package var bytes: Int64
}

/// Why the journal cannot go on. Errors of the disk come as `DiskError`.
package enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A write or sync failed earlier, so nobody knows what is on the disk. End the process; recovery sorts it out.
    case ended(after: String)
    /// The topic is longer than MQTT allows (65,535 bytes), or the payload longer than 268,435,455 bytes.
    case recordTooLong(bytes: Int)
    /// The segment was written by a later version of Kerbside; it is left untouched.
    case laterVersion(path: String, version: UInt16)
    /// What the compression library made of the segment could not be read back. The plain segment stays.
    case notCompressed(path: String)

    package var description: String {
        switch self {
        case .ended(let cause):
            "the journal takes no more records after this failure: \(cause)"
        case .recordTooLong(let bytes):
            "a message of \(bytes) bytes is longer than MQTT allows; it cannot be journalled"
        case .laterVersion(let path, let version):
            "\(path) has journal format \(version), this Kerbside reads format \(SegmentHeader.version); "
                + "use the later Kerbside that wrote it"
        case .notCompressed(let path):
            "\(path) could not be compressed so that it reads back the same; it stays as it is. "
                + "If this repeats, check this machine's memory"
        }
    }
}
