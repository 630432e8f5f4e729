import Readings

/// When a plugged-in car charges: from plug-in on, except from a word that says otherwise until the next `Charging`.
struct ChargingSpells {
    private(set) var spans: [Range<Instant>] = []
    private(set) var isChargingAtEnd = true

    /// - Parameters:
    ///   - words: the statuses of the session, ascending.
    ///   - isTouching: another session ended at the very plug-in, so that a pause told at that instant is the other's.
    init(in occupied: Range<Instant>, words: ArraySlice<ConnectorEvidence.Word>, isTouching: Bool) {
        var since: Instant? = occupied.lowerBound
        for word in words where occupied.contains(word.at) {
            if word.at == occupied.lowerBound, isTouching || !Self.isPause(word.status) { continue }
            if word.status == .charging {
                since = since ?? word.at
            } else if Self.endsCharging(word.status), let start = since {
                append(start..<word.at)
                since = nil
            }
        }
        isChargingAtEnd = since != nil
        if let since { append(since..<occupied.upperBound) }
    }

    private mutating func append(_ span: Range<Instant>) {
        if !span.isEmpty { spans.append(span) }
    }

    /// The two words that say that a plugged-in car does not charge now (OCPP 1.6 edition 2, section 7.7).
    private static func isPause(_ status: ConnectorWord) -> Bool {
        status == .suspendedEV || status == .suspendedEVSE
    }

    /// Other words inside a transaction (`Available` of the car before, `Preparing`, a planned `Unavailable`) do not stop
    /// the current.
    private static func endsCharging(_ status: ConnectorWord) -> Bool {
        isPause(status) || status == .finishing || status == .faulted
    }
}
