import Readings

/// Whose measurements are that name a transaction and no connector: those of StopTransaction's `transactionData` (OCPP 1.6
/// edition 2, section 6.51).
struct TransactionOwners {
    private var transactions: [Int64: [Transaction]] = [:]

    /// - Parameter all: ordered by plug-in.
    init(_ all: [Transaction]) {
        for transaction in all {
            for number in Set([transaction.number, transaction.stop?.number].compactMap(\.self)) {
                transactions[number, default: []].append(transaction)
            }
        }
    }

    /// The transaction of that number that was going on then; of several (-1 on two connectors), the last one between whose
    /// meter values a register lies.
    func connector(of recorded: RecordedEvent) -> Int? {
        let number: Int64?
        var register: WattHours?
        switch recorded.event.kind {
        case .register(let meter, let transaction): (number, register) = (transaction?.joining, meter)
        case .power(_, let key), .interval(_, let key), .sessionEnergy(_, let key): number = key?.joining
        case .transaction(let update): number = update.key.joining
        default: return nil
        }
        guard let number, let named = transactions[number] else { return nil }
        let going = named.filter { transaction in
            let end = transaction.stop?.at ?? ChargingReach.end(ofSessionFrom: transaction.plugIn)
            return recorded.at >= transaction.plugIn && recorded.at <= end
        }
        guard going.count > 1, let register else { return going.last?.connector }
        let fitting = going.last { $0.meterStart <= register && register <= $0.stop?.meter ?? register }
        return (fitting ?? going.last)?.connector
    }
}
