import Readings

/// What a member of a Sensor.Community record means.
enum SensorCommunityName: Sendable {
    case stamp, sensor, chip, values, id

    static let table = NameTable<SensorCommunityName>([
        "timestamp": .stamp, "sensor": .sensor, "esp8266id": .chip, "esp32id": .chip, "sensordatavalues": .values,
        "id": .id,
    ])
}

/// Records of Sensor.Community: what the data API answers (an array, each record with its own stamp), one record of it, or
/// what a station pushes (an object without a stamp and without a sensor, names bare or with the sensor in front).
///
/// - Values are those of `airrohr`: in quotes, P1 is PM10 and P2 is PM2.5, pressure in pascals.
/// - `timestamp` is UTC, though it has no zone: the API's own rule.
/// - The device is `sensor.id`. A record's `id` is the record's own, and so are those of its values. One station has a
///   sensor number for its particle sensor and another for its weather sensor; records of two sensors in one message are
///   refused, since at most one of them can be the topic's.
/// - An empty array is the answer of a sensor that was silent for five minutes: a context message.
extension Decoder {
    mutating func decodeSensorCommunity(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try sensorCommunityRecord(text, into: &decoded)
            return
        }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try sensorCommunityRecord(text, into: &decoded) }
    }

    private mutating func sensorCommunityRecord(
        _ text: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        let start = scanner.position
        let first = decoded.samples.count
        var choice = SensorChoice(from: first)
        var stamp: Instant?
        var hasValues = false
        let names = SensorCommunityName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .stamp: stamp = try utcStamp(text)
            case .sensor: try sensorCommunitySensor(text, into: &decoded)
            case .chip: try sensorCommunityDevice(text, into: &decoded)
            case .values:
                hasValues = true
                try airrohrValues(text, &choice, into: &decoded)
            case .id, nil: try scanner.skipValue(text)
            }
        }
        guard hasValues else { throw JSONError(.wrongShape, at: start) }
        for index in first..<decoded.samples.count { decoded.samples[index].stamp = stamp }
    }

    private mutating func sensorCommunitySensor(
        _ text: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            if SensorCommunityName.table[key.name] == .id {
                try sensorCommunityDevice(text, into: &decoded)
            } else {
                try scanner.skipValue(text)
            }
        }
    }

    private mutating func sensorCommunityDevice(
        _ text: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        let start = scanner.position
        guard let device = try scanner.device(text) else { return }
        try decoded.claim(text, device, at: start)
    }

    /// A stamp in quotes of a format that documents its zone-less stamps as UTC; nil for `null`.
    mutating func utcStamp(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        switch scanner.kind(text) {
        case .null:
            try scanner.skipValue(text)
            return nil
        case .string:
            let string = try scanner.string(text)
            guard let instant = stamps.instant(text, string, zoneless: .utc) else {
                throw JSONError(.malformedStamp, at: start)
            }
            return instant
        default: throw JSONError(.malformedStamp, at: start)
        }
    }
}
