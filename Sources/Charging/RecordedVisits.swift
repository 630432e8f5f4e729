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
        Self.joinBills(&visits)
        for (visit, told) in visits {
            guard let transaction = Self.transaction(of: visit, told.sorted(by: Self.precedes)) else { continue }
            transactions[visit.connector, default: []].append(transaction)
        }
        for connector in transactions.keys { transactions[connector]?.sort(by: Transaction.precedes) }
    }

    /// Gives each detail record that names no session, and so stands alone under a name of its own, to the session of its
    /// connector that it bills: their times overlap, and start and end lie within minutes of each other. Of several the one
    /// whose start is nearest; each session has one.
    private static func joinBills(_ visits: inout [Visit: [Told]]) {
        var bills: [(visit: Visit, start: Instant, end: Instant)] = []
        var sessions: [Int: [(visit: Visit, start: Instant, end: Instant?)]] = [:]
        for (visit, told) in visits {
            let whole = whole(of: visit, told.sorted(by: precedes))
            guard let start = whole.start else { continue }
            if told.allSatisfy(\.record.isDetailRecord) {
                if let end = whole.end, end > start { bills.append((visit, start, end)) }
            } else if !whole.isDetailRecord {
                sessions[visit.connector, default: []].append((visit, start, whole.end))
            }
        }
        guard !sessions.isEmpty else { return }
        bills.sort { ($0.start, $0.visit.session) < ($1.start, $1.visit.session) }
        for bill in bills {
            func distance(_ start: Instant) -> Int64 { abs(start.microseconds(since: bill.start)) }
            let fitting = sessions[bill.visit.connector]?.indices.filter { index in
                guard let session = sessions[bill.visit.connector]?[index] else { return false }
                let end = session.end ?? bill.end
                return distance(session.start) <= ChargingReach.toldAtOnce
                    && abs(end.microseconds(since: bill.end)) <= ChargingReach.toldAtOnce
                    && session.start < bill.end && bill.start < end
            }
            let nearest = fitting?.min { left, right in
                guard let all = sessions[bill.visit.connector] else { return false }
                return (distance(all[left].start), all[left].visit.session)
                    < (distance(all[right].start), all[right].visit.session)
            }
            guard let nearest, let session = sessions[bill.visit.connector]?.remove(at: nearest) else { continue }
            visits[session.visit, default: []] += visits.removeValue(forKey: bill.visit) ?? []
        }
    }

    /// What later ones say stands: a detail record over a session, then by `last_updated`, receipt and content.
    private static func precedes(_ left: Told, _ right: Told) -> Bool {
        if left.record.isDetailRecord != right.record.isDetailRecord { return right.record.isDetailRecord }
        let (mine, theirs) = (left.record.lastUpdated ?? .distantPast, right.record.lastUpdated ?? .distantPast)
        if mine != theirs { return mine < theirs }
        if left.event.received != right.event.received { return left.event.received < right.event.received }
        return left.event.precedes(right.event)
    }

    /// - Parameter told: in the order of `precedes`.
    private static func whole(of visit: Visit, _ told: [Told]) -> SessionRecord {
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
        return whole
    }

    /// Nil for what is no visit yet: pending, or a reservation, or without a start.
    private static func transaction(of visit: Visit, _ told: [Told]) -> Transaction? {
        var whole = whole(of: visit, told)
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
