import Readings

/// What a member of an AirGradient message means. `pm02Compensated`, `noxIndex` (an index, no gas) and the particle counts
/// are no quantities.
enum AirGradientName: Sendable {
    case serialNumber
    case quantity(Quantity)

    static let table = NameTable<AirGradientName>([
        "serialno": .serialNumber, "pm01": .quantity(.pm1), "pm02": .quantity(.pm2_5), "pm10": .quantity(.pm10),
        "rco2": .quantity(.co2), "atmp": .quantity(.temperature), "rhum": .quantity(.humidity),
    ])
}

/// The message of an AirGradient monitor: one flat object without a stamp.
extension Decoder {
    mutating func decodeAirGradient(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var isKnown = false
        let names = AirGradientName.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard let name = names[key.name] else {
                try scanner.skipValue(text)
                continue
            }
            isKnown = true
            switch name {
            case .serialNumber: decoded.device = try scanner.device(text)
            case .quantity(let quantity):
                var value = try scanner.value(text)
                if value == .value(Self.airGradientSentinel(of: quantity)) { value = .rejected(.sentinel) }
                decoded.add(value, of: quantity)
            }
        }
        guard isKnown else { throw JSONError(.wrongShape, at: 0) }
    }

    /// The firmware's figures for "invalid": -1000 for temperatures, where -1 degC is weather, and -1 for all others.
    private static func airGradientSentinel(of quantity: Quantity) -> Millionths {
        Millionths(quantity == .temperature ? -1_000_000_000 : -1_000_000)
    }
}
