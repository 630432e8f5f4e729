import Readings

/// Which figures the evidence of one connector can tell at all, in the reach of a block: time of charging, and energy.
///
/// Where status alone is told (OCPI's EVSE status, a bay's sensor, OCPP's words without a transaction), nobody knows what
/// flowed into the cars that were there. Then a free hour is no hour of nought either: beside hours that are left out it
/// would draw every share towards nought.
package struct EvidenceScope: Hashable, Sendable {
    package let tellsCharging: Bool
    package let tellsEnergy: Bool

    /// - Parameters:
    ///   - sessions: of the connector, as they were derived.
    ///   - unitTellsTransactions: the unit speaks a language in which it would tell a transaction.
    init(_ evidence: ConnectorEvidence, sessions: [ChargingSession], unitTellsTransactions: Bool) {
        let isSilent = evidence.words.isEmpty && evidence.bays.isEmpty && sessions.isEmpty
        let isMetered =
            !evidence.registers.isEmpty || !evidence.powers.isEmpty || !evidence.intervals.isEmpty
            || !evidence.counters.isEmpty
        // Of which nothing was told, and which nobody saw in use, that is known: nothing flowed.
        let isFreeOfItself = isSilent || isMetered || unitTellsTransactions
        let hasTransaction = sessions.contains { $0.evidence.isTold && $0.evidence != .record }
        let tellsCurrent =
            hasTransaction || !evidence.phases.isEmpty || sessions.contains { $0.chargingMicroseconds != nil }
            || evidence.words.contains { $0.status.tellsCurrent }
        let hasUntoldUse = evidence.words.contains { $0.status == .inUse } || !sessions.isEmpty
        tellsCharging = tellsCurrent || (!hasUntoldUse && isFreeOfItself)
        let hasCar =
            evidence.words.contains { $0.status.meaning.occupancy == .pluggedIn } || !sessions.isEmpty
        tellsEnergy =
            isMetered || sessions.contains { $0.energy != nil || $0.meterStart != nil } || (!hasCar && isFreeOfItself)
    }

    /// What all of them tell.
    init(ofAll scopes: [EvidenceScope]) {
        tellsCharging = scopes.allSatisfy(\.tellsCharging)
        tellsEnergy = scopes.allSatisfy(\.tellsEnergy)
    }

    /// Nothing was heard.
    static let all = EvidenceScope(ConnectorEvidence(), sessions: [], unitTellsTransactions: false)

    /// Whether the events of a charge point are of a language that tells transactions: OCPP, of which an error code in the
    /// status (1.6), a boot and its reply are signs too.
    static func tellsTransactions(_ events: [RecordedEvent]) -> Bool {
        events.contains { recorded in
            switch recorded.event.kind {
            case .started, .numbered, .stopped, .transaction, .booted, .heartbeatInterval, .cardPresented: true
            case .status(_, let errorCode): !errorCode.isEmpty
            default: false
            }
        }
    }
}

extension ConnectorWord {
    /// Words of a language that knows a car that charges from one that does not.
    fileprivate var tellsCurrent: Bool {
        switch self {
        case .preparing, .charging, .suspendedEV, .suspendedEVSE, .finishing: true
        case .available, .reserved, .blocked, .unavailable, .faulted, .unknown, .retired, .inUse, .inService: false
        }
    }
}
