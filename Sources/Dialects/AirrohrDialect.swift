import Readings

/// What a member of an airrohr message means.
enum AirrohrName: Sendable {
    case chip, values, valueType, value

    static let table = NameTable<AirrohrName>([
        "esp8266id": .chip, "esp32id": .chip, "sensordatavalues": .values, "value_type": .valueType, "value": .value,
    ])

    /// What follows the sensor's name in a `value_type`. P1 is PM10 and P2 is PM2.5, whatever sensor wrote it; the names
    /// come from the numbering of the first sensor's outputs.
    static let quantities = NameTable<Quantity>([
        "P0": .pm1, "P1": .pm10, "P2": .pm2_5, "P4": .pm4, "temperature": .temperature, "humidity": .humidity,
        "pressure": .pressure,
    ])

    /// Which sensor is believed when two report one quantity, best first. Sensors that are not listed, and values without
    /// a sensor's name (the firmware's DHT22), come last, the first in the message before the later.
    static let sensors = NameTable<Int>([
        "SPS30": 0, "SDS": 1, "NPM": 2, "PMS": 3, "HPM": 4, "IPS": 5,
        "SHT3X": 0, "BME280": 1, "BMP280": 2, "BMP": 3, "HTU21D": 4, "DS18B20": 5,
    ])
    static let lastRank = 6
}

/// The message of an airrohr station: a list of names and values, all values in quotes, and no stamp.
extension Decoder {
    mutating func decodeAirrohr(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var hasValues = false
        var choice = SensorChoice(from: 0)
        let names = AirrohrName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .chip: decoded.device = try scanner.device(text) ?? decoded.device
            case .values:
                hasValues = true
                try airrohrValues(text, &choice, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
        guard hasValues else { throw JSONError(.wrongShape, at: 0) }
    }

    /// The list of names and values, which Sensor.Community's records have too.
    mutating func airrohrValues(
        _ text: Span<UInt8>, _ choice: inout SensorChoice, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try airrohrValue(text, &choice, into: &decoded) }
    }

    private mutating func airrohrValue(
        _ text: Span<UInt8>, _ choice: inout SensorChoice, into decoded: inout Decoded
    ) throws(JSONError) {
        var type: JSONString?
        var written = WrittenValue.absent
        let names = AirrohrName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .valueType: type = try scanner.string(text)
            case .value: written = try scanner.written(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let type, let (quantity, rank) = airrohrQuantity(text, type.range) else { return }
        let scale = quantity == .pressure ? UnitScale(1, over: 100) : .one
        choice.add(written.converted(text, by: scale), of: quantity, rank: rank, to: &decoded)
    }

    /// The quantity that a `value_type` names, and how far its sensor is believed (0 best).
    private func airrohrQuantity(_ text: Span<UInt8>, _ type: Range<Int>) -> (Quantity, rank: Int)? {
        var mark = type.upperBound
        while mark > type.lowerBound, text[mark - 1] != UInt8(ascii: "_") { mark -= 1 }
        guard let quantity = AirrohrName.quantities[JSONName(text.extracting(mark..<type.upperBound))] else {
            return nil
        }
        guard mark > type.lowerBound else { return (quantity, AirrohrName.lastRank) }
        let sensor = JSONName(text.extracting(type.lowerBound..<(mark - 1)))
        // The heated inlet in front of the particle sensor: its air is not the street's.
        if sensor == "HECA" { return nil }
        return (quantity, AirrohrName.sensors[sensor] ?? AirrohrName.lastRank)
    }
}
