internal import Charging
internal import Readings

/// Which events of a charge point have to do with a window of one connector.
struct RelevantEvents {
    let connector: Int
    let window: Range<Instant>
    /// The connector's sessions that reach into the window.
    let sessions: [ChargingSession]

    func select(from events: [ExplainedEvent]) -> [ExplainedEvent] {
        let carried = Set([connector, 0].compactMap { lastStatus(before: window.lowerBound, of: $0, events) })
        let knots = sessions.reduce(into: Set<Int>()) { $0.formUnion(nearestRegisters(of: $1, events)) }
        let messages = Set(
            events.compactMap { event -> String? in
                guard case .started(let messageID, _)? = event.event,
                    sessions.contains(where: { isStart(event, of: $0) })
                else { return nil }
                return messageID
            })
        return events.indices.filter { index in
            carried.contains(index) || knots.contains(index) || isRelevant(events[index], messages)
        }.map { events[$0] }
    }

    private func isRelevant(_ event: ExplainedEvent, _ messages: Set<String>) -> Bool {
        let isOfConnector = event.connector.map { $0 == connector || $0 == 0 } ?? true
        if case .rejected = event.fate, isOfConnector {
            return window.contains(event.at) || window.contains(event.received)
        }
        switch event.event {
        case .numbered(let messageID, let transaction)?:
            return messages.contains(messageID) && sessions.contains { $0.numbers.contains(transaction) }
        case .started?:
            return event.connector == connector
                && (window.contains(event.at) || sessions.contains { isStart(event, of: $0) })
        case .stopped(let transaction, let meter, _)?:
            let isStop = sessions.contains { session in
                session.numbers.contains(transaction) || (session.unplug == event.at && session.meterStop == meter)
            }
            return isStop || (event.connector == connector && window.contains(event.at))
        case .status?: return isOfConnector && window.contains(event.at)
        case .register(_, let key)?, .power(_, let key)?, .interval(_, let key)?, .sessionEnergy(_, let key)?:
            guard window.contains(event.at) else { return false }
            // What a stop brings of its transaction names no connector.
            guard event.connector == connector else { return event.connector == nil && isNamed(key?.number) }
            return key?.number.map { number in
                number < 0 || sessions.contains { $0.transaction == nil || $0.numbers.contains(number) }
            } ?? true
        default: return isOfConnector && window.contains(event.at)
        }
    }

    private func isNamed(_ transaction: Int64?) -> Bool {
        transaction.map { number in sessions.contains { $0.numbers.contains(number) } } ?? false
    }

    private func isStart(_ event: ExplainedEvent, of session: ChargingSession) -> Bool {
        guard case .started(_, let meter)? = event.event else { return false }
        return event.connector == connector && event.at == session.plugIn && meter == session.meterStart
    }

    /// The word that holds as the window begins.
    private func lastStatus(before start: Instant, of connector: Int, _ events: [ExplainedEvent]) -> Int? {
        events.lastIndex { event in
            guard case .status? = event.event, event.fate == .counts else { return false }
            return event.connector == connector && event.at < start
                && event.at >= start.advanced(byMicroseconds: -ReachOfStatus.microseconds)
        }
    }

    /// The registers of a session on either side of the window: energy is spread between them.
    private func nearestRegisters(of session: ChargingSession, _ events: [ExplainedEvent]) -> [Int] {
        func isRegister(_ event: ExplainedEvent) -> Bool {
            guard case .register(_, let key)? = event.event, event.fate == .counts else { return false }
            guard event.connector == connector else { return event.connector == nil && isNamed(key?.number) }
            return key == nil || (key?.number.map(session.numbers.contains) ?? false)
        }
        let before = events.lastIndex { isRegister($0) && $0.at < window.lowerBound && $0.at >= session.plugIn }
        let after = events.firstIndex {
            isRegister($0) && $0.at >= window.upperBound && $0.at <= session.unplug ?? .distantFuture
        }
        return [before, after].compactMap(\.self)
    }
}

/// A status is believed for at most 35 days.
private enum ReachOfStatus {
    static let microseconds = 35 * Microseconds.day
}
