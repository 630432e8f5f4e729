package import Readings

/// A time in which what a unit says of a connector does not change: the ground of status rows, of outages and of
/// reliability. Words and contact alone make it; a transaction that was queued while the unit was out of contact fills no gap
/// of it, though it fills one of the occupancy (`StateInterval`).
package struct StatusInterval: Hashable, Sendable {
    package var start: Instant
    package var end: Instant
    /// `unknown` with evidence `none` where nothing was told, or the unit was out of contact; with another evidence where
    /// its own system says that it knows nothing.
    package var word: ConnectorWord
    /// The unit's word for an error, at most 64 of `[A-Za-z0-9._:-]`; empty where it told none.
    package var errorCode: String
    package var evidence: StateEvidence
    package var flags: StatusFlags

    package init(
        start: Instant, end: Instant, word: ConnectorWord, errorCode: String, evidence: StateEvidence,
        flags: StatusFlags = []
    ) {
        self.start = start
        self.end = end
        self.word = word
        self.errorCode = errorCode
        self.evidence = evidence
        self.flags = flags
    }
}

/// What a reader should know of a status.
package struct StatusFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Its stamp was of before 2000-01-02: it holds from its receipt on.
    package static let clockReset = StatusFlags(rawValue: 1)
    /// The connector goes to and fro between two words: five of them within ten minutes.
    package static let flapping = StatusFlags(rawValue: 2)
    /// The word before does not lead to this one (OCPP 1.6 edition 2, section 4.9). Units may skip short states
    /// (MinimumStatusDuration), so it is never a reason to disbelieve.
    package static let illegalJump = StatusFlags(rawValue: 4)
    /// Its message had no stamp: it holds from its receipt on.
    package static let withoutStamp = StatusFlags(rawValue: 8)

    /// As a column has them, in alphabetical order.
    package var words: [String] {
        let all: [(StatusFlags, String)] = [
            (.clockReset, "clock_reset"), (.flapping, "flapping"), (.illegalJump, "illegal_jump"),
            (.withoutStamp, "without_stamp"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
