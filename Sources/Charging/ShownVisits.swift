import Readings

/// The visits that only the words of a connector show, or its contactor: of units that tell no transactions.
struct ShownVisits {
    /// Ordered by plug-in.
    private(set) var transactions: [Transaction] = []

    /// A visit begins with a word that proves a car, and ends with one that proves that there is none. Registers around it tell
    /// its energy. Words with an error code, which those of OCPP 1.6 have, begin none: such a unit tells its transactions, and
    /// one whose start was missed, or is still on its way, is no visit with a known plug-in.
    init(_ evidence: ConnectorEvidence, connector: Int) {
        var open: ConnectorEvidence.Word?
        var heard: Instant?
        for word in evidence.words {
            switch word.status.meaning.occupancy {
            case .pluggedIn:
                guard open != nil || word.isMeter || word.errorCode.isEmpty else { continue }
                open = open ?? word
                heard = max(heard ?? word.received, word.received)
            case .free where word.leavesCar: break
            case .free:
                if let start = open { add(from: start, to: word, evidence, connector) }
                (open, heard) = (nil, nil)
            case .ifProven, .bay, .untold: break
            }
        }
        guard let start = open else { return }
        add(from: start, to: nil, evidence, connector)
        transactions[transactions.count - 1].heard = heard
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
