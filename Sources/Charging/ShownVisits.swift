import Readings

/// The visits that only the words of a connector show, or its contactor: of units that tell no transactions.
struct ShownVisits {
    /// Ordered by plug-in.
    private(set) var transactions: [Transaction] = []

    /// How long a visit may go untold, and be the same when a car is told again: of a unit that works, as long as a reboot and
    /// a new authorisation take; of silence, as long as a word is carried (`Liveness.carry`).
    private static func patience(_ word: ConnectorWord) -> Int64 {
        word == .unknown ? Liveness.carry : SessionStitching.longestGap
    }

    /// A visit begins with a word that proves a car, and ends with one that proves that there is none, or does not tell: what
    /// nobody shows is no visit. Registers around it tell its energy. Words with an error code, which those of OCPP 1.6 have,
    /// begin none: such a unit tells its transactions, and one whose start was missed, or is still on its way, is no visit
    /// with a known plug-in. `Occupied` of a unit of OCPP 2.0.1, which tells its transactions too, begins none either.
    /// - Parameter station: when the charge point tells transactions of its own (OCPP 2.0.1); united.
    init(_ evidence: ConnectorEvidence, connector: Int, station: [Range<Instant>]) {
        var open: (start: ConnectorEvidence.Word, heard: Instant)?
        /// Since when the open visit is not told.
        var untold: ConnectorEvidence.Word?
        for word in evidence.words {
            switch word.status.meaning.occupancy {
            case .pluggedIn:
                if let visit = open, let since = untold,
                    word.at.microseconds(since: since.at) > Self.patience(since.status)
                {
                    add(from: visit.start, to: since, evidence, connector)
                    open = nil
                }
                untold = nil
                let provesVisit = word.errorCode.isEmpty && !(word.status == .inUse && station.hold(word.at))
                guard open != nil || word.isMeter || provesVisit else { continue }
                open = (open?.start ?? word, max(open?.heard ?? word.received, word.received))
            case .free where word.leavesCar: break
            case .free:
                if let visit = open { add(from: visit.start, to: untold ?? word, evidence, connector) }
                (open, untold) = (nil, nil)
            case .bay, .untold: untold = untold ?? word
            case .ifProven: break
            }
        }
        guard let visit = open else { return }
        add(from: visit.start, to: untold, evidence, connector)
        transactions[transactions.count - 1].heard = visit.heard
    }

    /// When a charge point that tells transactions of its own does so, by these and by what else OCPP alone says.
    static func stationTimes(_ events: [RecordedEvent]) -> [Range<Instant>] {
        guard events.contains(where: { if case .transaction = $0.event.kind { true } else { false } }) else {
            return []
        }
        return TellingTimes.united(events.filter(\.isOfTransactions).map(\.holdsFrom))
    }

    private mutating func add(
        from start: ConnectorEvidence.Word, to end: ConnectorEvidence.Word?, _ evidence: ConnectorEvidence,
        _ connector: Int
    ) {
        let registers = evidence.registers
        let following = registers.partitioningIndex { $0.at > start.at }
        let behind = registers.partitioningIndex { $0.at > end?.at ?? .distantFuture }
        // Nothing flows while nobody is plugged in: the last value before will do.
        let first = following > 0 ? registers[following - 1] : behind > following ? registers[following] : nil
        var transaction = Transaction(
            connector: connector, plugIn: start.at, received: start.received, messageID: "",
            meterStart: WattHours(millionths: first?.value ?? 0), hasMeter: first != nil && behind > following,
            pairing: start.isMeter ? .meter : .status)
        if let end, ChargingReach.holds(start.at, end.at) {
            let last = behind > 0 ? registers[behind - 1].value : 0
            transaction.stop = Transaction.Stop(
                connector: connector, at: end.at, received: end.received, number: -1,
                meter: WattHours(millionths: transaction.hasMeter ? last : 0), reason: .evDisconnected)
        }
        if !transaction.hasMeter { transaction.meterStart = WattHours(millionths: 0) }
        transactions.append(transaction)
    }
}
