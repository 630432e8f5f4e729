/// Why a transaction ended: the words of OCPP 1.6 edition 2 section 7.36, and those that OCPP 2.0.1 adds
/// (ReasonEnumType). `Local` where the message gives no reason, as both have it.
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
    case energyLimitReached = "EnergyLimitReached"
    case groundFault = "GroundFault"
    case immediateReset = "ImmediateReset"
    case localOutOfCredit = "LocalOutOfCredit"
    case masterPass = "MasterPass"
    case overcurrentFault = "OvercurrentFault"
    case powerQuality = "PowerQuality"
    case socLimitReached = "SOCLimitReached"
    case stoppedByEV = "StoppedByEV"
    case timeLimitReached = "TimeLimitReached"
    case timeout = "Timeout"

    /// Those of OCPP 1.6.
    package static let ocpp16: [StopReason] = [
        .deAuthorized, .emergencyStop, .evDisconnected, .hardReset, .local, .other, .powerLoss, .reboot, .remote,
        .softReset, .unlockCommand,
    ]
}
