package import Readings

/// A fault that the simulator brought in, told so that its traces can be looked for.
package struct InjectedFault: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// A charge point restarted, with its burst.
        case reboot
        /// One charge point was out of contact; what it kept came late.
        case offline
        /// All charge points of a site were out of contact at once.
        case siteOutage = "site-outage"
        /// A stop that was never sent; `from` is when it should have been.
        case missingStop = "missing-stop"
        /// The answer to a start was lost, and the unit calls its transaction -1.
        case unknownTransaction = "unknown-transaction"
        /// The same call twice under two message numbers, because the first answer was lost.
        case retry
        /// The register that a unit tells begins at 0 with each session.
        case sessionRegister = "session-register"
        /// Lifetime registers in starts and stops, session registers in meter values.
        case mixedRegister = "mixed-register"
        /// Meter values in kWh that are said to be in Wh.
        case mislabelledUnit = "mislabelled-unit"
        /// The register fell to 0.
        case registerReset = "register-reset"
        /// The car had gone, and the session went on for more than a week.
        case stuckSession = "stuck-session"
        /// Faulted for a while.
        case outOfService = "out-of-service"
        /// Faulted from the beginning to the end.
        case dead
        /// Words that went to and fro; `count` of them.
        case flapping
        /// Stamps of 1970, `count` of them, until the boot was accepted.
        case clockReset = "clock-reset"
        /// A card and a cable, and no energy.
        case failedStart = "failed-start"
    }

    package var kind: Kind
    /// The device, with its connector behind a slash where the fault is of one connector: `wcc-cp-07/2`.
    package var device: String
    package var from: Instant
    /// Nil: to the end of the simulation.
    package var to: Instant?
    /// How many messages or values carry it, where that can be counted.
    package var count: Int

    package init(_ kind: Kind, device: String, from: Instant, to: Instant?, count: Int = 1) {
        self.kind = kind
        self.device = device
        self.from = from
        self.to = to
        self.count = count
    }
}
