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

    /// The stamp takes no part: `at` is what became of it.
    func isSameEvent(as other: RecordedEvent) -> Bool {
        at == other.at && event.connector == other.event.connector && event.kind == other.event.kind
    }

    /// A total order over (`at`, connector, content), in which the log keeps its events: events that say different things
    /// of one connector and instant stand side by side.
    func precedes(_ other: RecordedEvent) -> Bool {
        if at != other.at { return at < other.at }
        if event.connector != other.event.connector {
            return (event.connector ?? Int.min) < (other.event.connector ?? Int.min)
        }
        return event.kind != other.event.kind && event.kind.order < other.event.kind.order
    }

    /// Whether this one is counted as standing where two contradict each other: the first received, ties by content.
    func stands(before other: RecordedEvent) -> Bool {
        received != other.received ? received < other.received : precedes(other)
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
            Order(rank: 3, transaction: transaction, amount: meter.millionths, detail: reason.rawValue)
        case .register(let meter, let transaction):
            Order(rank: transaction == nil ? 4 : 5, transaction: transaction ?? 0, amount: meter.millionths)
        case .power(let microwatts, let transaction):
            Order(rank: transaction == nil ? 6 : 7, transaction: transaction ?? 0, amount: microwatts)
        }
    }
}
