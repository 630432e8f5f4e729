import Readings

/// What one connector said beside its transactions, in order of time.
struct ConnectorEvidence {
    struct Word {
        var at: Instant
        var status: ConnectorWord
        var isRetained: Bool
        fileprivate var received: Instant
    }

    struct Measurement {
        var at: Instant
        /// Millionths of a watt-hour (a register) or of a watt (power).
        var value: Int64
        var transaction: TransactionKey?
        fileprivate var received: Instant
    }

    /// One for each instant: where an instant has several, the last received stands, ties by the word.
    private(set) var words: [Word] = []
    /// One for each instant and transaction: the first received.
    private(set) var registers: [Measurement] = []
    private(set) var powers: [Measurement] = []

    /// The evidence of each connector that has any.
    /// - Parameter owners: tells the connector of what a stop brought of its transaction (`transactionData`).
    static func byConnector(_ events: [RecordedEvent], _ owners: TransactionOwners) -> [Int: ConnectorEvidence] {
        var found: [Int: ConnectorEvidence] = [:]
        for recorded in events {
            guard let connector = recorded.event.connector ?? owners.connector(of: recorded) else { continue }
            switch recorded.event.kind {
            case .status(let status, _):
                found[connector, default: ConnectorEvidence()].words.append(
                    Word(
                        at: recorded.holdsFrom, status: status, isRetained: recorded.isRetained,
                        received: recorded.received))
            case .register(let meter, let transaction):
                found[connector, default: ConnectorEvidence()].registers.append(
                    Measurement(
                        at: recorded.at, value: meter.millionths, transaction: transaction,
                        received: recorded.received)
                )
            case .power(let microwatts, let transaction):
                found[connector, default: ConnectorEvidence()].powers.append(
                    Measurement(
                        at: recorded.at, value: microwatts, transaction: transaction,
                        received: recorded.received))
            default: break
            }
        }
        for connector in found.keys { found[connector]?.order() }
        return found
    }

    private mutating func order() {
        words.sort { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            if left.status != right.status { return left.status.rawValue < right.status.rawValue }
            return !left.isRetained && right.isRetained
        }
        var standing: [Word] = []
        for word in words {
            if standing.last?.at == word.at { standing.removeLast() }
            standing.append(word)
        }
        words = standing
        registers = Self.firstOfEachInstant(registers)
        powers = Self.firstOfEachInstant(powers)
    }

    private static func firstOfEachInstant(_ measurements: [Measurement]) -> [Measurement] {
        let sorted = measurements.sorted { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.transaction != right.transaction { return left.transaction.precedes(right.transaction) }
            if left.received != right.received { return left.received < right.received }
            return left.value < right.value
        }
        var kept: [Measurement] = []
        for measurement in sorted {
            if let last = kept.last, last.at == measurement.at, last.transaction == measurement.transaction { continue }
            kept.append(measurement)
        }
        return kept
    }
}

extension TransactionKey? {
    /// None before numbers before texts.
    fileprivate func precedes(_ other: TransactionKey?) -> Bool {
        switch (self, other) {
        case (.number(let mine), .number(let theirs)): mine < theirs
        case (.text(let mine), .text(let theirs)): mine < theirs
        case (nil, .some), (.number, .text): true
        default: false
        }
    }
}
