package import Readings

/// What a connector is to a driver who looks for one; exactly one at any time. The raw values are the beginnings of the
/// column names.
package enum ConnectorState: String, CaseIterable, Sendable {
    case pluggedIn = "plugged_in"
    case available
    case reserved
    /// A car without a cable stands in the bay; OCPP 1.6 cannot tell it.
    case blocked
    case outOfService = "out_of_service"
    case unknown
}

/// What a state rests on. The raw values are the words in the files.
package enum StateEvidence: String, CaseIterable, Sendable {
    case transaction
    case status
    /// A status that the broker had kept: true from its receipt on.
    case retained
    /// A status through the last silence before nobody knew any more: the unit was not heard again in time.
    case carried
    /// What a meter or a contactor shows, of units that know no status words.
    case meter
    /// Nothing was heard.
    case none
}

/// A time in which the state of a connector does not change.
package struct StateInterval: Hashable, Sendable {
    package var start: Instant
    package var end: Instant
    package var state: ConnectorState
    /// Only while plugged in.
    package var isCharging: Bool
    package var evidence: StateEvidence
    /// Whether the evidence tells if the car charges; OCPI's CHARGING does not.
    package var knowsCharging = true
}
