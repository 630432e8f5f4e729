import Readings

/// What a member of an AQMesh reading means that belongs to no channel.
enum AQMeshName: Sendable {
    case pod, stamp, period, podState
    case quantity(Quantity, UnitScale)

    static let table = NameTable<AQMeshName>([
        "pod_serial_number": .pod, "reading_datestamp": .stamp, "gas_p2": .period, "particle_p2": .period,
        "reading_status": .podState,
        "temperature_f": .quantity(.temperature, .celsiusFromFahrenheit),
        "temperature_c": .quantity(.temperature, .one),
        "humidity": .quantity(.humidity, .one), "pressure": .quantity(.pressure, .one),
    ])
}

/// The reading that is being decoded.
private struct AQMeshReading {
    var stamp: Instant?
    var period: Int64?
    var podState: AQMeshState?
    var isKnown = false
    /// By the quantity's raw value.
    var channels = InlineArray<16, AQMeshChannel>(repeating: AQMeshChannel())
}

/// Gas and particle readings of AQMesh pods: an array of readings (or one), as the maker's API gives them.
///
/// - The device is `pod_serial_number`; `location_number` is where it hangs.
/// - A value is `prescaled * slope + offset`, in `…_units`. States and figures that say "no value": `AQMeshChannel`.
/// - `reading_datestamp` has no zone and is UTC. It ends the interval that the value covers, which is `gas_p2` seconds
///   long (900), or `particle_p2`; the payload says the length, and a logger stamps a mean when it has it. Where an account
///   exports the beginnings, `clock` in the registry adds a period.
/// - `temperature_f` is in degrees Fahrenheit, the pressure in millibars, which are hPa.
/// - An empty array says that nothing is new: a context message.
extension Decoder {
    mutating func decodeAQMesh(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try aqmeshReading(text, into: &decoded)
            return
        }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try aqmeshReading(text, into: &decoded) }
    }

    private mutating func aqmeshReading(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        let first = decoded.samples.count
        var reading = AQMeshReading()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard let name = AQMeshName.table[key.name] else {
                try aqmeshPart(text, key, &reading)
                continue
            }
            switch name {
            case .pod:
                let position = scanner.position
                if let pod = try scanner.device(text) { try decoded.claim(text, pod, at: position) }
            case .stamp:
                reading.stamp = try utcStamp(text)
                reading.isKnown = true
            case .period: reading.period = try aqmeshPeriod(text)
            case .podState: reading.podState = try aqmeshState(text)
            case .quantity(let quantity, let scale):
                let written = try scanner.written(text)
                let plain = AQMeshChannel.plain(text, written)
                guard case .value = plain else {
                    decoded.add(plain, of: quantity)
                    continue
                }
                decoded.add(written.converted(text, by: scale), of: quantity)
            }
        }
        guard reading.isKnown else { throw JSONError(.wrongShape, at: start) }
        for quantity in Quantity.allCases {
            let channel = reading.channels[Int(quantity.rawValue)]
            decoded.add(channel.reading(text, of: quantity, podState: reading.podState), of: quantity)
        }
        let covers = Self.interval(endingAt: reading.stamp, seconds: reading.period)
        for index in first..<decoded.samples.count {
            decoded.samples[index].stamp = reading.stamp
            decoded.samples[index].covers = covers
        }
    }

    private static func interval(endingAt stamp: Instant?, seconds: Int64?) -> Range<Instant>? {
        guard let stamp, let seconds else { return nil }
        let from = stamp.advanced(byMicroseconds: -seconds * Microseconds.second)
        return from < stamp ? from..<stamp : nil
    }

    /// A member of a channel, such as `no2_slope`; all others are stepped over.
    private mutating func aqmeshPart(
        _ text: Span<UInt8>, _ key: JSONKey, _ reading: inout AQMeshReading
    ) throws(JSONError) {
        let name = key.string.range
        var mark = name.upperBound
        while mark > name.lowerBound, text[mark - 1] != UInt8(ascii: "_") { mark -= 1 }
        guard mark > name.lowerBound, !key.string.hasEscapes,
            let quantity = AQMeshPart.channels[JSONName(text.extracting(name.lowerBound..<(mark - 1)))],
            let part = AQMeshPart.table[JSONName(text.extracting(mark..<name.upperBound))]
        else {
            try scanner.skipValue(text)
            return
        }
        let slot = Int(quantity.rawValue)
        switch part {
        case .state: reading.channels[slot].state = try aqmeshState(text)
        case .prescaled:
            reading.channels[slot].prescaled = try scanner.written(text)
            reading.isKnown = true
        case .slope: reading.channels[slot].slope = try scanner.written(text)
        case .offset: reading.channels[slot].offset = try scanner.written(text)
        case .units: reading.channels[slot].unit = try aqmeshUnit(text)
        }
    }

    /// Nil for `null`.
    private mutating func aqmeshState(_ text: Span<UInt8>) throws(JSONError) -> AQMeshState? {
        switch scanner.kind(text) {
        case .string: return AQMeshState.table[try scanner.string(text).name(text)] ?? .unusable
        case .null:
            try scanner.skipValue(text)
            return nil
        default:
            try scanner.skipValue(text)
            return .unusable
        }
    }

    /// Nil for `null`; anything but a text is a unit that nobody knows.
    private mutating func aqmeshUnit(_ text: Span<UInt8>) throws(JSONError) -> JSONName? {
        switch scanner.kind(text) {
        case .string: return try scanner.string(text).name(text)
        case .null:
            try scanner.skipValue(text)
            return nil
        default:
            try scanner.skipValue(text)
            return .unnamed
        }
    }

    /// Seconds; nil where there is no length that an interval can have, so that the registry's period holds.
    private mutating func aqmeshPeriod(_ text: Span<UInt8>) throws(JSONError) -> Int64? {
        guard scanner.kind(text) == .number else {
            try scanner.skipValue(text)
            return nil
        }
        guard let seconds = try scanner.integer(text), seconds > 0, seconds <= 86_400 else { return nil }
        return seconds
    }
}
