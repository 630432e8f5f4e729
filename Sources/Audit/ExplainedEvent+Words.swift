import Readings

extension ExplainedEvent {
    /// `status Charging`, `start, meter 1845.21 kWh`.
    package var words: String {
        guard let event else { return "a value that cannot be read" }
        return Self.words(of: event)
    }

    private static func words(of event: ChargerEvent.Kind) -> String {
        switch event {
        case .status(let status, _): "status \(status.rawValue)"
        case .started(_, let meter): "start, meter \(Decimals.kilowattHours(meter)) kWh"
        case .numbered(_, let transaction): "number of the transaction: \(transaction)"
        case .stopped(let transaction, let meter, let reason):
            "stop of \(transaction), meter \(Decimals.kilowattHours(meter)) kWh, \(reason.rawValue)"
        case .register(let meter, let key): "register \(Decimals.kilowattHours(meter)) kWh" + of(key)
        case .power(let microwatts, let key): "power \(Decimals.text(microwatts / 1000)) kW" + of(key)
        case .interval(let energy, let key): "interval of \(Decimals.kilowattHours(energy)) kWh" + of(key)
        case .sessionEnergy(let energy, let key): "session so far \(Decimals.kilowattHours(energy)) kWh" + of(key)
        case .plugged(let isTrue): isTrue ? "plugged in" : "unplugged"
        case .chargingNow(let isTrue): isTrue ? "charging" : "not charging"
        case .fault(let isTrue): isTrue ? "fault" : "no fault"
        case .booted: "boot"
        case .heartbeatInterval(let seconds): "told to send a heartbeat every \(seconds) s"
        case .link(let isUp): isUp ? "link up" : "link down"
        case .bay(let isOccupied): isOccupied ? "bay occupied" : "bay free"
        case .cardPresented: "card presented"
        case .transaction(let update): words(of: update)
        case .sessionRecord(let record): words(of: record)
        }
    }

    private static func words(of update: TransactionUpdate) -> String {
        var words = "transaction \(update.key) \(update.phase.rawValue.lowercased()), number \(update.sequence)"
        if let state = update.chargingState { words += ", \(state.rawValue)" }
        if let reason = update.reason { words += ", \(reason.rawValue)" }
        return update.isOffline ? words + ", sent late" : words
    }

    private static func words(of record: SessionRecord) -> String {
        var words = "\(record.isDetailRecord ? "charge detail record" : "session record") of \(record.session)"
        if let status = record.status { words += ", \(status.rawValue)" }
        if let energy = record.energy { words += ", \(Decimals.kilowattHours(energy)) kWh" }
        return words
    }

    private static func of(_ key: TransactionKey?) -> String { key.map { " of \($0)" } ?? "" }
}
