/// One thing that a charge point reported, without any personal field.
package struct ChargerEvent: Hashable, Sendable {
    /// The connector, 1 and up; 0 is the charge point as a whole; nil where the message does not say (a stop, a reply).
    package var connector: Int?
    /// The charge point's own stamp; nil when the message has none.
    package var stamp: Instant?
    package var kind: Kind

    package enum Kind: Hashable, Sendable {
        case status(ConnectorStatus, errorCode: String)
        /// `messageID` joins the start with the reply that carries its transaction number.
        case started(messageID: String, meter: WattHours)
        /// The central system's reply to the call `messageID`: the number of the transaction.
        case numbered(messageID: String, transaction: Int64)
        case stopped(transaction: Int64, meter: WattHours, reason: StopReason)
        /// A cumulative energy register; `transaction` where the message names one.
        case register(WattHours, transaction: Int64?)
        /// Active power at that moment, in millionths of a watt.
        case power(microwatts: Int64, transaction: Int64?)
    }

    package init(connector: Int?, stamp: Instant?, kind: Kind) {
        self.connector = connector
        self.stamp = stamp
        self.kind = kind
    }
}

/// Energy in millionths of a watt-hour.
package struct WattHours: Comparable, Hashable, Sendable {
    package var millionths: Int64

    package init(millionths: Int64) {
        self.millionths = millionths
    }

    package static func < (left: WattHours, right: WattHours) -> Bool {
        left.millionths < right.millionths
    }
}

/// The connector states of OCPP 1.6 edition 2, section 7.7.
package enum ConnectorStatus: String, CaseIterable, Sendable {
    case available = "Available"
    case preparing = "Preparing"
    case charging = "Charging"
    case suspendedEVSE = "SuspendedEVSE"
    case suspendedEV = "SuspendedEV"
    case finishing = "Finishing"
    case reserved = "Reserved"
    case unavailable = "Unavailable"
    case faulted = "Faulted"
}

/// Why a transaction ended, OCPP 1.6 edition 2 section 7.36; `Local` where the message gives no reason, as the
/// specification has it.
package enum StopReason: String, CaseIterable, Sendable {
    case deAuthorized = "DeAuthorized"
    case emergencyStop = "EmergencyStop"
    case evDisconnected = "EVDisconnected"
    case hardReset = "HardReset"
    case local = "Local"
    case other = "Other"
    case powerLoss = "PowerLoss"
    case reboot = "Reboot"
    case remote = "Remote"
    case softReset = "SoftReset"
    case unlockCommand = "UnlockCommand"
}
