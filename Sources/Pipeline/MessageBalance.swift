package import Readings

/// Where the messages and the readings went. Both sides of each balance are counted where things happen, so that a
/// difference shows a loss instead of being defined away.
package struct MessageBalance: Hashable, Sendable {
    package var messages = 0
    package var decoded = 0
    /// A heartbeat, a reply: nothing to count, but a sign of life.
    package var context = 0
    /// The same message again, found before decoding (devices without a clock).
    package var duplicateMessages = 0
    /// Empty payloads and other messages that a rule leaves out.
    package var ignored = 0
    package var quarantined: [QuarantineReason: Int] = [:]

    /// Values and charger events that the decoded messages hold.
    package var readings = 0
    /// Readings that stand in windows, sessions and states.
    package var standing = 0
    /// The same reading again.
    package var duplicateReadings = 0
    /// Another value for the same device, quantity and instant.
    package var conflicts = 0
    /// Readings for a day that memory no longer holds: the rebuild of their day counts them as one of the three above.
    package var beyondMemory = 0
    package var rejected: [RejectionReason: Int] = [:]

    package init() {}

    package var quarantinedCount: Int { quarantined.values.reduce(0, +) }
    package var rejectedCount: Int { rejected.values.reduce(0, +) }
    /// The admitted copies.
    package var accepted: Int { standing + duplicateReadings + conflicts + beyondMemory }
    package var lateCount: Int { rejected[.late] ?? 0 }

    /// Zero when every message went somewhere.
    package var messagesDifference: Int {
        messages - decoded - context - duplicateMessages - quarantinedCount - ignored
    }

    /// Zero when every reading went somewhere.
    package var readingsDifference: Int { readings - accepted - rejectedCount }

    package static func += (left: inout MessageBalance, right: MessageBalance) {
        left.messages += right.messages
        left.decoded += right.decoded
        left.context += right.context
        left.duplicateMessages += right.duplicateMessages
        left.ignored += right.ignored
        left.readings += right.readings
        left.standing += right.standing
        left.duplicateReadings += right.duplicateReadings
        left.conflicts += right.conflicts
        left.beyondMemory += right.beyondMemory
        for (reason, count) in right.quarantined { left.quarantined[reason, default: 0] += count }
        for (reason, count) in right.rejected { left.rejected[reason, default: 0] += count }
    }
}
