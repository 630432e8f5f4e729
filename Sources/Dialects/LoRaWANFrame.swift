import Readings

/// What a LoRaWAN network server's message says about one frame of a device, whatever the server.
struct LoRaWANFrame: Sendable {
    var stamp: Instant?
    /// Port 0 carries commands between device and network (LoRaWAN 1.0.4, section 4.3.2); servers leave the nought out.
    var port: Int64 = 0
    /// Whether the frame carries bytes of the application.
    var hasBytes = false
    /// Whether a decoder at the server turned the bytes into values.
    var hasValues = false
    /// Which name each quantity's value came under.
    private var ranks = InlineArray<16, Int>(repeating: Int.max)

    /// Whether `rank` is believed rather than what the quantity has. Nil when both are equal: one name in two spellings.
    mutating func prefers(_ rank: Int, for quantity: Quantity) -> Bool? {
        let slot = Int(quantity.rawValue)
        guard rank != ranks[slot] else { return nil }
        guard rank < ranks[slot] else { return false }
        ranks[slot] = rank
        return true
    }
}

extension Decoder {
    /// The values that the server's decoder made of a frame, by the names of `MeasureName`; others, and values that are
    /// objects themselves, are passed over. `null` is no values.
    mutating func lorawanValues(
        _ text: Span<UInt8>, _ frame: inout LoRaWANFrame, into decoded: inout Decoded
    ) throws(JSONError) {
        if scanner.kind(text) == .null {
            try scanner.skipValue(text)
            return
        }
        frame.hasValues = true
        let names = MeasureName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard let name = names[JSONName(lowercasing: text.extracting(key.string.range))] else {
                try scanner.skipValue(text)
                continue
            }
            let start = scanner.position
            let written = try scanner.written(text)
            guard written != .absent, let scale = name.unit.scale(for: name.quantity) else { continue }
            guard let isPreferred = frame.prefers(name.rank, for: name.quantity) else {
                throw JSONError(.duplicateKey, at: start)
            }
            guard isPreferred else { continue }
            decoded.samples.removeAll { $0.quantity == name.quantity }
            decoded.rejected.removeAll { $0.quantity == name.quantity }
            decoded.add(written.converted(text, by: scale), of: name.quantity)
        }
    }

    /// Ends a message. A frame of the application that no decoder made values of holds measurements that nobody can read:
    /// it is refused, so that somebody installs the decoder. Commands and empty frames measured nothing: context.
    func finish(_ frame: LoRaWANFrame, into decoded: inout Decoded) throws(JSONError) {
        guard frame.hasValues || !frame.hasBytes || frame.port == 0 else { throw JSONError(.wrongShape, at: 0) }
        for index in decoded.samples.indices { decoded.samples[index].stamp = frame.stamp }
    }

    /// A server's stamp, which always has a zone; nil for `null`.
    mutating func lorawanTime(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        switch scanner.kind(text) {
        case .null:
            try scanner.skipValue(text)
            return nil
        case .string:
            let string = try scanner.string(text)
            guard let instant = stamps.instant(text, string) else { throw JSONError(.malformedStamp, at: start) }
            return instant
        default: throw JSONError(.malformedStamp, at: start)
        }
    }

    /// Whether a base 64 text is there and not empty.
    mutating func lorawanHasBytes(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .string else {
            try scanner.skipValue(text)
            return false
        }
        return try !scanner.string(text).range.isEmpty
    }

    mutating func lorawanPort(_ text: Span<UInt8>) throws(JSONError) -> Int64 {
        guard scanner.kind(text) == .number else {
            try scanner.skipValue(text)
            return 0
        }
        return try scanner.integer(text) ?? 0
    }
}
