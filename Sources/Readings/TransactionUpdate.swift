/// What OCPP 2.0.1's TransactionEvent says of a transaction beside its meter values, which are events of their own.
package struct TransactionUpdate: Hashable, Sendable {
    package enum Phase: String, CaseIterable, Sendable {
        case started = "Started"
        case updated = "Updated"
        case ended = "Ended"
    }

    /// `chargingState`, OCPP 2.0.1 part 2, ChargingStateEnumType.
    package enum ChargingState: String, CaseIterable, Sendable {
        case charging = "Charging"
        case evConnected = "EVConnected"
        case suspendedEV = "SuspendedEV"
        case suspendedEVSE = "SuspendedEVSE"
        case idle = "Idle"

        package var word: ConnectorWord {
            switch self {
            case .charging: .charging
            case .evConnected: .preparing
            case .suspendedEV: .suspendedEV
            case .suspendedEVSE: .suspendedEVSE
            case .idle: .finishing
            }
        }
    }

    package var key: TransactionKey
    /// Counts up from 0 in each transaction: a gap is a lost message.
    package var sequence: Int64
    package var phase: Phase
    package var chargingState: ChargingState?
    /// Queued while the station was out of contact.
    package var isOffline: Bool
    /// Of an ended one; nil where the message gives none.
    package var reason: StopReason?
    /// Whether the message names a card; whose is not kept.
    package var hasCard: Bool

    package init(
        key: TransactionKey, sequence: Int64, phase: Phase, chargingState: ChargingState? = nil,
        isOffline: Bool = false, reason: StopReason? = nil, hasCard: Bool = false
    ) {
        self.key = key
        self.sequence = sequence
        self.phase = phase
        self.chargingState = chargingState
        self.isOffline = isOffline
        self.reason = reason
        self.hasCard = hasCard
    }
}
