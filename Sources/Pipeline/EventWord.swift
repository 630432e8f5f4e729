import Readings

extension ChargerEvent.Kind {
    /// The word of the late ledger.
    var word: String {
        switch self {
        case .status(let status, _): "status \(status.rawValue)"
        case .started: "start of transaction"
        case .numbered: "number of transaction"
        case .stopped: "stop of transaction"
        case .register: "energy register"
        case .power: "power"
        case .interval: "energy of an interval"
        case .sessionEnergy: "energy of the session"
        case .plugged(let isTrue): isTrue ? "plugged in" : "unplugged"
        case .chargingNow(let isTrue): isTrue ? "charging" : "not charging"
        case .fault(let isTrue): isTrue ? "fault" : "no fault"
        case .booted: "boot"
        case .heartbeatInterval: "heartbeat interval"
        case .link(let isUp): isUp ? "link up" : "link down"
        case .bay(let isOccupied): isOccupied ? "bay occupied" : "bay free"
        case .cardPresented: "card presented"
        case .transaction(let update): "transaction \(update.phase.rawValue.lowercased())"
        case .sessionRecord(let record): record.isDetailRecord ? "charge detail record" : "session record"
        }
    }
}
