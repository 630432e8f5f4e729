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

    package var readings = 0
    /// Copies that were admitted. How many of them are the same reading again is in `ReadingCopies`.
    package var accepted = 0
    package var rejected: [RejectionReason: Int] = [:]

    package init() {}

    /// What became of the admitted copies: they stand in windows or sessions, or repeat what stands, or contradict it.
    package struct ReadingCopies: Hashable, Sendable {
        package var standing: Int
        package var duplicates: Int
        package var conflicts: Int
    }

    package var quarantinedCount: Int { quarantined.values.reduce(0, +) }
    package var rejectedCount: Int { rejected.values.reduce(0, +) }
}
