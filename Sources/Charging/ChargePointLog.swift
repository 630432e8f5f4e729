package import Readings

/// The set of the events of one charge point. Everything derived from it is a function of that set: neither the order of
/// insertion nor copies change it.
package struct ChargePointLog: Hashable, Sendable {
    /// What an insertion meant to the balance of events.
    package enum Insertion: Hashable, Sendable {
        case new
        /// The same content and instant was there; the earliest receive time stays.
        case duplicate
        /// The same connector and instant had another value. Both are kept; for a status the last received decides (ties
        /// by its word), for a measurement the first.
        case conflict
    }

    /// Ordered by (`at`, content).
    private(set) var events: [RecordedEvent] = []
    private(set) var liveness = Liveness()
    package private(set) var newestReceived: Instant?

    package init() {}

    package var isEmpty: Bool { events.isEmpty }
    package var count: Int { events.count }
    /// The instant of the earliest event, by its own time.
    package var first: Instant? { events.first?.at }
    /// The instant of the latest event, by its own time.
    package var last: Instant? { events.last?.at }
    /// The newest sign of life, heartbeats included.
    package var newestRecord: Instant? { liveness.last }

    /// Adds an event. Its receive time, and its own time unless the broker had retained it, prove that the charge point
    /// was alive.
    package mutating func insert(_ recorded: RecordedEvent) -> Insertion {
        liveness.note(recorded.received)
        if !recorded.isRetained { liveness.note(recorded.at) }
        newestReceived = max(newestReceived ?? recorded.received, recorded.received)

        let index = events.partitioningIndex { !$0.precedes(recorded) }
        if index < events.count, events[index].isSameEvent(as: recorded) {
            events[index].received = min(events[index].received, recorded.received)
            events[index].isRetained = events[index].isRetained && recorded.isRetained
            return .duplicate
        }
        let isDisputed = isDisputed(recorded, at: index)
        events.insert(recorded, at: index)
        return isDisputed ? .conflict : .new
    }

    /// Notes a record without an event (a heartbeat, a boot, any other call): it shows that the charge point is alive,
    /// and so carries its last status on.
    package mutating func noteRecord(at instant: Instant) {
        liveness.note(instant)
    }

    /// Forgets what no window from `bound` on needs: events before it, except those of sessions that reach over it and
    /// the last status of each connector.
    package mutating func removeEvents(before bound: Instant) {
        let connectors = Set(events.compactMap(\.event.connector)).sorted()
        let sessions = history(connectors: connectors).connectors.flatMap(\.sessions)
        var bound = bound
        func reachesOver(_ session: ChargingSession) -> Bool {
            session.plugIn < bound && (session.state == .active || (session.unplug ?? session.plugIn) >= bound)
        }
        while let earliest = sessions.filter(reachesOver).map(\.plugIn).min() { bound = earliest }
        var spoken: Set<Int> = []
        var kept: [RecordedEvent] = []
        for recorded in events.reversed() {
            var isLastWord = false
            if case .status = recorded.event.kind, recorded.at < bound, let connector = recorded.event.connector {
                isLastWord = spoken.insert(connector).inserted
            }
            if recorded.at >= bound || isLastWord { kept.append(recorded) }
        }
        events = kept.reversed()
    }

    /// Events of one connector and instant stand side by side, so only neighbours can contradict.
    private func isDisputed(_ recorded: RecordedEvent, at index: Int) -> Bool {
        func contradicts(_ other: RecordedEvent) -> Bool? {
            guard other.at == recorded.at, other.event.connector == recorded.event.connector else { return nil }
            return other.event.kind.disputes(recorded.event.kind)
        }
        var before = index - 1
        while before >= 0, let answer = contradicts(events[before]) {
            if answer { return true }
            before -= 1
        }
        var after = index
        while after < events.count, let answer = contradicts(events[after]) {
            if answer { return true }
            after += 1
        }
        return false
    }
}
