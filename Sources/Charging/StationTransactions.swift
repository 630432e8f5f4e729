import Readings

/// The transactions that stations name themselves (OCPP 2.0.1 part 2, TransactionEvent): each message names its own, so that
/// nothing has to be joined by order. Meter values of the same name tell the energy.
struct StationTransactions {
    /// In no order.
    private(set) var transactions: [Transaction] = []
    /// Ends of which no connector is known.
    private(set) var unpairedStops = 0

    private struct Told {
        var event: RecordedEvent
        var update: TransactionUpdate
    }

    /// - Parameter events: ascending in time.
    init(_ events: [RecordedEvent]) {
        var updates: [TransactionKey: [Told]] = [:]
        for recorded in events {
            guard case .transaction(let update) = recorded.event.kind else { continue }
            updates[update.key, default: []].append(Told(event: recorded, update: update))
        }
        guard !updates.isEmpty else { return }
        var registers: [TransactionKey: [RecordedEvent]] = [:]
        for recorded in events {
            guard case .register(_, let key?) = recorded.event.kind, updates[key] != nil else { continue }
            registers[key, default: []].append(recorded)
        }
        for (key, told) in updates { take(key, told, registers[key] ?? []) }
    }

    /// The first message stands for a start that was lost, the earliest end for the end.
    private mutating func take(_ key: TransactionKey, _ told: [Told], _ registers: [RecordedEvent]) {
        let start = told.first { $0.update.phase == .started } ?? told[0]
        let end = told.first {
            $0.update.phase == .ended && $0.event.at >= start.event.at
                && ChargingReach.holds(start.event.at, $0.event.at)
        }
        guard let connector = told.lazy.compactMap(\.event.event.connector).first(where: { $0 > 0 }) else {
            if end != nil { unpairedStops += 1 }
            return
        }
        let values = registers.compactMap { recorded -> WattHours? in
            guard recorded.at >= start.event.at, recorded.at <= end?.event.at ?? .distantFuture,
                case .register(let value, _) = recorded.event.kind
            else { return nil }
            return value
        }
        let none = WattHours(millionths: 0)
        var transaction = Transaction(
            connector: connector, plugIn: start.event.at, received: start.event.received,
            messageID: key.description, meterStart: values.first ?? none, fate: start.event.stampFate,
            hasMeter: !values.isEmpty, number: key.joining)
        if let end {
            transaction.stop = Transaction.Stop(
                connector: connector, at: end.event.at, received: end.event.received, number: key.joining,
                meter: values.last ?? none, reason: end.update.reason ?? .local, fate: end.event.stampFate)
            transaction.pairing = .transaction
        }
        transactions.append(transaction)
    }
}
