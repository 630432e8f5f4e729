import Readings

/// What a member of a `plain` message means.
enum PlainName: Sendable {
    case device, stamp, readings
    case quantity(Quantity)

    static let table = NameTable<PlainName>(
        [
            ("device", .device), ("ts", .stamp), ("Time", .stamp), ("readings", .readings),
            ("temp_c", .quantity(.temperature)), ("rh", .quantity(.humidity)),
            ("pm25", .quantity(.pm2_5)), ("pm02", .quantity(.pm2_5)),
        ] + Quantity.allCases.map { ($0.name, .quantity($0)) })
}

/// `{"device":"aq-0123","ts":"2026-03-02T08:15:30.250Z","readings":{"pm2_5":12.4,"temp_c":11.2}}`, members in any order.
///
/// The readings may also stand beside `device`; they are used when there is no `readings`. One quantity under two names
/// (`rh` and `humidity`) is refused like one key twice. Names that are not known are ignored.
extension Decoder {
    mutating func decodePlain(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        if isBareNaN(text) {
            decoded.rejected.append(RejectedSample(quantity: nil, reason: .sentinel))
            return
        }
        var stamp: Instant?
        var hasStamp = false
        var hasReadings = false
        var seen: UInt32 = 0
        try scanner.beginObject(text)
        while let key = try scanner.member(text) {
            switch plainNames[key.name] {
            case .readings:
                hasReadings = true
                decoded.samples.removeAll(keepingCapacity: true)
                decoded.rejected.removeAll(keepingCapacity: true)
                try plainReadings(text, into: &decoded)
            case .stamp:
                guard !hasStamp else { throw JSONError(.duplicateKey, at: scanner.position) }
                hasStamp = true
                stamp = try plainStamp(text)
            case .device: decoded.device = try scanner.device(text)
            case .quantity(let quantity) where !hasReadings:
                try plainReading(text, quantity, &seen, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
        guard hasReadings || seen != 0 else { throw JSONError(.wrongShape, at: 0) }
        if let stamp {
            for index in 0..<decoded.samples.count { decoded.samples[index].stamp = stamp }
        }
    }

    private mutating func plainReadings(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var seen: UInt32 = 0
        try scanner.beginObject(text)
        while let key = try scanner.member(text) {
            if case .quantity(let quantity) = plainNames[key.name] {
                try plainReading(text, quantity, &seen, into: &decoded)
            } else {
                try scanner.skipValue(text)
            }
        }
    }

    private mutating func plainReading(
        _ text: Span<UInt8>, _ quantity: Quantity, _ seen: inout UInt32, into decoded: inout Decoded
    ) throws(JSONError) {
        let bit: UInt32 = 1 << UInt32(quantity.rawValue)
        guard seen & bit == 0 else { throw JSONError(.duplicateKey, at: scanner.position) }
        seen |= bit
        if scanner.kind(text) == .number, let short = scanner.shortMillionths(text) {
            decoded.add(.checked(short), of: quantity)
        } else {
            decoded.add(try scanner.value(text), of: quantity)
        }
    }

    /// A stamp without a zone could be any of two hours, or none: it is refused, never guessed.
    private mutating func plainStamp(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        if let usual = stamps.quoted(text, at: start) {
            scanner.position = start + 26
            return usual
        }
        switch scanner.kind(text) {
        case .string:
            let string = try scanner.string(text)
            guard let instant = stamps.instant(text, string) else { throw JSONError(.malformedStamp, at: start) }
            return instant
        case .number:
            guard let instant = try scanner.epoch(text) else { throw JSONError(.malformedStamp, at: start) }
            return instant
        case .null:
            try scanner.skipValue(text)
            return nil
        default: throw JSONError(.malformedStamp, at: start)
        }
    }

    /// A whole payload that says `nan`, which is no JSON.
    private mutating func isBareNaN(_ text: Span<UInt8>) -> Bool {
        let start = scanner.position
        guard start + 3 <= text.count, JSONScanner.isNaN(text.extracting(start..<(start + 3))) else { return false }
        scanner.position = start + 3
        scanner.skipSpace(text)
        guard scanner.position < text.count else { return true }
        scanner.position = start
        return false
    }
}

extension JSONScanner {
    /// Reads a device's name: a string, or a number as some firmwares write their chip's. Nil for `null`.
    mutating func device(_ text: Span<UInt8>) throws(JSONError) -> Range<Int>? {
        switch kind(text) {
        case .number: return try number(text)
        case .null:
            try skipValue(text)
            return nil
        default: return try string(text).range
        }
    }
}
