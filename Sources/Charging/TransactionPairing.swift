import Readings

/// Joins starts, replies and stops of one charge point into transactions.
///
/// The transaction number travels only in the reply to StartTransaction (OCPP 1.6 edition 2, section 4.8); a unit that
/// never got the reply stops with -1.
struct TransactionPairing {
    /// Ordered by plug-in.
    private(set) var transactions: [Transaction] = []
    private(set) var unpairedStops = 0
    private var replies: [Reply] = []
    private var stops: [Transaction.Stop] = []
    private let events: [RecordedEvent]
    private let rated: RatedPower
    /// By connector, ascending in time; gathered when a stop first asks for them.
    private var registers: [Int: [Register]]?

    /// A register of a connector that names no transaction, or one.
    private struct Register {
        var at: Instant
        var value: Int64
        var transaction: TransactionKey?
    }

    private struct Reply {
        var messageID: String
        var number: Int64
        var received: Instant
    }

    init(of events: [RecordedEvent], rated: RatedPower = RatedPower()) {
        self.events = events
        self.rated = rated
        for recorded in events { take(recorded) }
        transactions.sort(by: Transaction.precedes)
        stops.sort(by: Transaction.Stop.precedes)
        number()
        let strangers = pairByNumber()
        mergeRetries()
        pairByOrder(strangers)
    }

    private mutating func take(_ recorded: RecordedEvent) {
        switch recorded.event.kind {
        case .started(let messageID, let meter):
            guard let connector = recorded.event.connector else { return }
            transactions.append(
                Transaction(
                    connector: connector, plugIn: recorded.at, received: recorded.received, messageID: messageID,
                    meterStart: meter))
        case .numbered(let messageID, let transaction):
            guard transaction >= 0 else { return }
            replies.append(Reply(messageID: messageID, number: transaction, received: recorded.received))
        case .stopped(let transaction, let meter, let reason):
            stops.append(
                Transaction.Stop(
                    connector: recorded.event.connector, at: recorded.at, received: recorded.received,
                    number: transaction, meter: meter, reason: reason))
        default: return
        }
    }

    /// A reply belongs to the latest start with its message id that was received before it (ids begin anew after a
    /// reboot), else to the earliest after it; at most 35 days before, and at most one day after. The first reply of a
    /// start stands.
    private mutating func number() {
        replies.sort { ($0.received, $0.number) < ($1.received, $1.number) }
        var startsByID: [String: [Int]] = [:]
        for index in transactions.indices { startsByID[transactions[index].messageID, default: []].append(index) }
        for reply in replies {
            var before: Int?
            var after: Int?
            for index in startsByID[reply.messageID] ?? [] {
                let received = transactions[index].received
                let delay = reply.received.microseconds(since: received)
                guard delay <= ChargingReach.session, delay >= -ChargingReach.earlyReply else { continue }
                if received <= reply.received {
                    if before.map({ transactions[$0].received <= received }) ?? true { before = index }
                } else if after.map({ received < transactions[$0].received }) ?? true {
                    after = index
                }
            }
            if let chosen = before ?? after, transactions[chosen].number == nil {
                transactions[chosen].number = reply.number
            }
        }
    }

    /// A stop belongs to the latest start with its number at or before it; failing that to the earliest one after it, a
    /// session of negative length. Either lies within 35 days. Returns the stops whose number no such start has.
    private mutating func pairByNumber() -> [Transaction.Stop] {
        var startsByNumber: [Int64: [Int]] = [:]
        for index in transactions.indices {
            if let number = transactions[index].number { startsByNumber[number, default: []].append(index) }
        }
        var strangers: [Transaction.Stop] = []
        var early: [(stop: Transaction.Stop, starts: ArraySlice<Int>)] = []
        for stop in stops {
            let starts = startsInReach(of: stop, among: startsByNumber[stop.number] ?? [])
            guard !starts.isEmpty else {
                strangers.append(stop)
                continue
            }
            let following = starts.partitioningIndex { transactions[$0].plugIn > stop.at }
            if following == starts.startIndex {
                early.append((stop, starts))
            } else if transactions[starts[following - 1]].stop == nil {
                join(stop, to: starts[following - 1], by: .transaction)
            } else {
                unpairedStops += 1
            }
        }
        for (stop, starts) in early {
            if let index = starts.first(where: { transactions[$0].stop == nil }) {
                join(stop, to: index, by: .transaction)
            } else {
                unpairedStops += 1
            }
        }
        return strangers
    }

    private func startsInReach(of stop: Transaction.Stop, among starts: [Int]) -> ArraySlice<Int> {
        let lower = starts.partitioningIndex { ChargingReach.holds(transactions[$0].plugIn, stop.at) }
        let upper = starts.partitioningIndex { !ChargingReach.holds(stop.at, transactions[$0].plugIn) }
        return starts[lower..<max(lower, upper)]
    }

    /// A unit that got no reply sends its start again with a new message id (TransactionMessageAttempts, OCPP 1.6): a start
    /// without a stop is such a copy when another start has its connector, instant and meter, unless it came after the
    /// other's stop.
    private mutating func mergeRetries() {
        var kept: [Transaction] = []
        var lower = 0
        while lower < transactions.count {
            var upper = lower + 1
            while upper < transactions.count, transactions[upper].plugIn == transactions[lower].plugIn { upper += 1 }
            for index in lower..<upper where !isRetry(index, among: lower..<upper) { kept.append(transactions[index]) }
            lower = upper
        }
        transactions = kept
    }

    private func isRetry(_ index: Int, among sameInstant: Range<Int>) -> Bool {
        let copy = transactions[index]
        guard copy.stop == nil else { return false }
        return sameInstant.contains { other in
            let original = transactions[other]
            guard other != index, original.connector == copy.connector, original.meterStart == copy.meterStart else {
                return false
            }
            if let stop = original.stop { return copy.received <= stop.received }
            if (original.number == nil) != (copy.number == nil) { return copy.number == nil }
            return other < index
        }
    }

    /// A stop whose number nobody knows ends the open transaction of its charge point; where several connectors have an
    /// open one, the one that its meter goes on from: the smallest rise within the cap. Where that says nothing, the latest.
    private mutating func pairByOrder(_ strangers: [Transaction.Stop]) {
        var startsByConnector: [Int: [Int]] = [:]
        for index in transactions.indices {
            startsByConnector[transactions[index].connector, default: []].append(index)
        }
        for stop in strangers {
            let open = startsByConnector.values.compactMap { openStart(at: stop, among: $0) }
            if let chosen = open.count > 1 ? fitting(stop, among: open.sorted()) : open.first {
                join(stop, to: chosen, by: .order)
            } else {
                unpairedStops += 1
            }
        }
    }

    private mutating func fitting(_ stop: Transaction.Stop, among open: [Int]) -> Int? {
        let registers = registers ?? Self.registers(events)
        self.registers = registers
        var chosen: (index: Int, rise: Int64)?
        for index in open {
            let told = registers[transactions[index].connector] ?? []
            guard let rise = rise(from: index, to: stop, told), rise <= chosen?.rise ?? .max else { continue }
            chosen = (index, rise)
        }
        return chosen?.index ?? open.last
    }

    private static func registers(_ events: [RecordedEvent]) -> [Int: [Register]] {
        var registers: [Int: [Register]] = [:]
        for recorded in events {
            guard case .register(let meter, let transaction) = recorded.event.kind,
                let connector = recorded.event.connector
            else { continue }
            registers[connector, default: []].append(
                Register(at: recorded.at, value: meter.millionths, transaction: transaction))
        }
        return registers
    }

    /// How far the meter of a stop stands above the last value of an open start's connector; nil where it stands below, or
    /// further above than the connector can give.
    private func rise(from index: Int, to stop: Transaction.Stop, _ told: [Register]) -> Int64? {
        let start = transactions[index]
        let lower = told.partitioningIndex { $0.at >= start.plugIn }
        let upper = told.partitioningIndex { $0.at > stop.at }
        let last = told[lower..<max(lower, upper)].last { start.isNamed(by: $0.transaction) ?? true }
        let level = max(last?.value ?? 0, start.meterStart.millionths)
        let (rise, isOverflow) = stop.meter.millionths.subtractingReportingOverflow(start.meterStart.millionths)
        let cap = rated.cap(ofConnector: start.connector, at: start.plugIn)
        guard !isOverflow, rise >= 0, rise <= cap.energy(from: start.plugIn, to: stop.at) else { return nil }
        // A register above the stop is of another kind, and no evidence against its start.
        return stop.meter.millionths >= level ? stop.meter.millionths - level : rise
    }

    /// The last start of a connector before the stop, else one of the same instant: where one car leaves in the minute
    /// in which the next arrives, the stop is the first one's. A start that was followed by another is no longer open.
    private func openStart(at stop: Transaction.Stop, among starts: [Int]) -> Int? {
        func isOpen(_ index: Int) -> Bool {
            let start = transactions[index]
            return start.stop == nil && ChargingReach.holds(start.plugIn, stop.at)
                && (stop.number < 0 || start.number == nil) && (stop.connector ?? start.connector) == start.connector
        }
        let sameInstant = starts.partitioningIndex { transactions[$0].plugIn >= stop.at }
        let following = starts.partitioningIndex { transactions[$0].plugIn > stop.at }
        if sameInstant > 0, isOpen(starts[sameInstant - 1]) { return starts[sameInstant - 1] }
        return starts[sameInstant..<following].first(where: isOpen)
    }

    private mutating func join(_ stop: Transaction.Stop, to index: Int, by evidence: PairingEvidence) {
        transactions[index].stop = stop
        transactions[index].pairing = evidence
    }
}
