import Readings

/// The members of an EVChargingStation of the Smart Data Models that are read.
enum NGSILDStationName: Sendable {
    case id, type, data, status, available, capacity, observed

    static let table = NameTable<NGSILDStationName>([
        "id": .id, "@id": .id, "type": .type, "@type": .type, "data": .data, "status": .status,
        "availableCapacity": .available, "capacity": .capacity, "observationDateTime": .observed,
        "dateObserved": .observed, "dateLastReported": .observed,
    ])
    static let station: JSONName = "EVChargingStation"
}

/// Words of EVChargingStation's `status`. What says nothing of cars is in service.
enum NGSILDStationWord {
    static let table = NameTable<ConnectorWord>([
        "working": .inService, "almostEmpty": .inService, "almostFull": .inService, "empty": .available,
        "full": .inUse, "outOfService": .unavailable, "withIncidence": .inService,
    ])
}

private struct NGSILDStation {
    var id: JSONString?
    var isTyped = false
    var holdsOthers = false
    var status: JSONName?
    var hasStatus = false
    var available: Int64?
    var capacity: Int64?
    /// The newest of the attributes' own times.
    var observedAt: Instant?
    var observed: Instant?

    /// The station's word: free places, where it tells them, say more than that it works.
    var word: ConnectorWord? {
        let told = status.flatMap { NGSILDStationWord.table[$0] }
        switch told {
        case .inService?, nil:
            guard let available else { return told ?? (hasStatus ? .unknown : nil) }
            if available <= 0 { return .inUse }
            return available == capacity ? .available : .inService
        default: return told
        }
    }
}

/// EVChargingStation entities, one or several, normalised, concise or key-values. They tell of a station as a whole: its word
/// is that of all its connectors. They have no meter; `transactionId` and `startDateTime` name the last session of nobody
/// knows which connector, and are not read.
extension Decoder {
    mutating func decodeNGSILDStations(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard scanner.kind(text) == .array else { return try ngsiStation(text, into: &decoded) }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try ngsiStation(text, into: &decoded) }
    }

    private mutating func ngsiStation(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        var station = NGSILDStation()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch NGSILDStationName.table[key.name] {
            case .id: station.id = try scanner.string(text)
            case .type: if try isStation(text) { station.isTyped = true }
            case .data where scanner.kind(text) == .array:
                station.holdsOthers = true
                try decodeNGSILDStations(text, into: &decoded)
            case .status:
                let word = try ngsiStationValue(text, &station.observedAt)
                station.hasStatus = word.string != nil
                station.status = word.string?.name(text)
            case .available: station.available = try ngsiStationValue(text, &station.observedAt).number
            case .capacity: station.capacity = try ngsiStationValue(text, &station.observedAt).number
            case .observed: station.observed = try ngsiTime(text)
            default: try scanner.skipValue(text)
            }
        }
        if station.holdsOthers { return }
        guard station.isTyped, let id = station.id else { throw JSONError(.wrongShape, at: start) }
        guard let word = station.word else { return }
        if word == .unknown { decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue)) }
        let full = id.unescaped(text)
        let short = String(decoding: full.utf8.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self)
        let event = ChargerEvent(
            connector: nil, stamp: station.observedAt ?? station.observed, kind: .status(word, errorCode: ""))
        decoded.add(event, of: EventSubject(device: short, alias: full))
    }

    private mutating func isStation(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .array else { return try isStationName(text) }
        var isFound = false
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            if try isStationName(text) { isFound = true }
        }
        return isFound
    }

    private mutating func isStationName(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        let name = try scanner.string(text).unescaped(text)
        let last = name.split { $0 == "/" || $0 == "#" }.last ?? ""
        return JSONName(String(last)) == NGSILDStationName.station
    }

    /// An attribute's value, which stands there itself or as its member `value`; of several instances the last.
    private mutating func ngsiStationValue(
        _ text: Span<UInt8>, _ newest: inout Instant?
    ) throws(JSONError) -> (string: JSONString?, number: Int64?) {
        switch scanner.kind(text) {
        case .string: return (try scanner.string(text), nil)
        case .number: return (nil, try scanner.integer(text))
        case .array:
            var found: (JSONString?, Int64?) = (nil, nil)
            try scanner.beginArray(text)
            while try scanner.nextElement(text) { found = try ngsiStationValue(text, &newest) }
            return found
        case .object:
            var found: (JSONString?, Int64?) = (nil, nil)
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                switch NGSILDMember.table[key.name] {
                case .value: found = try ngsiStationValue(text, &newest)
                case .observedAt:
                    if let at = try ngsiTime(text) { newest = max(newest ?? at, at) }
                default: try scanner.skipValue(text)
                }
            }
            return found
        default:
            try scanner.skipValue(text)
            return (nil, nil)
        }
    }
}
