import Readings

/// One thing that can be said of a connector at an instant: events that say it differently contradict each other.
struct Dispute: Hashable, Sendable {
    var at: Instant
    var connector: Int?
    var claim: Claim

    enum Claim: Hashable, Sendable {
        case status
        case started(messageID: String)
        case stopped(transaction: Int64)
        case register(transaction: TransactionKey?)
        case power(transaction: TransactionKey?)
        case interval(transaction: TransactionKey?)
        case sessionEnergy(transaction: TransactionKey?)
        case plugged, chargingNow, fault, heartbeatInterval, link, bay
        case transaction(TransactionKey, sequence: Int64)
    }

    /// Nil for a reply, which two starts with the same message id may each have; for what has nothing to differ in; and for
    /// the records of a session, which tell different fields of it.
    init?(_ recorded: RecordedEvent) {
        guard let claim = Claim(recorded.event.kind) else { return nil }
        at = recorded.at
        connector = recorded.event.connector
        self.claim = claim
    }

    func holds(_ other: RecordedEvent) -> Bool {
        other.at == at && other.event.connector == connector && Claim(other.event.kind) == claim
    }
}

extension Dispute.Claim {
    fileprivate init?(_ kind: ChargerEvent.Kind) {
        switch kind {
        case .status: self = .status
        case .started(let messageID, _): self = .started(messageID: messageID)
        case .stopped(let transaction, _, _): self = .stopped(transaction: transaction)
        case .register(_, let transaction): self = .register(transaction: transaction)
        case .power(_, let transaction): self = .power(transaction: transaction)
        case .interval(_, let transaction): self = .interval(transaction: transaction)
        case .sessionEnergy(_, let transaction): self = .sessionEnergy(transaction: transaction)
        case .plugged: self = .plugged
        case .chargingNow: self = .chargingNow
        case .fault: self = .fault
        case .heartbeatInterval: self = .heartbeatInterval
        case .link: self = .link
        case .bay: self = .bay
        case .transaction(let update): self = .transaction(update.key, sequence: update.sequence)
        case .numbered, .booted, .cardPresented, .sessionRecord: return nil
        }
    }
}
