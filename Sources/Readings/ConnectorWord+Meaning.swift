extension ConnectorWord {
    /// What a word proves of a car at the connector.
    package enum Occupancy: Hashable, Sendable {
        case free
        case pluggedIn
        /// Plugged in only where a transaction or a meter proves it: Preparing may also mean a card without a cable
        /// (OCPP 1.6 edition 2 section 4.9, transition A2).
        case ifProven
        /// A vehicle in the bay without a cable.
        case bay
        /// The word says nothing of it.
        case untold
    }

    /// The classes of SI 2023/1168, regulation 7.
    package enum ReliabilityClass: Hashable, Sendable {
        case reliable
        /// Ineligible for measurement, and counted as reliable by the letter of the regulation.
        case ineligible
        case notReliable
        /// The regulation does not name it: it is in no denominator.
        case leftOut
    }

    /// A row of the table below.
    package struct Meaning: Hashable, Sendable {
        package var ocpi: OCPIStatus
        package var occupancy: Occupancy
        /// Nil where the word does not tell.
        package var isCharging: Bool?
        /// Up by the US rule, 23 CFR 680.116(b); nil for what has no uptime.
        package var isUp: Bool?
        package var reliability: ReliabilityClass

        init(
            _ ocpi: OCPIStatus, _ occupancy: Occupancy, charging: Bool?, up: Bool?, _ reliability: ReliabilityClass
        ) {
            self.ocpi = ocpi
            self.occupancy = occupancy
            isCharging = charging
            isUp = up
            self.reliability = reliability
        }
    }

    /// OCPI status, occupancy, current, US uptime and UK class of each word. The words of OCPP have no normative
    /// translation into OCPI; this one keeps a connector in use from the first Preparing to the last Finishing.
    package var meaning: Meaning {
        switch self {
        case .available: Meaning(.available, .free, charging: false, up: true, .reliable)
        case .preparing: Meaning(.charging, .ifProven, charging: false, up: true, .reliable)
        case .charging: Meaning(.charging, .pluggedIn, charging: true, up: true, .reliable)
        case .suspendedEV: Meaning(.charging, .pluggedIn, charging: false, up: true, .reliable)
        case .suspendedEVSE: Meaning(.charging, .pluggedIn, charging: false, up: true, .reliable)
        case .finishing: Meaning(.charging, .pluggedIn, charging: false, up: true, .reliable)
        case .reserved: Meaning(.reserved, .free, charging: false, up: true, .reliable)
        case .blocked: Meaning(.blocked, .bay, charging: false, up: true, .ineligible)
        case .unavailable: Meaning(.inoperative, .free, charging: false, up: false, .notReliable)
        case .faulted: Meaning(.outOfOrder, .free, charging: false, up: false, .notReliable)
        case .unknown: Meaning(.unknown, .untold, charging: nil, up: false, .ineligible)
        case .retired: Meaning(.removed, .untold, charging: nil, up: nil, .leftOut)
        case .inUse: Meaning(.charging, .pluggedIn, charging: nil, up: true, .reliable)
        // It works, and OCPI has no word for that alone.
        case .inService: Meaning(.available, .untold, charging: nil, up: true, .reliable)
        }
    }
}

extension ConnectorWord {
    /// OCPI's words, and two that operators write instead: WORKING, and FAULTED for OUTOFORDER. Nil for any other, which is
    /// to be kept as unknown and counted.
    package init?(ocpi word: String) {
        switch word {
        case "AVAILABLE": self = .available
        case "BLOCKED": self = .blocked
        case "CHARGING": self = .inUse
        case "INOPERATIVE": self = .unavailable
        case "OUTOFORDER", "FAULTED": self = .faulted
        case "PLANNED", "REMOVED": self = .retired
        case "RESERVED": self = .reserved
        case "UNKNOWN": self = .unknown
        case "WORKING": self = .inService
        default: return nil
        }
    }
}
