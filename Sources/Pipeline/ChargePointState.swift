import Charging
import Readings
import Registry

/// One charge point with its events and what they come to.
struct ChargePointState: Sendable {
    let name: String
    let borough: Int
    let connectors: [ChargePointConnector]
    var log = ChargePointLog()
    private(set) var histories: [ConnectorHistory] = []
    var isChanged = false
    private(set) var firstAt: Instant?
    private(set) var lastReceived: Instant?
    private var shown = ShownSpans<Int>()

    init(name: String, borough: Int, connectors: [ChargePointConnector]) {
        self.name = name
        self.borough = borough
        self.connectors = connectors
    }

    mutating func noteRecord(received: Instant) {
        log.noteRecord(at: received)
        if lastReceived.map({ received > $0 }) ?? true { lastReceived = received }
        if firstAt.map({ received < $0 }) ?? true { firstAt = received }
        isChanged = true
    }

    mutating func noteEvent(at instant: Instant) {
        if firstAt.map({ instant < $0 }) ?? true { firstAt = instant }
    }

    func history(ofConnector connector: Int) -> ConnectorHistory? {
        histories.first { $0.connector == connector }
    }

    /// Whether a connector was plugged in just before an instant.
    func isPluggedIn(connector: Int, at instant: Instant) -> Bool {
        guard let history = history(ofConnector: connector) else { return false }
        return utilisation(of: history, in: instant.advanced(byMicroseconds: -1)..<instant).pluggedIn > 0
    }

    /// What a derivation changed.
    struct Change {
        /// Windows from here on may show other figures.
        var windowsFrom: Instant?
        var plugIns: [Instant] = []
    }

    /// Derives the histories anew and returns what differs from before.
    mutating func refresh() -> Change {
        isChanged = false
        let new = log.history(connectors: Array(Set(connectors.map(\.connector))).sorted()).connectors
        let old = histories
        histories = new
        var change = Change()
        for history in new {
            let before = old.first { $0.connector == history.connector } ?? .empty
            let difference = history.difference(from: before)
            if let from = difference.windowsFrom { change.windowsFrom = min(change.windowsFrom ?? from, from) }
            change.plugIns += difference.plugIns
        }
        return change
    }

    /// Where empty windows have rows: as for a sensor.
    func rowsEnd(_ connector: ChargePointConnector, newest: Instant) -> Instant {
        let last = lastReceived ?? connector.validFrom ?? .distantPast
        return min(newest, last.advanced(byMicroseconds: RowSpan.silenceShown))
    }

    /// The spans that have rows now and had none when this was asked last.
    mutating func newRowSpans(newest: Instant) -> [Range<Instant>] {
        var new: [Range<Instant>] = []
        for (index, connector) in connectors.enumerated() {
            guard let start = connector.validFrom ?? firstAt else { continue }
            new += shown.widen(index, to: start..<max(start, rowsEnd(connector, newest: newest)))
        }
        return new
    }
}
