package import Readings

/// A fault that the simulator has put into the traffic, so that what finds it can be measured.
package struct InjectedFault: Equatable, Sendable {
    /// The raw values are the names in files.
    package enum Kind: String, CaseIterable, Sendable {
        // Of air sensors.

        /// A sensor had no link; `count` readings were measured meanwhile.
        case linkOutage = "link_outage"
        /// Readings that were kept during an outage and sent late, after it.
        case lateReadings = "late_readings"
        /// Readings that nobody will ever see: measured without a link by a sensor that keeps none.
        case lostReadings = "lost_readings"
        /// A sensor had no power and measured nothing; `count` readings are missing.
        case powerCut = "power_cut"
        /// Readings between a sensor's start and the end of its warm-up: they are off.
        case warmUp = "warm_up"
        /// A single reading that was not taken.
        case missedReading = "missed_reading"
        /// Hours that an analyser of a reference station did not measure.
        case analyserGap = "analyser_gap"
        /// The sensor has never heard the time: its clock begins at 1970 with each start. `count` readings.
        case clock1970 = "clock_1970"
        /// The sensor's clock is an hour behind. `count` readings.
        case clockHour = "clock_hour"
        /// The sensor's clock is an hour ahead, so that its readings are of the future. `count` readings.
        case clockFuture = "clock_future"

        // Of charge points.

        /// A charge point restarted, with its burst.
        case reboot
        /// One charge point was out of contact; what it kept came late.
        case offline
        /// All charge points of a site were out of contact at once.
        case siteOutage = "site_outage"
        /// A stop that was never sent; `from` is when it should have been.
        case missingStop = "missing_stop"
        /// The answer to a start was lost, and the unit calls its transaction -1.
        case unknownTransaction = "unknown_transaction"
        /// The same call twice under two message numbers, because the first answer was lost.
        case retry
        /// The register that a unit tells begins at 0 with each session.
        case sessionRegister = "session_register"
        /// Lifetime registers in starts and stops, session registers in meter values.
        case mixedRegister = "mixed_register"
        /// Meter values in kWh that are said to be in Wh.
        case mislabelledUnit = "mislabelled_unit"
        /// The register fell to 0.
        case registerReset = "register_reset"
        /// The car had gone, and the session went on for more than a week.
        case stuckSession = "stuck_session"
        /// Faulted for a while.
        case outOfService = "out_of_service"
        /// Faulted from the beginning to the end.
        case dead
        /// Words that went to and fro; `count` of them.
        case flapping
        /// Stamps of 1970, `count` of them, until the boot was accepted.
        case clockReset = "clock_reset"
        /// A card and a cable, and no energy.
        case failedStart = "failed_start"
    }

    package var kind: Kind
    /// The device, with its connector behind a slash where the fault is of one connector: `wcc-cp-07/2`.
    package var device: String
    package var from: Instant
    /// Nil: to the end of the simulation.
    package var to: Instant?
    /// Of readings, messages or values, where that can be counted.
    package var count: Int64

    package init(_ kind: Kind, device: String, from: Instant, to: Instant?, count: Int64 = 1) {
        self.kind = kind
        self.device = device
        self.from = from
        self.to = to
        self.count = count
    }
}
