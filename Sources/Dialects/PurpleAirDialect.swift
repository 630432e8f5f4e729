import Readings

/// What a member of a PurpleAir message means. The mass concentrations are those that the Plantower sensor gives for the
/// atmosphere (`atm`), the input of the EPA's Fire and Smoke Map correction; `cf_1` are its figures for a factory's dust.
/// `pm2.5_aqi` is an index and `p_2_5_um` counts particles: no quantities of ours.
enum PurpleAirName: Sendable {
    case sensor, stamp
    case quantity(Quantity, UnitScale)
    case channel(Quantity, TwinChannels.Channel)

    static let table = NameTable<PurpleAirName>([
        "SensorId": .sensor, "DateTime": .stamp,
        "current_temp_f": .quantity(.temperature, .celsiusFromFahrenheit),
        "current_humidity": .quantity(.humidity, .one), "pressure": .quantity(.pressure, .one),
        "pm1_0_atm": .channel(.pm1, .a), "pm1_0_atm_b": .channel(.pm1, .b),
        "pm2_5_atm": .channel(.pm2_5, .a), "pm2_5_atm_b": .channel(.pm2_5, .b),
        "pm10_0_atm": .channel(.pm10, .a), "pm10_0_atm_b": .channel(.pm10, .b),
    ])
}

/// The JSON of a PurpleAir sensor (`/json`): one flat object.
///
/// - `SensorId`, the hardware address, is the device.
/// - `DateTime` is `2026/03/02T08:17:31z`, UTC.
/// - The temperature is in degrees Fahrenheit, the pressure in millibars, which are hPa.
/// - Two particle sensors, A and B: `TwinChannels`. Models with one have no key that ends in `_b`.
/// - With a failed weather sensor its keys are missing: not measured.
extension Decoder {
    mutating func decodePurpleAir(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var isKnown = false
        var stamp: Instant?
        var pm1 = TwinChannels()
        var pm2_5 = TwinChannels()
        var pm10 = TwinChannels()
        let names = PurpleAirName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard let name = names[key.name] else {
                try scanner.skipValue(text)
                continue
            }
            switch name {
            case .sensor:
                decoded.device = try scanner.device(text)
                isKnown = true
            case .stamp: stamp = try purpleAirStamp(text)
            case .quantity(let quantity, let scale):
                decoded.add(try scanner.written(text).converted(text, by: scale), of: quantity)
            case .channel(let size, let channel):
                isKnown = true
                let value = try scanner.value(text)
                switch size {
                case .pm1: pm1.set(channel, value)
                case .pm10: pm10.set(channel, value)
                default: pm2_5.set(channel, value)
                }
            }
        }
        guard isKnown else { throw JSONError(.wrongShape, at: 0) }
        decoded.add(pm1.reading, of: .pm1)
        decoded.add(pm2_5.reading, of: .pm2_5)
        decoded.add(pm10.reading, of: .pm10)
        for index in 0..<decoded.samples.count { decoded.samples[index].stamp = stamp }
    }

    private mutating func purpleAirStamp(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        if scanner.kind(text) == .null {
            try scanner.skipValue(text)
            return nil
        }
        guard scanner.kind(text) == .string else { throw JSONError(.malformedStamp, at: start) }
        let string = try scanner.string(text)
        var bytes: [UInt8] = []
        string.appendUnescaped(text, to: &bytes)
        guard let instant = Self.slashedStamp(bytes.span) else { throw JSONError(.malformedStamp, at: start) }
        return instant
    }

    /// `2026/03/02T08:17:31z`, and the same with hyphens. Without the zone it is refused like any other.
    private static func slashedStamp(_ written: Span<UInt8>) -> Instant? {
        guard written.count == 20 else { return Instant(iso8601: written) }
        var hyphened = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
        for offset in 0..<20 where !(offset == 4 || offset == 7) || written[offset] != UInt8(ascii: "/") {
            hyphened[offset] = written[offset]
        }
        return Instant(iso8601: hyphened.span)
    }
}
