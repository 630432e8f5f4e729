import Readings

/// The members of the Digital Twin Consortium's central system that are read.
enum CentralSystemName: Sendable {
    case id, connectors, status, readings, transactions, value, unit, stamp, start, stop, startMeter, stopMeter

    static let table = NameTable<CentralSystemName>([
        "ID": .id, "Connectors": .connectors, "Status": .status, "MeterReadings": .readings,
        "CurrentTransactions": .transactions, "MeterValue": .value, "MeterValueUnit": .unit, "Timestamp": .stamp,
        "StartTime": .start, "StopTime": .stop, "MeterValueStart": .startMeter, "MeterValueFinish": .stopMeter,
    ])
}

/// The state of all charge points of a central system, by their names, over and over: its words stand for the moment of the
/// message, and its list does not prove that a charge point is in contact. -1 and the year 1 mean that nothing is known.
///
/// A transaction is told as a start, with its number, and once it has a stop as a stop; a copy of each comes with every
/// message and counts once.
extension Decoder {
    mutating func decodeCentralSystem(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        decoded.origin = .thirdParty
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard scanner.kind(text) == .object else { throw JSONError(.wrongShape, at: scanner.position) }
            try centralSystemUnit(text, key.string.unescaped(text), into: &decoded)
        }
    }

    private mutating func centralSystemUnit(
        _ text: Span<UInt8>, _ name: String, into decoded: inout Decoded
    ) throws(JSONError) {
        let first = decoded.events.count
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard CentralSystemName.table[key.name] == .connectors, scanner.kind(text) == .object else {
                try scanner.skipValue(text)
                continue
            }
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                try centralSystemConnector(text, Int(key.string.unescaped(text)), into: &decoded)
            }
        }
        decoded.set(EventSubject(device: name), ofEvents: first..<decoded.events.count)
    }

    private mutating func centralSystemConnector(
        _ text: Span<UInt8>, _ named: Int?, into decoded: inout Decoded
    ) throws(JSONError) {
        let (first, start) = (decoded.events.count, scanner.position)
        var number = named
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch CentralSystemName.table[key.name] {
            case .id where scanner.kind(text) == .number:
                number = try scanner.integer(text).flatMap { Int(exactly: $0) }
            case .status where scanner.kind(text) == .string:
                let word = try scanner.string(text)
                if word.range.isEmpty { continue }
                let known = OCPP16Word.statuses[word.name(text)]
                if known == nil { decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue)) }
                addCentralSystem(.status(known ?? .unknown, errorCode: ""), nil, to: &decoded)
            case .readings where scanner.kind(text) == .array:
                try scanner.beginArray(text)
                while try scanner.nextElement(text) { try centralSystemReading(text, into: &decoded) }
            case .transactions where scanner.kind(text) == .object:
                try scanner.beginObject(text)
                while try scanner.nextKey(text) != nil { try centralSystemTransaction(text, into: &decoded) }
            default: try scanner.skipValue(text)
            }
        }
        guard let number, (0...Int(Int32.max)).contains(number) else { throw JSONError(.wrongShape, at: start) }
        for index in first..<decoded.events.count { decoded.events[index].connector = number }
    }

    private mutating func centralSystemReading(
        _ text: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        var (value, factor, stamp) = (WrittenValue.absent, Int64?(1), Instant?.none)
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch CentralSystemName.table[key.name] {
            case .value: value = try scanner.written(text)
            case .unit where scanner.kind(text) == .string:
                let string = try scanner.string(text)
                if !string.range.isEmpty { factor = OCPP16Word.energyUnits[string.name(text)] }
            case .stamp: stamp = try centralSystemTime(text)
            default: try scanner.skipValue(text)
            }
        }
        // A unit of something else, such as volts.
        guard let factor, let stamp, let energy = figure(value, text, times: factor, into: &decoded), energy >= 0
        else { return }
        addCentralSystem(.register(WattHours(millionths: energy), transaction: nil), stamp, to: &decoded)
    }

    private mutating func centralSystemTransaction(
        _ text: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        var (number, start, stop) = (Int64?.none, Instant?.none, Instant?.none)
        var (startMeter, stopMeter) = (WrittenValue.absent, WrittenValue.absent)
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch CentralSystemName.table[key.name] {
            case .id where scanner.kind(text) == .number: number = try scanner.integer(text)
            case .start: start = try centralSystemTime(text)
            case .stop: stop = try centralSystemTime(text)
            case .startMeter: startMeter = try scanner.written(text)
            case .stopMeter: stopMeter = try scanner.written(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let number, number >= 0 else { return }
        if let start, let meter = figure(startMeter, text, into: &decoded), meter >= 0 {
            // The number serves as the message's identifier, which the list does not have.
            addCentralSystem(
                .started(messageID: String(number), meter: WattHours(millionths: meter)), start, to: &decoded)
            addCentralSystem(.numbered(messageID: String(number), transaction: number), start, to: &decoded)
        }
        if let stop, let meter = figure(stopMeter, text, into: &decoded), meter >= 0 {
            addCentralSystem(
                .stopped(transaction: number, meter: WattHours(millionths: meter), reason: .local), stop, to: &decoded)
        }
    }

    /// The system writes its times as UTC, and leaves the Z out of the one that means nothing.
    private mutating func centralSystemTime(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        guard scanner.kind(text) == .string else {
            try scanner.skipValue(text)
            return nil
        }
        let start = scanner.position
        let string = try scanner.string(text)
        guard let instant = stamps.instant(text, string, zoneless: .utc) else {
            throw JSONError(.malformedStamp, at: start)
        }
        return instant < CivilDate(year: 1970, month: 1, day: 1).startUTC ? nil : instant
    }

    private func addCentralSystem(_ kind: ChargerEvent.Kind, _ stamp: Instant?, to decoded: inout Decoded) {
        decoded.events.append(ChargerEvent(connector: nil, stamp: stamp, kind: kind))
    }
}
