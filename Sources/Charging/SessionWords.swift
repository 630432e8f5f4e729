/// How far a session is. The raw values are OCPI 2.2.1's SessionStatus in lower case.
package enum SessionState: String, CaseIterable, Sendable {
    /// Started, no stop seen and nothing that contradicts it within 35 days.
    case active
    case completed
    /// Listed and counted nowhere.
    case invalid
}

/// What became of a session.
package enum SessionResult: String, CaseIterable, Sendable {
    case ok
    /// No energy, or at most three minutes: the exclusions of the Department for Transport's 2017 charge point statistics.
    /// It occupies the connector and counts as started; averages leave it out.
    case failedAttempt = "failed_attempt"
    /// Another start or a free connector followed within 35 days, and no stop.
    case missingStop = "missing_stop"
    case zeroLength = "zero_length"
    /// A stop before the start, or a register that went back.
    case negative
}

/// What a reader should know of a session, in the order in which the words are written.
package enum SessionFlag: String, CaseIterable, Sendable {
    case missingStop = "missing_stop"
    case zeroLength = "zero_length"
    case negativeLength = "negative_length"
    case negativeEnergy = "negative_energy"
    /// A length of at most three minutes.
    case short
    case zeroEnergy = "zero_energy"
}
