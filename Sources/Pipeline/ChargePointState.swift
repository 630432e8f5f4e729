import Charging
import Readings
import Registry

/// One charge point with its events and what they come to, block by block of seven days.
struct ChargePointState: Sendable {
    let name: String
    let borough: Int
    let connectors: [ChargePointConnector]
    let numbers: [Int]
    private let rated: RatedPower
    private let minimumStatusSeconds: Int64
    let evses: EVSEPlaces
    /// Whether an EVSE has several connectors.
    private let hasGroups: Bool
    var log = ChargePointLog()
    /// Of the blocks that were asked for so far.
    private(set) var blocks: [ChargingBlock: ChargePointHistory] = [:]
    /// What came since the histories were derived: the instants of events, and the span of receipts.
    private var newEvents: [Instant] = []
    private var newReceipts: Range<Instant>?
    private var newCards: [Instant] = []
    /// Over all records, also those that memory no longer holds.
    var firstAt: Instant?
    var lastReceived: Instant?
    var shown = ShownSpans<Int>()

    init(name: String, borough: Int, connectors: [ChargePointConnector]) {
        self.name = name
        self.borough = borough
        self.connectors = connectors
        evses = EVSEPlaces(connectors)
        hasGroups = Dictionary(grouping: connectors, by: \.evse).values.contains { Set($0.map(\.connector)).count > 1 }
        numbers = Array(Set(connectors.map(\.connector))).sorted()
        var rated = RatedPower()
        for connector in connectors {
            rated.add(connector.ratedKilowatts, connector: connector.connector, during: connector.validity)
        }
        self.rated = rated
        minimumStatusSeconds = Int64(connectors.map(\.minimumStatusSeconds).max() ?? 0)
    }

    /// Whether its histories are to be derived anew: because of what came, or because its borough went on without it.
    /// - Parameter now: the newest receive time of its borough.
    func isChanged(_ now: Instant?) -> Bool {
        if newReceipts != nil { return true }
        guard let now else { return false }
        return holdsUntil < now
    }

    /// The earliest `holdsUntil` of the blocks.
    private var holdsUntil = Instant.distantFuture

    /// - Parameter provesContact: whether the unit sent it itself, at that time: only such a record carries a status on.
    mutating func noteRecord(received: Instant, provesContact: Bool) {
        if provesContact { log.noteRecord(at: received) }
        if lastReceived.map({ received > $0 }) ?? true { lastReceived = received }
        if firstAt.map({ received < $0 }) ?? true { firstAt = received }
        let end = received.advanced(byMicroseconds: 1)
        newReceipts = newReceipts.map { min($0.lowerBound, received)..<max($0.upperBound, end) } ?? received..<end
    }

    mutating func noteEvent(at instant: Instant) {
        if firstAt.map({ instant < $0 }) ?? true { firstAt = instant }
    }

    mutating func insert(_ recorded: RecordedEvent, provesContact: Bool, counting tally: inout EventTally) {
        log.insert(recorded, provesContact: provesContact, tally: &tally)
        newEvents.append(recorded.at)
        if let card = recorded.card { newCards.append(card.at) }
    }

    func history(ofConnector connector: Int, at instant: Instant) -> ConnectorHistory? {
        blocks[.block(holding: instant)]?.connectors.first { $0.connector == connector }
    }

    /// The figures of a window, from the block of each of its parts, so that hours add up to days.
    func utilisation(ofConnector connector: Int, in window: Range<Instant>) -> Utilisation {
        var figures: Utilisation?
        var start = window.lowerBound
        repeat {
            let block = ChargingBlock.block(holding: start)
            let part = start..<min(window.upperBound, block.span.upperBound)
            let history = history(ofConnector: connector, at: start) ?? .empty
            let more = Charging.utilisation(of: history, in: part)
            figures = figures.map { $0 + more } ?? more
            start = part.upperBound
        } while start < window.upperBound
        return figures ?? Utilisation()
    }

    /// Whether a connector was plugged in just before an instant.
    func isPluggedIn(connector: Int, at instant: Instant) -> Bool {
        let last = instant.advanced(byMicroseconds: -1)
        return utilisation(ofConnector: connector, in: last..<instant).pluggedIn > 0
    }

    /// What a derivation changed.
    struct Change {
        /// Windows that may show other figures.
        var windows: [Range<Instant>] = []
        var plugIns: [Instant] = []
    }

    /// Derives anew the histories of the blocks that may have changed, as far as they lie in `span`, and returns what
    /// differs from before; the whole blocks where nobody knows what was published meanwhile.
    /// - Parameter now: the newest receive time of its borough, of whatever device.
    mutating func refresh(in span: Range<Instant>, now: Instant?, isRereading: Bool) -> Change {
        var change = Change()
        let needed = span.withLocalDay
        for block in changedBlocks(in: needed, now: now ?? .distantPast) where block.span.overlaps(needed) {
            let new = history(of: block, now: now)
            let old = blocks[block]
            blocks[block] = new
            if isRereading {
                change.windows.append(block.span)
                change.plugIns += block.days
                continue
            }
            for history in new.connectors {
                let before = old?.connectors.first { $0.connector == history.connector } ?? .empty
                let difference = history.difference(from: before)
                let from = [difference.windowsFrom, difference.statusesFrom].compactMap(\.self).min()
                if var from {
                    // A word decides whose a card before it is.
                    if !hasOneConnector, from > .distantPast { from = from.advanced(byMicroseconds: -Self.reachOfCard) }
                    if from < block.span.upperBound {
                        change.windows.append(max(from, block.span.lowerBound)..<block.span.upperBound)
                    }
                }
                change.plugIns += difference.plugIns.filter(block.span.contains)
            }
        }
        // A card shows in the words around it.
        for card in newCards {
            let (before, after) = (
                card.advanced(byMicroseconds: -Self.reachOfCard), card.advanced(byMicroseconds: Self.reachOfCard)
            )
            change.windows.append(before..<after)
        }
        newCards = []
        newEvents = []
        newReceipts = nil
        noteHold()
        return change
    }

    private func history(of block: ChargingBlock, now: Instant?) -> ChargePointHistory {
        var history = log.history(
            connectors: numbers, in: block.reach, rated: rated, now: now, minimumStatusSeconds: minimumStatusSeconds)
        if hasGroups {
            func evse(of connector: Int, at instant: Instant) -> String? {
                connectors.first { $0.connector == connector && $0.validity.contains(instant) }?.evse
            }
            history.leaveOutShown(evse: evse)
            history.flagOverlaps(evse: evse)
        }
        return history
    }

    private mutating func noteHold() {
        holdsUntil = blocks.values.map(\.holdsUntil).min() ?? .distantFuture
    }

    /// Derives every block that lies in `span`.
    mutating func deriveAll(in span: Range<Instant>, now: Instant?) {
        guard let first = firstAt, let last = lastReceived else { return }
        let start = ChargingBlock.block(holding: max(first, span.withLocalDay.lowerBound))
        let end = ChargingBlock.block(holding: last.advanced(byMicroseconds: Microseconds.day))
        for block in start...max(start, end) {
            self.blocks[block] = history(of: block, now: now)
        }
        noteHold()
    }

    /// An event may change every block whose reach holds it. A record alone only shows that the charge point was alive:
    /// that carries a status on, and a session that has no end yet.
    ///
    /// A block that begins to exist with a record long after the last one is derived too: an event of weeks before may
    /// hold in it.
    ///
    /// What the borough heard meanwhile changes the blocks whose sessions waited for it.
    private func changedBlocks(in needed: Range<Instant>, now: Instant) -> [ChargingBlock] {
        let overdue = blocks.filter { $0.value.holdsUntil < now }.map(\.key)
        guard let receipts = newReceipts, let first = firstAt, let last = lastReceived else { return overdue.sorted() }
        // A status holds for up to a day past the last record.
        let carry = Microseconds.day
        let existing =
            ChargingBlock.block(holding: first) ... .block(holding: last.advanced(byMicroseconds: carry))
        var changed = Set(overdue)
        func insert(_ blocks: ClosedRange<ChargingBlock>) {
            guard blocks.overlaps(existing) else { return }
            for block in blocks.clamped(to: existing) { changed.insert(block) }
        }
        let eventBlocks = Set(newEvents.map(ChargingBlock.block(holding:)))
        for block in eventBlocks { insert(ChargingBlock.blocks(reaching: block.span.lowerBound)) }
        // A record in a silence joins what was heard before it to what was heard behind it.
        let heardUntil = log.heardWithoutSilence(from: receipts.upperBound)
        insert(
            .block(holding: receipts.lowerBound.advanced(byMicroseconds: -carry)) ... .block(holding: heardUntil))
        let start = max(existing.lowerBound, .block(holding: needed.lowerBound))
        let end = min(existing.upperBound, .block(holding: needed.upperBound))
        if start <= end {
            for block in start...end where blocks[block] == nil { changed.insert(block) }
        }
        for (block, history) in blocks where block.reach.overlaps(receipts) {
            if history.connectors.contains(where: { $0.sessions.contains(where: \.isOpen) }) {
                changed.insert(block)
            }
        }
        return changed.sorted()
    }

    /// Forgets the blocks before an instant and the events on which no later one rests.
    mutating func forget(before bound: Instant) {
        let first = ChargingBlock.block(holding: (bound..<bound).withLocalDay.lowerBound)
        blocks = blocks.filter { $0.key >= first }
        log.forget(before: first.reach.lowerBound)
        noteHold()
    }

    /// Where empty windows have rows: as for a sensor.
    func rowsEnd(_ connector: ChargePointConnector, newest: Instant) -> Instant {
        let last = max(lastReceived ?? .distantPast, connector.validFrom ?? .distantPast)
        return min(newest, last.advanced(byMicroseconds: RowSpan.silenceShown))
    }

    /// The spans that have rows now and had none when this was asked last.
    mutating func newRowSpans(newest: Instant) -> [Range<Instant>] {
        var new: [Range<Instant>] = []
        for (index, connector) in connectors.enumerated() {
            guard let start = connector.validFrom ?? firstAt else { continue }
            // Statuses show silence without an end: where rows begin earlier, up to now.
            let isEarlier = shown.spans[index].map { start < $0.lowerBound } ?? true
            new += shown.widen(index, to: start..<max(start, rowsEnd(connector, newest: newest)))
            if isEarlier, start < newest { new.append(start..<newest) }
        }
        return new
    }
}

extension Range<Instant> {
    /// With the beginning of a local day that ends in it: up to 25 hours, and the zones' distance from UTC is in them.
    var withLocalDay: Range<Instant> {
        lowerBound == .distantPast ? self : lowerBound.advanced(byMicroseconds: -2 * Microseconds.day)..<upperBound
    }
}
