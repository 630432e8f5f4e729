import Readings

/// The members of one call, gathered before its action tells which of them are needed.
struct OCPP16Call: Sendable {
    /// Where the call's own events begin.
    var firstEvent: Int
    var connector: Int?
    var transaction: Int64?
    var stamp: Instant?
    var status: ConnectorWord?
    /// A warning without a code is no error.
    var errorCode = "NoError"
    /// What the specification says of a stop without a reason.
    var reason = StopReason.local
    var meter: WattHours?
    var hasMeterValues = false

    init(firstEvent: Int) {
        self.firstEvent = firstEvent
    }

    enum Outcome {
        case whole(ChargerEvent.Kind)
        /// The meter values are the events.
        case parts
    }

    /// Nil when a member that the action needs is missing or says an unknown word.
    func kind(_ action: OCPP16Action, _ text: Span<UInt8>, _ messageID: OCPPMessageID) -> Outcome? {
        switch action {
        case .statusNotification:
            guard connector != nil, let status else { return nil }
            return .whole(.status(status, errorCode: errorCode))
        case .startTransaction:
            // A transaction runs on a connector; 0 is the charge point as a whole.
            guard let connector, connector > 0, let meter, stamp != nil else { return nil }
            return .whole(.started(messageID: messageID.spelled(text), meter: meter))
        case .stopTransaction:
            guard let transaction, let meter, stamp != nil else { return nil }
            return .whole(.stopped(transaction: transaction, meter: meter, reason: reason))
        case .meterValues:
            return connector != nil && hasMeterValues ? .parts : nil
        }
    }
}

extension ChargerEvent.Kind {
    /// Gives a meter value its transaction.
    mutating func belongs(to transaction: TransactionKey?) {
        switch self {
        case .register(let energy, _): self = .register(energy, transaction: transaction)
        case .power(let microwatts, _): self = .power(microwatts: microwatts, transaction: transaction)
        case .interval(let energy, _): self = .interval(energy, transaction: transaction)
        case .sessionEnergy(let energy, _): self = .sessionEnergy(energy, transaction: transaction)
        default: break
        }
    }
}
