import Readings

extension ChargerEvent.Kind {
    func pack(into packer: inout Packer) {
        switch self {
        case .status(let word, let errorCode):
            packer.put(UInt8(0))
            packer.put(case: word)
            packer.put(errorCode)
        case .started(let messageID, let meter):
            packer.put(UInt8(1))
            packer.put(messageID)
            packer.put(meter.millionths)
        case .numbered(let messageID, let transaction):
            packer.put(UInt8(2))
            packer.put(messageID)
            packer.put(transaction)
        case .stopped(let transaction, let meter, let reason):
            packer.put(UInt8(3))
            packer.put(transaction)
            packer.put(meter.millionths)
            packer.put(case: reason)
        case .register(let meter, let key): packer.put(measured: 4, meter.millionths, of: key)
        case .power(let microwatts, let key): packer.put(measured: 5, microwatts, of: key)
        case .interval(let energy, let key): packer.put(measured: 6, energy.millionths, of: key)
        case .sessionEnergy(let energy, let key): packer.put(measured: 7, energy.millionths, of: key)
        case .plugged(let isTrue): packer.put(8, isTrue)
        case .chargingNow(let isTrue): packer.put(9, isTrue)
        case .booted: packer.put(UInt8(10))
        case .heartbeatInterval(let seconds):
            packer.put(UInt8(11))
            packer.put(seconds)
        case .link(let isUp): packer.put(12, isUp)
        case .bay(let isOccupied): packer.put(13, isOccupied)
        case .cardPresented: packer.put(UInt8(14))
        case .transaction(let update):
            packer.put(UInt8(15))
            update.pack(into: &packer)
        case .sessionRecord(let record):
            packer.put(UInt8(16))
            record.pack(into: &packer)
        case .fault(let isTrue): packer.put(17, isTrue)
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        switch try unpacker.number(UInt8.self) {
        case 0: self = .status(try unpacker.oneCase(), errorCode: try unpacker.text())
        case 1: self = .started(messageID: try unpacker.text(), meter: try unpacker.energy())
        case 2: self = .numbered(messageID: try unpacker.text(), transaction: try unpacker.number())
        case 3:
            self = .stopped(
                transaction: try unpacker.number(), meter: try unpacker.energy(), reason: try unpacker.oneCase())
        case 4: self = .register(try unpacker.energy(), transaction: try unpacker.optionalKey())
        case 5: self = .power(microwatts: try unpacker.number(), transaction: try unpacker.optionalKey())
        case 6: self = .interval(try unpacker.energy(), transaction: try unpacker.optionalKey())
        case 7: self = .sessionEnergy(try unpacker.energy(), transaction: try unpacker.optionalKey())
        case 8: self = .plugged(try unpacker.flag())
        case 9: self = .chargingNow(try unpacker.flag())
        case 10: self = .booted
        case 11: self = .heartbeatInterval(seconds: try unpacker.number())
        case 12: self = .link(isUp: try unpacker.flag())
        case 13: self = .bay(isOccupied: try unpacker.flag())
        case 14: self = .cardPresented
        case 15: self = .transaction(try TransactionUpdate(unpacking: &unpacker))
        case 16: self = .sessionRecord(try SessionRecord(unpacking: &unpacker))
        case 17: self = .fault(try unpacker.flag())
        default: throw UnpackingError()
        }
    }
}

extension TransactionUpdate {
    fileprivate func pack(into packer: inout Packer) {
        packer.put(key)
        packer.put(sequence)
        packer.put(case: phase)
        packer.put(optionalCase: chargingState)
        packer.put(isOffline)
        packer.put(optionalCase: reason)
        packer.put(hasCard)
    }

    fileprivate init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        self.init(
            key: try unpacker.key(), sequence: try unpacker.number(), phase: try unpacker.oneCase(),
            chargingState: try unpacker.optionalCase(), isOffline: try unpacker.flag(),
            reason: try unpacker.optionalCase(), hasCard: try unpacker.flag())
    }
}

extension SessionRecord {
    fileprivate func pack(into packer: inout Packer) {
        packer.put(session)
        packer.put(isDetailRecord)
        packer.put(optionalCase: status)
        packer.put(start)
        packer.put(end)
        packer.put(optional: energy?.millionths)
        packer.put(optional: charging)
        packer.put(optional: parking)
        packer.put(optional: peakMicrowatts)
        packer.put(lastUpdated)
    }

    fileprivate init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        self.init(
            session: try unpacker.text(), isDetailRecord: try unpacker.flag(), status: try unpacker.optionalCase(),
            start: try unpacker.optionalInstant(), end: try unpacker.optionalInstant(),
            energy: try unpacker.optionalNumber().map { WattHours(millionths: $0) },
            charging: try unpacker.optionalNumber(), parking: try unpacker.optionalNumber(),
            peakMicrowatts: try unpacker.optionalNumber(), lastUpdated: try unpacker.optionalInstant())
    }
}
