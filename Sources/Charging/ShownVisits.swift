import Readings

/// The visits that only the words of a connector show, or its contactor: of units that tell no transactions.
struct ShownVisits {
    /// Ordered by plug-in.
    private(set) var transactions: [Transaction] = []
    /// From the register with which each begins to the one with which it ends.
    private(set) var metered: [Range<Instant>] = []
    /// When they ended, as far as it is told.
    private var ends: [Instant] = []

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
                    add(from: visit.start, to: since, connector)
                    open = nil
                }
                untold = nil
                let provesVisit = word.errorCode.isEmpty && !(word.status == .inUse && station.hold(word.at))
                guard open != nil || word.isMeter || provesVisit else { continue }
                open = (open?.start ?? word, max(open?.heard ?? word.received, word.received))
            case .free where word.leavesCar: break
            case .free:
                if let visit = open { add(from: visit.start, to: untold ?? word, connector) }
                (open, untold) = (nil, nil)
            case .bay, .untold: untold = untold ?? word
            case .ifProven: break
            }
        }
        if let visit = open {
            add(from: visit.start, to: untold, connector)
            transactions[transactions.count - 1].heard = visit.heard
        }
        readMeters(evidence.registers)
    }

    /// When a charge point that tells transactions of its own does so, by these and by what else OCPP alone says.
    static func stationTimes(_ events: [RecordedEvent]) -> [Range<Instant>] {
        guard events.contains(where: { if case .transaction = $0.event.kind { true } else { false } }) else {
            return []
        }
        return TellingTimes.united(events.filter(\.isOfTransactions).map(\.holdsFrom))
    }

    private mutating func add(from start: ConnectorEvidence.Word, to end: ConnectorEvidence.Word?, _ connector: Int) {
        var transaction = Transaction(
            connector: connector, plugIn: start.at, received: start.received, messageID: "",
            meterStart: WattHours(millionths: 0), hasMeter: false, pairing: start.isMeter ? .meter : .status)
        if let end, ChargingReach.holds(start.at, end.at) {
            transaction.stop = Transaction.Stop(
                connector: connector, at: end.at, received: end.received, number: -1,
                meter: WattHours(millionths: 0), reason: .evDisconnected)
        }
        transactions.append(transaction)
        ends.append(end?.at ?? .distantFuture)
    }

    /// Gives each visit the registers around it: nothing flows while nobody is plugged in, so the last value before will do, and
    /// behind the end the next one, where it comes soon (a meter is told on another topic than the state) and before the next car.
    private mutating func readMeters(_ registers: [ConnectorEvidence.Measurement]) {
        for index in transactions.indices {
            let (start, end) = (transactions[index].plugIn, ends[index])
            let next = index + 1 < transactions.count ? transactions[index + 1].plugIn : .distantFuture
            let following = registers.partitioningIndex { $0.at > start }
            var behind = registers.partitioningIndex { $0.at > end }
            if behind > 0, behind < registers.count, registers[behind - 1].at < end, registers[behind].at <= next,
                registers[behind].at.microseconds(since: end) <= MeterStretches.longestSample,
                registers[behind].value >= registers[behind - 1].value
            {
                behind += 1
            }
            guard behind > following else { continue }
            let first = max(0, following - 1)
            transactions[index].hasMeter = true
            transactions[index].meterStart = WattHours(millionths: registers[first].value)
            transactions[index].stop?.meter = WattHours(millionths: registers[behind - 1].value)
            if registers[first].at < registers[behind - 1].at {
                metered.append(registers[first].at..<registers[behind - 1].at)
            }
        }
    }
}
