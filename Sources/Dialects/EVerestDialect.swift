import Readings

/// Variables of EVerest: `everest_api/<module>/var/<variable>` before version 1 of its API, and
/// `everest_api/1/evse_manager_consumer/<module>/e2m/<variable>` since. The device is the module, which is one EVSE with one
/// connector.
enum EVerestVariable: Sendable {
    case sessionInfo, sessionEvent, powermeter, connection

    private static let table = NameTable<EVerestVariable>([
        "var/session_info": .sessionInfo, "e2m/session_info": .sessionInfo, "var/session_event": .sessionEvent,
        "e2m/session_event": .sessionEvent, "var/powermeter": .powermeter, "e2m/powermeter": .powermeter,
        "var/connection_status": .connection, "e2m/connection_status": .connection,
    ])

    static let tails = [
        "var/session_info", "e2m/session_info", "var/session_event", "e2m/session_event", "var/powermeter",
        "e2m/powermeter", "var/connection_status", "e2m/connection_status",
    ].compactMap(TopicTail.init)

    init?(_ tail: Span<UInt8>) {
        guard let known = Self.table[JSONName(tail)] else { return nil }
        self = known
    }
}

/// The members that are read. Tokens and signed meter values are stepped over.
enum EVerestName: Sendable {
    case state, chargedEnergy, power, stamp, isFaulty, event, energyImport, powers, total, line(Int)

    static let table = NameTable<EVerestName>([
        "state": .state, "charged_energy_wh": .chargedEnergy, "latest_total_w": .power, "datetime": .stamp,
        "timestamp": .stamp, "permanent_fault": .isFaulty, "event": .event, "energy_Wh_import": .energyImport,
        "power_W": .powers, "total": .total, "L1": .line(0), "L2": .line(1), "L3": .line(2),
    ])
}

enum EVerestWord {
    /// States of `session_info`, old and new. One that is not here is kept as unknown and counted.
    static let states = NameTable<ConnectorWord>([
        "Unplugged": .available, "Disabled": .unavailable, "Preparing": .preparing, "Reserved": .reserved,
        "AuthRequired": .preparing, "AuthTimeout": .preparing, "ChargingPausedEV": .suspendedEV,
        "ChargingPausedEVSE": .suspendedEVSE, "WaitingForEnergy": .suspendedEVSE, "Charging": .charging,
        "Finished": .finishing, "FinishedEV": .finishing, "FinishedEVSE": .finishing, "Faulted": .faulted,
        "Error": .faulted, "Unknown": .unknown,
    ])

    /// Events of a session that tell the connector's state. Others, such as TransactionStarted, leave it as it was.
    static let events = NameTable<ConnectorWord>([
        "SessionStarted": .preparing, "AuthRequired": .preparing, "ChargingStarted": .charging,
        "ChargingResumed": .charging, "ChargingPausedEV": .suspendedEV, "ChargingPausedEVSE": .suspendedEVSE,
        "WaitingForEnergy": .suspendedEVSE, "ChargingFinished": .finishing, "TransactionFinished": .finishing,
        "SessionFinished": .available, "Disabled": .unavailable, "ReservationStart": .reserved,
        "ReservationEnd": .available,
    ])
    static let authorized: JSONName = "Authorized"
    static let links = NameTable<Bool>([
        "connected": true, "disconnected": false, "\"connected\"": true, "\"disconnected\"": false,
    ])
}

extension Decoder {
    mutating func decodeEVerest(
        _ text: Span<UInt8>, behindDevice tail: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        switch EVerestVariable(tail) {
        case .sessionInfo: try everestSession(text, into: &decoded)
        case .sessionEvent: try everestEvent(text, into: &decoded)
        case .powermeter: try everestPowermeter(text, into: &decoded)
        case .connection:
            let isUp = try bareWord(text, EVerestWord.links)
            decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: .link(isUp: isUp)))
        case nil:
            isRawText = true
            throw JSONError(.wrongShape, at: 0)
        }
    }

    /// A payload that is one word, in quotes or not.
    mutating func bareWord<Meaning>(
        _ text: Span<UInt8>, _ words: NameTable<Meaning>
    ) throws(JSONError) -> Meaning {
        isRawText = true
        guard let meaning = words[JSONName(text.extracting(PersonalFieldRedaction.trimmed(text)))] else {
            throw JSONError(.wrongShape, at: 0)
        }
        scanner.position = text.count
        return meaning
    }

    private mutating func everestSession(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var (state, isFaulty, stamp) = (JSONName?.none, false, Instant?.none)
        var (energy, power) = (WrittenValue.absent, WrittenValue.absent)
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch EVerestName.table[key.name] {
            case .state: state = try scanner.string(text).name(text)
            case .isFaulty: isFaulty = try everestTruth(text)
            case .chargedEnergy: energy = try scanner.written(text)
            case .power: power = try scanner.written(text)
            case .stamp: stamp = try everestStamp(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let state else { throw JSONError(.wrongShape, at: 0) }
        let word = isFaulty ? .faulted : EVerestWord.states[state]
        if word == nil { decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue)) }
        addEVerest(.status(word ?? .unknown, errorCode: ""), stamp, to: &decoded)
        if let amount = figure(energy, text, into: &decoded) {
            addEVerest(.sessionEnergy(WattHours(millionths: amount), transaction: nil), stamp, to: &decoded)
        }
        if let amount = figure(power, text, into: &decoded) {
            addEVerest(.power(microwatts: amount, transaction: nil), stamp, to: &decoded)
        }
    }

    private mutating func everestEvent(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var (event, stamp) = (JSONName?.none, Instant?.none)
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch EVerestName.table[key.name] {
            case .event: event = try scanner.string(text).name(text)
            case .stamp: stamp = try everestStamp(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let event else { throw JSONError(.wrongShape, at: 0) }
        if event == EVerestWord.authorized { return addEVerest(.cardPresented, stamp, to: &decoded) }
        guard let word = EVerestWord.events[event] else { return }
        addEVerest(.status(word, errorCode: ""), stamp, to: &decoded)
    }

    private mutating func everestPowermeter(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var (energy, power) = (OCPP16Phases(), OCPP16Phases())
        var stamp: Instant?
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch EVerestName.table[key.name] {
            case .energyImport: try everestPhases(text, &energy, into: &decoded)
            case .powers: try everestPhases(text, &power, into: &decoded)
            case .stamp: stamp = try everestStamp(text)
            default: try scanner.skipValue(text)
            }
        }
        let register = energy.whole ?? (energy.isComplete ? energy.sum : nil)
        guard register != nil || power.whole ?? power.sum != nil || !decoded.rejected.isEmpty else {
            throw JSONError(.wrongShape, at: 0)
        }
        if let register {
            addEVerest(.register(WattHours(millionths: register), transaction: nil), stamp, to: &decoded)
        }
        if let microwatts = power.whole ?? power.sum {
            addEVerest(.power(microwatts: microwatts, transaction: nil), stamp, to: &decoded)
        }
    }

    private mutating func everestPhases(
        _ text: Span<UInt8>, _ phases: inout OCPP16Phases, into decoded: inout Decoded
    ) throws(JSONError) {
        guard scanner.kind(text) == .object else {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            let line: Int?
            switch EVerestName.table[key.name] {
            case .total: line = nil
            case .line(let number): line = number
            default:
                try scanner.skipValue(text)
                continue
            }
            if let amount = figure(try scanner.written(text), text, into: &decoded) { phases.note(amount, line: line) }
        }
    }

    /// RFC 3339, or seconds since 1970 with a fraction.
    private mutating func everestStamp(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        guard scanner.kind(text) == .number else { return try lorawanTime(text) }
        let start = scanner.position
        guard let instant = try scanner.epoch(text) else { throw JSONError(.malformedStamp, at: start) }
        return instant
    }

    private mutating func everestTruth(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        let isTrue = scanner.kind(text) == .boolean && text[scanner.position] == UInt8(ascii: "t")
        try scanner.skipValue(text)
        return isTrue
    }

    private func addEVerest(_ kind: ChargerEvent.Kind, _ stamp: Instant?, to decoded: inout Decoded) {
        decoded.events.append(ChargerEvent(connector: 1, stamp: stamp, kind: kind))
    }

    /// A figure in millionths; nil, and rejected, for what is none.
    func figure(_ written: WrittenValue, _ text: Span<UInt8>, times factor: Int64 = 1, into decoded: inout Decoded)
        -> Int64?
    {
        switch written.converted(text, by: UnitScale(Int128(factor))) {
        case .value(let value): return value.count
        case .rejected(let reason):
            decoded.rejected.append(RejectedSample(quantity: nil, reason: reason))
            return nil
        case .absent: return nil
        }
    }
}
