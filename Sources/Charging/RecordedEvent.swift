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
    /// What became of its stamp; of several copies, the first of these words.
    package var stampFate: StampFate
    /// Its language would tell of a car that comes, so that a connector of which it tells none is free: OCPP's, EVerest's; not
    /// OCPI's EVSE status. Of several copies, any.
    package var isOfTellingLanguage: Bool

    /// `at` nil takes the event's own stamp, or `received` when it has none.
    package init(
        _ event: ChargerEvent, at: Instant? = nil, received: Instant, isRetained: Bool = false,
        stampFate: StampFate? = nil, isOfTellingLanguage: Bool = false
    ) {
        self.event = event
        self.at = at ?? event.stamp ?? received
        self.received = received
        self.isRetained = isRetained
        self.isOfTellingLanguage = isOfTellingLanguage
        self.stampFate = stampFate ?? (event.stamp == nil && at == nil ? .missing : .taken)
    }

    /// From when its word holds: a retained state tells nothing of the time before it was received.
    var holdsFrom: Instant { isRetained ? received : at }

    /// The stamp takes no part: `at` is what became of it.
    func isSameEvent(as other: RecordedEvent) -> Bool {
        at == other.at && event.connector == other.event.connector && event.kind == other.event.kind
    }

    /// What a copy of the event adds.
    mutating func join(copy: RecordedEvent) {
        received = min(received, copy.received)
        isRetained = isRetained && copy.isRetained
        stampFate = min(stampFate, copy.stampFate)
        isOfTellingLanguage = isOfTellingLanguage || copy.isOfTellingLanguage
    }

    /// As it stands in a dispute: how its copies came is no part of the order.
    var standing: RecordedEvent {
        var event = self
        event.isRetained = false
        event.isOfTellingLanguage = false
        event.stampFate = .taken
        return event
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
