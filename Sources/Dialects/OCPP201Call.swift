import Readings

/// The members of one call, gathered before all of them are known.
struct OCPP201Call: Sendable {
    /// Where the call's own events begin.
    var firstEvent: Int
    var evse: Int?
    /// Counted within the EVSE.
    var connector: Int?
    var stamp: Instant?
    var status: ConnectorWord?
    var phase: TransactionUpdate.Phase?
    var sequence: Int64?
    var transaction: String?
    var chargingState: TransactionUpdate.ChargingState?
    var reason: StopReason?
    var isOffline = false
    var hasCard = false
    var isAuthorized = false
    var hasMeterValues = false

    init(firstEvent: Int) {
        self.firstEvent = firstEvent
    }

    /// Adds what the call says, its meter values before it; false when a member that the action needs is missing or says an
    /// unknown word.
    func finish(_ action: OCPP201Action, into decoded: inout Decoded) -> Bool {
        switch action {
        case .statusNotification:
            guard let status, evse != nil, connector != nil else { return false }
            decoded.events.append(
                ChargerEvent(connector: connector, stamp: stamp, kind: .status(status, errorCode: "")))
        case .transactionEvent:
            guard let phase, let transaction, let stamp, let sequence else { return false }
            let key = TransactionKey.text(transaction)
            for index in firstEvent..<decoded.events.count { decoded.events[index].kind.belongs(to: key) }
            let update = TransactionUpdate(
                key: key, sequence: sequence, phase: phase, chargingState: chargingState, isOffline: isOffline,
                reason: reason, hasCard: hasCard)
            decoded.events.append(ChargerEvent(connector: connector, stamp: stamp, kind: .transaction(update)))
            // A start tells of its card itself, and an end of the one that stopped it.
            if hasCard, isAuthorized, phase == .updated {
                decoded.events.append(ChargerEvent(connector: connector, stamp: stamp, kind: .cardPresented))
            }
        case .meterValues:
            guard evse != nil, hasMeterValues else { return false }
        }
        guard let evse else { return true }
        for index in firstEvent..<decoded.events.count { decoded.events[index].connector = connector }
        decoded.set(EventSubject(evse: .number(evse)), ofEvents: firstEvent..<decoded.events.count)
        return true
    }
}
