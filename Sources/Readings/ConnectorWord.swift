/// What a unit says of a connector, in the words of OCPP 1.6 edition 2 section 7.7 and of the formats that know more or
/// less than it. The raw values are the words in the files. What each means for occupancy, for OCPI and for reliability
/// stands in one table (`ConnectorWord.Meaning`).
package enum ConnectorWord: String, CaseIterable, Sendable {
    case available = "Available"
    /// A driver began: a cable, or a card without a cable.
    case preparing = "Preparing"
    case charging = "Charging"
    case suspendedEVSE = "SuspendedEVSE"
    case suspendedEV = "SuspendedEV"
    case finishing = "Finishing"
    case reserved = "Reserved"
    /// A vehicle without a cable stands before it, as a bay's sensor or OCPI's BLOCKED tells.
    case blocked = "Blocked"
    case unavailable = "Unavailable"
    case faulted = "Faulted"
    /// The unit's own system says that it knows nothing, OCPI's UNKNOWN.
    case unknown = "Unknown"
    /// Not there yet or no more: OCPI's PLANNED and REMOVED.
    case retired = "Retired"
    /// In use, and the format does not tell whether a current flows: OCPI's CHARGING, OCPP 2.0.1's Occupied.
    case inUse = "InUse"
    /// Works, and the format does not tell whether it is in use: WORKING of some operators' OCPI-shaped feeds.
    case inService = "InService"

    /// Those of OCPP 1.6.
    package static let ocpp16: [ConnectorWord] = [
        .available, .preparing, .charging, .suspendedEVSE, .suspendedEV, .finishing, .reserved, .unavailable, .faulted,
    ]
}
