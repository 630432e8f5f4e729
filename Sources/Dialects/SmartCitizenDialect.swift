import Readings

/// What a member of a Smart Citizen message means.
enum SmartCitizenName: Sendable {
    case data, stamp, sensors, id, value

    static let table = NameTable<SmartCitizenName>([
        "data": .data, "recorded_at": .stamp, "sensors": .sensors, "id": .id, "value": .value,
    ])
}

/// Readings of Smart Citizen kits, of `device/sck/<token>/readings` (JSON) and `…/readings/raw` (the firmware's text).
///
/// - A message holds several times when the kit was without a network: each keeps its own stamp.
/// - `recorded_at` without a zone is UTC, as the platform reads it.
/// - Sensors have numbers: `SmartCitizenSensor`. Numbers that are not in that table are no quantities.
/// - The token in the topic names the device; the payload does not.
extension Decoder {
    mutating func decodeSmartCitizen(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        if isSmartCitizenRaw(text) {
            isRawText = true
            try decodeSmartCitizenRaw(text, into: &decoded)
            return
        }
        var hasData = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard SmartCitizenName.table[key.name] == .data else {
                try scanner.skipValue(text)
                continue
            }
            hasData = true
            try scanner.beginArray(text)
            while try scanner.nextElement(text) { try smartCitizenRecord(text, into: &decoded) }
        }
        guard hasData else { throw JSONError(.wrongShape, at: 0) }
    }

    private mutating func smartCitizenRecord(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        let first = decoded.samples.count
        var choice = SensorChoice(from: first)
        var stamp: Instant?
        var hasSensors = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch SmartCitizenName.table[key.name] {
            case .stamp: stamp = try utcStamp(text)
            case .sensors:
                hasSensors = true
                try scanner.beginArray(text)
                while try scanner.nextElement(text) { try smartCitizenSensor(text, &choice, into: &decoded) }
            default: try scanner.skipValue(text)
            }
        }
        guard hasSensors else { throw JSONError(.wrongShape, at: start) }
        for index in first..<decoded.samples.count { decoded.samples[index].stamp = stamp }
    }

    private mutating func smartCitizenSensor(
        _ text: Span<UInt8>, _ choice: inout SensorChoice, into decoded: inout Decoded
    ) throws(JSONError) {
        var number: Range<Int>?
        var written = WrittenValue.absent
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch SmartCitizenName.table[key.name] {
            case .id: number = try scanner.device(text)
            case .value: written = try scanner.written(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let number else { return }
        smartCitizenValue(text, number, written, &choice, into: &decoded)
    }

    /// Adds a value under the sensor's number, if that is a quantity's.
    func smartCitizenValue(
        _ text: Span<UInt8>, _ number: Range<Int>, _ written: WrittenValue, _ choice: inout SensorChoice,
        into decoded: inout Decoded
    ) {
        guard let sensor = SmartCitizenSensor.table[JSONName(text.extracting(number))] else { return }
        choice.add(
            written.converted(text, by: sensor.scale), of: sensor.quantity, rank: sensor.rank, to: &decoded)
    }
}
