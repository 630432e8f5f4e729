/// How far a session is. The raw values are OCPI 2.2.1's SessionStatus in lower case.
package enum SessionState: String, CaseIterable, Sendable {
    /// Started, no stop seen, nothing that contradicts it, and not yet 35 days old; its charge point is heard.
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
    /// Another start or a free connector followed within 35 days, and no stop; or the charge point has been silent for more
    /// than 24 hours, until it speaks again.
    case missingStop = "missing_stop"
    /// No stop within 35 days of a charge point that went on speaking; a stop that comes later belongs to no session.
    case stuck
    case zeroLength = "zero_length"
    /// A stop before the start, or a register that went back.
    case negative
    /// Nothing tells its energy.
    case unknown
    /// A clock that was not set took its times away: between the receipts that stand in their place its connector cannot
    /// have given so much energy (1.2 x rating x time).
    case wrongClock = "wrong_clock"
}

/// What a reader should know of a session, in the order in which the words are written.
package enum SessionFlag: String, CaseIterable, Sendable {
    case missingStop = "missing_stop"
    /// The charge point has said nothing for more than 24 hours: its stop may still come.
    case silent
    /// No stop within 35 days.
    case stuck
    case zeroLength = "zero_length"
    case negativeLength = "negative_length"
    case negativeEnergy = "negative_energy"
    /// A length of at most three minutes.
    case short
    case zeroEnergy = "zero_energy"
    /// A reboot cut the visit into several transactions with the same car and meter.
    case stitched
    /// The meter began anew inside the session: the energy is the sum of the parts that its registers show.
    case meterReset = "meter_reset"
    /// The registers inside the session name Wh what are kWh, or the reverse; they were taken for what they are.
    case unitCorrected = "unit_corrected"
    /// The registers inside the session begin at 0 with it, those of its start and stop do not.
    case registerRelative = "register_relative"
    /// More energy than 1.2 x rating x length: the total stands all the same.
    case overRating = "over_rating"
    /// Its meter showed nothing, the energies of intervals did: they were added up.
    case fromIntervals = "energy_from_intervals"
    /// Nothing but values of power came: they were added up over time.
    case fromPower = "energy_from_power"
    /// Nothing tells its energy: no meter, no value meanwhile.
    case energyUnknown = "energy_unknown"
    /// The start or the stop was stamped before 2000-01-02, as by a clock that was not set: it took its receive time.
    case clockReset = "clock_reset"
    /// The start or the stop had no stamp: it took its receive time.
    case withoutStamp = "without_stamp"
    /// Another connector of the same EVSE, of which one can run at a time, had a session meanwhile.
    case evseOverlap = "evse_overlap"
}
