import Readings

/// The states of a connector as its status words tell them, each carried until the next word, until 24 hours after the last
/// record of the charge point, or for 35 days, whichever comes first; and not while the charge point is out of contact.
struct StatusSpans {
    private(set) var spans: [StateInterval] = []
    private var marks: [Mark] = []
    private let contact: Contact

    private struct Mark {
        var at: Instant
        var state: ConnectorState
        var isCharging = false
        var knowsCharging = true
        var evidence: StateEvidence
        /// Where the carry begins to count, when that is not the mark itself.
        var heard: Instant?
    }

    /// The end of a transaction, or the start of one whose end is not known.
    private struct Cut {
        var at: Instant
        var isStop: Bool
        var session: ChargingSession
    }

    /// - Parameters:
    ///   - sessions: the sessions of the connector that are told, ordered by plug-in; none for connector 0.
    ///   - untold: visits of which only words are known, and no current.
    init(
        words: [ConnectorEvidence.Word], sessions: [ChargingSession], contact: Contact, untold: [Range<Instant>] = []
    ) {
        self.contact = contact
        let cuts = Self.cuts(sessions)
        var next = 0
        var carried: ConnectorEvidence.Word?
        for word in words {
            while next < cuts.count, Self.comesFirst(cuts[next], before: word, sessions: sessions) {
                apply(cuts[next], to: &carried, sessions: sessions)
                next += 1
            }
            marks.append(Self.mark(word, sessions: sessions, untold: untold))
            carried = word
        }
        for cut in cuts[next...] { apply(cut, to: &carried, sessions: sessions) }
        carry()
    }

    private static func cuts(_ sessions: [ChargingSession]) -> [Cut] {
        var cuts: [Cut] = []
        for session in sessions {
            if let unplug = session.unplug, unplug >= session.plugIn {
                cuts.append(Cut(at: unplug, isStop: true, session: session))
            }
            if session.state != .completed, session.unplug != session.plugIn {
                cuts.append(Cut(at: session.plugIn, isStop: false, session: session))
            }
        }
        return cuts.sorted { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.isStop != right.isStop { return left.isStop }
            return left.session.plugIn < right.session.plugIn
        }
    }

    /// At equal times a stop comes before a word, and a start behind it.
    private static func comesFirst(_ cut: Cut, before word: ConnectorEvidence.Word, sessions: [ChargingSession]) -> Bool
    {
        guard cut.at == word.at else { return cut.at < word.at }
        return cut.isStop && !isSpent(word, at: cut.at, sessions: sessions)
    }

    private mutating func apply(_ cut: Cut, to carried: inout ConnectorEvidence.Word?, sessions: [ChargingSession]) {
        if let word = carried, cut.at >= word.at.advanced(byMicroseconds: ChargingReach.status) { carried = nil }
        if cut.isStop {
            // A car that the status still shows plugged in when its transaction stops is gone when the unit says so;
            // otherwise nobody knows until the next status. Other words stand: they are not the car's, and nor are
            // those of a transaction that began later.
            if let word = carried {
                guard word.status.isOfCar else { return }
                if let owner = Self.owner(of: word, sessions: sessions), owner.plugIn > cut.session.plugIn { return }
            }
            marks.append(mark(stop: cut))
        } else {
            // From here on a car was there, and nobody knows until when: `Available` no longer holds.
            let state = carried?.status.state
            if state == .outOfService || (state == .pluggedIn && !cut.session.isContradicted) { return }
            marks.append(Mark(at: cut.at, state: .unknown, evidence: .none))
            carried = nil
        }
    }

    /// A car that unplugged leaves a free connector, as long as the charge point is in contact: the stop was told at
    /// once, or the unit was heard in the 24 hours before. Of a connector that nobody could ask it says nothing.
    private func mark(stop: Cut) -> Mark {
        let unknown = Mark(at: stop.at, state: .unknown, evidence: .none)
        guard stop.session.endReason == .evDisconnected else { return unknown }
        var free = Mark(at: stop.at, state: .available, evidence: .transaction)
        if stop.session.isStopToldAtOnce { return free }
        guard let heard = contact.liveness.lastRecord(upTo: stop.at),
            stop.at.microseconds(since: heard) < Liveness.carry
        else { return unknown }
        free.heard = heard
        return free
    }

    /// A plugged-in word of a session that something contradicts proves neither a car nor a free connector. Of one whose stop
    /// is awaited, or was in vain, it proves a car as without any transaction.
    private static func mark(
        _ word: ConnectorEvidence.Word, sessions: [ChargingSession], untold: [Range<Instant>]
    ) -> Mark {
        let evidence: StateEvidence = word.isRetained ? .retained : word.isMeter ? .meter : .status
        let state = word.status.state
        if state == .pluggedIn, let owner = owner(of: word, sessions: sessions), owner.isContradicted,
            owner.unplug.map({ word.at < $0 || $0 < owner.plugIn }) ?? true
        {
            return Mark(at: word.at, state: .unknown, evidence: .none)
        }
        var knowsCharging = true
        if word.status == .inUse {
            // Where transactions are told, none flows without one; but of a visit without any nobody knows.
            let visit = untold.partitioningIndex { $0.lowerBound > word.at }
            knowsCharging =
                sessions.contains { $0.evidence != .record }
                && !(visit > 0 && untold[visit - 1].upperBound > word.at)
        }
        return Mark(
            at: word.at, state: state, isCharging: word.status == .charging, knowsCharging: knowsCharging,
            evidence: evidence)
    }

    /// Whether a word of the instant of a stop was the stopped transaction's: a car that charges or pauses has one, and no
    /// other began at that instant.
    private static func isSpent(_ word: ConnectorEvidence.Word, at stop: Instant, sessions: [ChargingSession]) -> Bool {
        switch word.status {
        case .charging, .suspendedEV, .suspendedEVSE: break
        default: return false
        }
        guard let owner = owner(of: word, sessions: sessions) else { return false }
        return owner.plugIn < stop || owner.unplug == stop
    }

    private static func owner(of word: ConnectorEvidence.Word, sessions: [ChargingSession]) -> ChargingSession? {
        let following = sessions.partitioningIndex { $0.plugIn > word.at }
        guard following > 0, ChargingReach.holds(sessions[following - 1].plugIn, word.at) else { return nil }
        return sessions[following - 1]
    }

    private mutating func carry() {
        for index in marks.indices {
            let mark = marks[index]
            let next = index + 1 < marks.count ? marks[index + 1].at : .distantFuture
            for piece in contact.belief(from: mark.at, heard: mark.heard, until: next).pieces {
                spans.append(
                    StateInterval(
                        start: piece.range.lowerBound, end: piece.range.upperBound, state: mark.state,
                        isCharging: mark.isCharging, evidence: mark.evidence, knowsCharging: mark.knowsCharging))
            }
        }
    }
}

extension ConnectorWord {
    /// The state that the word alone proves. `Preparing` may mean a card without a cable (OCPP 1.6 edition 2, section 4.9,
    /// transition A2), so it proves no car.
    var state: ConnectorState {
        switch self {
        case .available, .preparing: .available
        case .charging, .suspendedEV, .suspendedEVSE, .finishing, .inUse: .pluggedIn
        case .reserved: .reserved
        case .blocked: .blocked
        case .unavailable, .faulted, .retired: .outOfService
        case .unknown, .inService: .unknown
        }
    }

    /// Words that a transaction uses up: when it stops, they no longer hold. Occupied (OCPP 2.0.1) and CHARGING (OCPI) hold
    /// until the cable is drawn.
    var isOfCar: Bool {
        switch self {
        case .preparing, .charging, .suspendedEV, .suspendedEVSE, .finishing, .reserved: true
        case .available, .blocked, .unavailable, .faulted, .unknown, .retired, .inUse, .inService: false
        }
    }
}
