import Readings

/// The visits that OCPI tells of: its messages of one session, joined field by field.
struct RecordedVisits {
    /// By connector, ordered by plug-in.
    private(set) var transactions: [Int: [Transaction]] = [:]

    private struct Told {
        var event: RecordedEvent
        var record: SessionRecord
    }

    private struct Visit: Hashable {
        var connector: Int
        var session: String
    }

    /// - Parameter events: ascending in time, and by content.
    init(_ events: [RecordedEvent]) {
        var visits: [Visit: [Told]] = [:]
        for recorded in events {
            guard case .sessionRecord(let record) = recorded.event.kind, let connector = recorded.event.connector else {
                continue
            }
            visits[Visit(connector: connector, session: record.session), default: []].append(
                Told(event: recorded, record: record))
        }
        for (visit, told) in visits {
            guard let transaction = Self.transaction(of: visit, told.sorted(by: Self.precedes)) else { continue }
            transactions[visit.connector, default: []].append(transaction)
        }
        for connector in transactions.keys { transactions[connector]?.sort(by: Transaction.precedes) }
    }

    /// What later ones say stands: a detail record over a session, then by `last_updated`, receipt and content.
    private static func precedes(_ left: Told, _ right: Told) -> Bool {
        if left.record.isDetailRecord != right.record.isDetailRecord { return right.record.isDetailRecord }
        let (mine, theirs) = (left.record.lastUpdated ?? .distantPast, right.record.lastUpdated ?? .distantPast)
        if mine != theirs { return mine < theirs }
        if left.event.received != right.event.received { return left.event.received < right.event.received }
        return left.event.precedes(right.event)
    }

    /// Nil for what is no visit yet: pending, or a reservation, or without a start.
    private static func transaction(of visit: Visit, _ told: [Told]) -> Transaction? {
        var whole = SessionRecord(session: visit.session)
        for record in told.map(\.record) {
            whole.isDetailRecord = whole.isDetailRecord || record.isDetailRecord
            whole.status = record.status ?? whole.status
            whole.start = record.start ?? whole.start
            whole.end = record.end ?? whole.end
            whole.energy = record.energy ?? whole.energy
            whole.charging = record.charging ?? whole.charging
            whole.parking = record.parking ?? whole.parking
            whole.peakMicrowatts = record.peakMicrowatts ?? whole.peakMicrowatts
            whole.lastUpdated = record.lastUpdated ?? whole.lastUpdated
        }
        if whole.isDetailRecord { whole.status = .completed }
        guard let start = whole.start, whole.status != .pending, whole.status != .reservation else { return nil }
        let none = WattHours(millionths: 0)
        let receipts = told.map(\.event.received)
        var transaction = Transaction(
            connector: visit.connector, plugIn: start, received: receipts.min() ?? start, messageID: visit.session,
            meterStart: none, hasMeter: false, record: whole, heard: receipts.max(),
            number: TransactionKey.text(visit.session).joining, pairing: .record)
        if let end = whole.end, whole.status != .active, ChargingReach.holds(start, end) {
            transaction.stop = Transaction.Stop(
                connector: visit.connector, at: end, received: receipts.max() ?? end,
                number: TransactionKey.text(visit.session).joining, meter: whole.energy ?? none, reason: .local)
        }
        return transaction
    }
}
