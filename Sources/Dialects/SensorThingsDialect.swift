import Readings

/// What a member of an Observation, of its Datastream and of what hangs on that means.
enum SensorThingsName: Sendable {
    case result, phenomenonTime, resultTime, datastream, observedProperty, unit, symbol, name, definition

    static let table = NameTable<SensorThingsName>([
        "result": .result, "phenomenonTime": .phenomenonTime, "resultTime": .resultTime, "Datastream": .datastream,
        "ObservedProperty": .observedProperty, "unitOfMeasurement": .unit, "symbol": .symbol, "name": .name,
        "definition": .definition,
    ])
}

/// What a Datastream says of its observations.
struct SensorThingsStream: Sendable {
    var quantity: Quantity?
    var unit: JSONName?
}

/// One Observation of the OGC SensorThings API 1.1 (OGC 18-088) with its Datastream expanded:
/// `$expand=Datastream($expand=ObservedProperty)`.
///
/// - Without the observed property and the unit the figure could be anything: such an Observation is refused as
///   `wrong_shape`. So is one of a property that is no quantity of ours.
/// - A unit that is unknown, or cannot measure the quantity, makes the value malformed, as with NGSI-LD.
/// - `phenomenonTime` is an instant, or an interval `from/to` that the value covers; without it `resultTime`, which is
///   when the result was there, is taken. A time without a zone is refused.
/// - The topic names the device: an Observation names a Thing at most by a title that people gave it.
extension Decoder {
    mutating func decodeSensorThings(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var result = WrittenValue.absent
        var stream = SensorThingsStream()
        var phenomenon: Range<Instant>?
        var resulted: Range<Instant>?
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch SensorThingsName.table[key.name] {
            case .result: result = try scanner.written(text)
            case .phenomenonTime: phenomenon = try sensorThingsTime(text)
            case .resultTime: resulted = try sensorThingsTime(text)
            case .datastream: stream = try sensorThingsStream(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let quantity = stream.quantity, let unit = stream.unit else { throw JSONError(.wrongShape, at: 0) }
        guard let scale = UnitCode.symbols[unit]?.scale(for: quantity) else {
            decoded.add(.rejected(.malformedValue), of: quantity)
            return
        }
        decoded.add(result.converted(text, by: scale), of: quantity)
        guard let time = phenomenon ?? resulted, !decoded.samples.isEmpty else { return }
        decoded.samples[0].stamp = time.upperBound
        if !time.isEmpty { decoded.samples[0].covers = time }
    }

    private mutating func sensorThingsStream(_ text: Span<UInt8>) throws(JSONError) -> SensorThingsStream {
        var stream = SensorThingsStream()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch SensorThingsName.table[key.name] {
            case .unit: stream.unit = try sensorThingsUnit(text)
            case .observedProperty: stream.quantity = try sensorThingsQuantity(text)
            default: try scanner.skipValue(text)
            }
        }
        return stream
    }

    /// The unit's symbol. Its name and definition are free text.
    private mutating func sensorThingsUnit(_ text: Span<UInt8>) throws(JSONError) -> JSONName? {
        var symbol: JSONName?
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            if SensorThingsName.table[key.name] == .symbol, scanner.kind(text) == .string {
                symbol = try scanner.string(text).name(text)
            } else {
                try scanner.skipValue(text)
            }
        }
        return symbol
    }

    /// The definition is an agreed identifier and wins over the name.
    private mutating func sensorThingsQuantity(_ text: Span<UInt8>) throws(JSONError) -> Quantity? {
        var named: Quantity?
        var defined: Quantity?
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            let name = SensorThingsName.table[key.name]
            guard name == .name || name == .definition, scanner.kind(text) == .string else {
                try scanner.skipValue(text)
                continue
            }
            var bytes: [UInt8] = []
            try scanner.string(text).appendUnescaped(text, to: &bytes)
            if name == .name {
                named = SensorThingsProperty.quantity(named: bytes.span)
            } else {
                defined = SensorThingsProperty.quantity(definedAs: bytes.span)
            }
        }
        return defined ?? named
    }

    /// An instant as an empty range, an interval as itself; nil for `null`.
    private mutating func sensorThingsTime(_ text: Span<UInt8>) throws(JSONError) -> Range<Instant>? {
        let start = scanner.position
        switch scanner.kind(text) {
        case .null:
            try scanner.skipValue(text)
            return nil
        case .string: break
        default: throw JSONError(.malformedStamp, at: start)
        }
        var bytes: [UInt8] = []
        try scanner.string(text).appendUnescaped(text, to: &bytes)
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        guard let from = stamps.instant(bytes.span, 0..<slash, zoneless: .refused) else {
            throw JSONError(.malformedStamp, at: start)
        }
        guard slash < bytes.count else { return from..<from }
        guard let to = stamps.instant(bytes.span, (slash + 1)..<bytes.count, zoneless: .refused), from <= to else {
            throw JSONError(.malformedStamp, at: start)
        }
        return from..<to
    }
}
