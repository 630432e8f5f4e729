package import Pipeline
package import Readings

/// What became of one event of a charge point.
package enum EventFate: Hashable, Sendable {
    case counts
    /// The same event came before.
    case duplicate
    case secondDelivery
    /// Something else was said of the same connector and instant, and stands.
    case conflict
    case late
    case rejected(RejectionReason)

    package var kind: String {
        switch self {
        case .counts: "counts"
        case .duplicate: "duplicate"
        case .secondDelivery: "second_delivery"
        case .conflict: "conflict"
        case .late: "late"
        case .rejected(let reason): "rejected:\(reason.rawValue)"
        }
    }

    var words: String {
        switch self {
        case .counts: "counts"
        case .duplicate: "duplicate"
        case .secondDelivery: "duplicate: its message came twice"
        case .conflict: "conflict: another word for this instant stands"
        case .late: "late, not admitted"
        case .rejected(let reason): "rejected: \(reason.sentence)"
        }
    }
}

/// One event of the charge point asked about, with what became of it.
package struct ExplainedEvent: Hashable, Sendable {
    package var place: RecordPlace
    package var at: Instant
    package var received: Instant
    /// Kept by the broker: it holds from its receipt on.
    package var isRetained: Bool
    package var connector: Int?
    package var event: ChargerEvent.Kind?
    package var fate: EventFate
}

extension ExplainedEvent {
    /// All events by time, with their fates.
    ///
    /// The rule for copies, in plain words: two events are copies of one when instant, connector and content are the same,
    /// and the copy that was received first counts. Where two say different things of one connector and instant, a status
    /// that was received last stands, and of measurements, starts and stops the one that was received first.
    static func resolve(_ traced: [TracedEvent]) -> [ExplainedEvent] {
        var events: [ExplainedEvent] = []
        var firstOfContent: [Content: Int] = [:]
        let ordered = traced.sorted { ($0.at, $0.received, $0.place) < ($1.at, $1.received, $1.place) }
        for event in ordered {
            var fate = EventFate.counts
            switch event.outcome {
            case .secondDelivery: fate = .secondDelivery
            case .rejected(.late): fate = .late
            case .rejected(let reason): fate = .rejected(reason)
            case .admitted:
                let content = Content(at: event.at, connector: event.connector, kind: event.kind)
                if firstOfContent[content] != nil { fate = .duplicate }
                if firstOfContent[content] == nil { firstOfContent[content] = events.count }
            }
            events.append(
                ExplainedEvent(
                    place: event.place, at: event.at, received: event.received, isRetained: event.isRetained,
                    connector: event.connector, event: event.kind, fate: fate))
        }
        var standing: [Claim: Int] = [:]
        for index in events.indices where events[index].fate == .counts {
            guard let claim = Claim(events[index]) else { continue }
            if let other = standing[claim] {
                // In the order of receipt: of statuses the later one stands, else the earlier one.
                let loser = claim.isStatus ? other : index
                events[loser].fate = .conflict
                if !claim.isStatus { continue }
            }
            standing[claim] = index
        }
        return events
    }

    private struct Content: Hashable {
        var at: Instant
        var connector: Int?
        var kind: ChargerEvent.Kind?
    }

    /// One thing that can be said of a connector at an instant.
    private struct Claim: Hashable {
        var at: Instant
        var connector: Int?
        var subject: String
        var isStatus: Bool { subject == "status" }

        /// A number and a text that look alike are two transactions.
        private static func text(_ key: TransactionKey?) -> String {
            guard let key else { return "" }
            return key.number == nil ? "named \(key)" : "\(key)"
        }

        /// Nil for a reply: two starts with one message id may each have theirs.
        init?(_ event: ExplainedEvent) {
            at = event.at
            connector = event.connector
            switch event.event {
            case .status?: subject = "status"
            case .started(let messageID, _)?: subject = "start \(messageID)"
            case .stopped(let transaction, _, _)?: subject = "stop \(transaction)"
            case .register(_, let key)?: subject = "register \(Self.text(key))"
            case .power(_, let key)?: subject = "power \(Self.text(key))"
            case .interval(_, let key)?: subject = "interval \(Self.text(key))"
            case .sessionEnergy(_, let key)?: subject = "session energy \(Self.text(key))"
            case .plugged?: subject = "plugged"
            case .chargingNow?: subject = "charging now"
            case .fault?: subject = "fault"
            case .heartbeatInterval?: subject = "heartbeat interval"
            case .link?: subject = "link"
            case .bay?: subject = "bay"
            case .transaction(let update)?: subject = "update \(Self.text(update.key)) \(update.sequence)"
            case .numbered?, .booted?, .cardPresented?, .sessionRecord?, nil: return nil
            }
        }
    }
}
