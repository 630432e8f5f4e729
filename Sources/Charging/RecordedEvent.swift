package import Readings

/// One event of a charge point with what orders it among the others.
package struct RecordedEvent: Hashable, Sendable {
    package var event: ChargerEvent
    /// When it happened: its stamp (after the registry's clock rule), or the receive time when it has none.
    package var at: Instant
    /// When it was received; of several copies the earliest.
    package var received: Instant
    /// The broker had kept it; of several copies, all were kept ones.
    package var isRetained: Bool

    /// `at` nil takes the event's own stamp, or `received` when it has none.
    package init(_ event: ChargerEvent, at: Instant? = nil, received: Instant, isRetained: Bool = false) {
        self.event = event
        self.at = at ?? event.stamp ?? received
        self.received = received
        self.isRetained = isRetained
    }

    /// From when its word holds: a retained state tells nothing of the time before it was received.
    var holdsFrom: Instant { isRetained ? received : at }

    func isSameEvent(as other: RecordedEvent) -> Bool {
        at == other.at && event == other.event
    }

    /// A total order over (`at`, content), in which the log keeps its events.
    func precedes(_ other: RecordedEvent) -> Bool {
        if at != other.at { return at < other.at }
        if event.connector != other.event.connector {
            return (event.connector ?? Int.min) < (other.event.connector ?? Int.min)
        }
        if event.kind != other.event.kind { return event.kind.order < other.event.kind.order }
        return (event.stamp ?? .distantPast) < (other.event.stamp ?? .distantPast)
    }
}

extension ChargerEvent.Kind {
    fileprivate struct Order: Comparable {
        var rank: Int
        var text = ""
        var transaction: Int64 = 0
        var amount: Int64 = 0
        var detail = ""

        static func < (left: Order, right: Order) -> Bool {
            if left.rank != right.rank { return left.rank < right.rank }
            if left.text != right.text { return left.text < right.text }
            if left.transaction != right.transaction { return left.transaction < right.transaction }
            if left.amount != right.amount { return left.amount < right.amount }
            return left.detail < right.detail
        }
    }

    fileprivate var order: Order {
        switch self {
        case .status(let status, let errorCode): Order(rank: 0, text: status.rawValue, detail: errorCode)
        case .started(let messageID, let meter): Order(rank: 1, text: messageID, amount: meter.millionths)
        case .numbered(let messageID, let transaction): Order(rank: 2, text: messageID, transaction: transaction)
        case .stopped(let transaction, let meter, let reason):
            Order(rank: 3, text: reason.rawValue, transaction: transaction, amount: meter.millionths)
        case .register(let meter, let transaction):
            Order(rank: transaction == nil ? 4 : 5, transaction: transaction ?? 0, amount: meter.millionths)
        case .power(let microwatts, let transaction):
            Order(rank: transaction == nil ? 6 : 7, transaction: transaction ?? 0, amount: microwatts)
        }
    }

    /// Whether two events of one connector and one instant tell the same thing with another value.
    func disputes(_ other: Self) -> Bool {
        guard self != other else { return false }
        switch (self, other) {
        case (.status, .status): return true
        case (.started(let mine, _), .started(let theirs, _)): return mine == theirs
        case (.stopped(let mine, _, _), .stopped(let theirs, _, _)): return mine == theirs
        case (.register(_, let mine), .register(_, let theirs)): return mine == theirs
        case (.power(_, let mine), .power(_, let theirs)): return mine == theirs
        default: return false
        }
    }
}
