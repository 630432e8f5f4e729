import Readings

/// What the decoders at LoRaWAN servers call a bay's state. A sensor that says only the opposite, `free`, is none of these.
enum BayName: Sendable {
    case occupied

    static let table = NameTable<BayName>([
        "occupied": .occupied, "isoccupied": .occupied, "is_occupied": .occupied, "occupancy": .occupied,
        "parking_occupied": .occupied,
    ])
    /// ChirpStack's tags that may name the EVSE or the charge point of the bay.
    static let tags = NameTable<Int>(["evse": 0, "charge_point": 1])
    static let name: JSONName = "deviceName"
    static let tagMember: JSONName = "tags"
    static let truths = NameTable<Bool>([
        "true": true, "false": false, "1": true, "0": false, "occupied": true, "free": false, "vacant": false,
    ])
}

/// A message of a sensor in a bay beside a charge point, from whatever server.
private struct BayFrame {
    var frame = LoRaWANFrame()
    var state: Bool?
    var byte: UInt8?
    var device: JSONString?
    var isKnown = false
    var isSimulated = false
}

/// Occupancy of bays, as ChirpStack v4 and The Things Stack v3 bring it. The sensor is not the charge point: whose bay it
/// watches is told by its name at the server, which must be that of a charge point, an EVSE or a public identifier in the
/// registry, or at ChirpStack by a tag `evse` or `charge_point`. The
/// radio's own address looks like a card's number and is not kept, so it names nothing.
///
/// Without a decoder at the server, a frame of one byte on port 1 (a change) or 2 (a heartbeat) is read, as Bosch's parking
/// lot sensor writes it; port 3 is its start.
extension Decoder {
    mutating func decodeChirpStackBay(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var bay = BayFrame()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch ChirpStackName.event[key.name] {
            case .deviceInfo: try bayDeviceInfo(text, &bay)
            case .time: bay.frame.stamp = try lorawanTime(text)
            case .port: bay.frame.port = try lorawanPort(text)
            case .bytes: try bayBytes(text, &bay)
            case .values: try bayValues(text, &bay, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
        try finish(bay, text, into: &decoded)
    }

    mutating func decodeTTNBay(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var bay = BayFrame()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch TTNName.message[key.name] {
            case .identity: try bayIdentifiers(text, &bay)
            case .frame: try bayUplink(text, &bay, into: &decoded)
            case .simulated:
                bay.isSimulated = scanner.kind(text) == .boolean && text[scanner.position] == UInt8(ascii: "t")
                try scanner.skipValue(text)
            case .otherEvent:
                bay.isKnown = true
                try scanner.skipValue(text)
            default: try scanner.skipValue(text)
            }
        }
        try finish(bay, text, into: &decoded)
    }

    private func finish(_ bay: BayFrame, _ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard bay.isKnown else { throw JSONError(.wrongShape, at: 0) }
        // The sensor's word does not prove that the charge point is in contact.
        decoded.origin = .thirdParty
        if bay.isSimulated { return decoded.rejected.removeAll(keepingCapacity: true) }
        var state = bay.state
        if state == nil, !bay.frame.hasValues, bay.frame.port == 1 || bay.frame.port == 2, let byte = bay.byte,
            byte <= 1
        {
            state = byte == 1
        }
        guard let state else {
            guard bay.frame.hasValues || !bay.frame.hasBytes || bay.frame.port == 0 || bay.frame.port == 3 else {
                throw JSONError(.wrongShape, at: 0)
            }
            return
        }
        let subject = EventSubject(device: bay.device.map { $0.unescaped(text) })
        decoded.add(
            ChargerEvent(connector: nil, stamp: bay.frame.stamp, kind: .bay(isOccupied: state)), of: subject)
    }

    private mutating func bayDeviceInfo(_ text: Span<UInt8>, _ bay: inout BayFrame) throws(JSONError) {
        bay.isKnown = true
        var (name, tags) = (JSONString?.none, InlineArray<2, JSONString?>(repeating: nil))
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch key.name {
            case BayName.name: name = try bayText(text)
            case BayName.tagMember where scanner.kind(text) == .object:
                try scanner.beginObject(text)
                while let tag = try scanner.nextKey(text) {
                    if let rank = BayName.tags[tag.name] {
                        tags[rank] = try bayText(text)
                    } else {
                        try scanner.skipValue(text)
                    }
                }
            default: try scanner.skipValue(text)
            }
        }
        bay.device = tags[0] ?? tags[1] ?? name
    }

    private mutating func bayIdentifiers(_ text: Span<UInt8>, _ bay: inout BayFrame) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            if TTNName.identifiers[key.name] == .device {
                bay.device = try bayText(text)
            } else {
                try scanner.skipValue(text)
            }
        }
    }

    private mutating func bayUplink(
        _ text: Span<UInt8>, _ bay: inout BayFrame, into decoded: inout Decoded
    ) throws(JSONError) {
        bay.isKnown = true
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch TTNName.uplink[key.name] {
            case .received: bay.frame.stamp = try lorawanTime(text)
            case .port: bay.frame.port = try lorawanPort(text)
            case .bytes: try bayBytes(text, &bay)
            case .values: try bayValues(text, &bay, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
    }

    private mutating func bayValues(
        _ text: Span<UInt8>, _ bay: inout BayFrame, into decoded: inout Decoded
    ) throws(JSONError) {
        guard scanner.kind(text) == .object else {
            try scanner.skipValue(text)
            return
        }
        bay.frame.hasValues = true
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard BayName.table[JSONName(lowercasing: text.extracting(key.string.range))] != nil else {
                try scanner.skipValue(text)
                continue
            }
            if scanner.kind(text) == .null {
                try scanner.skipValue(text)
                continue
            }
            let start = scanner.position
            var range = try scanner.skipValue(text)
            if text[start] == UInt8(ascii: "\""), range.count >= 2 { range = start + 1..<range.upperBound - 1 }
            guard let state = BayName.truths[JSONName(lowercasing: text.extracting(range))] else {
                decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue))
                continue
            }
            if let before = bay.state, before != state { throw JSONError(.duplicateKey, at: start) }
            bay.state = state
        }
    }

    /// The one byte of a frame that has one.
    private mutating func bayBytes(_ text: Span<UInt8>, _ bay: inout BayFrame) throws(JSONError) {
        guard let string = try bayText(text) else { return }
        bay.frame.hasBytes = true
        var bytes: [UInt8] = []
        guard !string.hasEscapes, Base64.decode(text.extracting(string.range), to: &bytes) else { return }
        if bytes.count == 1 { bay.byte = bytes[0] }
    }

    /// A text that is not empty.
    private mutating func bayText(_ text: Span<UInt8>) throws(JSONError) -> JSONString? {
        guard scanner.kind(text) == .string else {
            try scanner.skipValue(text)
            return nil
        }
        let string = try scanner.string(text)
        return string.range.isEmpty ? nil : string
    }
}
