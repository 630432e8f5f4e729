import Readings

/// When a plugged-in car charges: from plug-in on, except from a word that says otherwise until the next `Charging`, and
/// while its charge point reboots.
struct ChargingSpells {
    private(set) var spans: [Range<Instant>] = []
    private(set) var isChargingAtEnd = true
    private var since: Instant?

    /// Where it was told for how long.
    init(charging: Range<Instant>) {
        spans = charging.isEmpty ? [] : [charging]
        isChargingAtEnd = false
    }

    /// - Parameters:
    ///   - words: the statuses of the session and what its transaction says of its current, ascending.
    ///   - joints: where its charge point rebooted, ascending.
    ///   - isShown: only the words show the visit, and so a word that tells of no car tells of no current.
    ///   - isTouching: another session ended at the very plug-in, so that a pause told at that instant is the other's.
    init(
        in occupied: Range<Instant>, words: [ConnectorEvidence.Word], joints: [Transaction.Joint],
        isTouching: Bool, isShown: Bool = false
    ) {
        since = occupied.lowerBound
        var next = 0
        for word in words where occupied.contains(word.at) {
            while next < joints.count, joints[next].restart <= word.at {
                cross(joints[next])
                next += 1
            }
            if next < joints.count, let stop = joints[next].stop, stop.at <= word.at { end(at: stop.at) }
            if word.isOfTransaction, word.status != .charging {
                end(at: word.at)
                continue
            }
            if word.at == occupied.lowerBound, isTouching || !Self.isPause(word.status) { continue }
            if word.status == .charging {
                since = since ?? word.at
            } else if Self.endsCharging(word.status) || (isShown && Self.isUntold(word.status)) {
                end(at: word.at)
            }
        }
        for joint in joints[next...] { cross(joint) }
        isChargingAtEnd = since != nil
        end(at: occupied.upperBound)
    }

    /// No current flows from the stop to the start that goes on, which begins as a plug-in does.
    private mutating func cross(_ joint: Transaction.Joint) {
        if let stop = joint.stop { end(at: stop.at) }
        since = since ?? joint.restart
    }

    private mutating func end(at instant: Instant) {
        if let since, since < instant { spans.append(since..<instant) }
        since = nil
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
    private static func isUntold(_ status: ConnectorWord) -> Bool {
        switch status.meaning.occupancy {
        case .untold, .bay: true
        case .free, .pluggedIn, .ifProven: false
        }
    }
}
