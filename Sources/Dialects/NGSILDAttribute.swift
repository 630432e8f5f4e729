import Readings

/// What a member of an NGSI-LD attribute means. `metadata` is where NGSI v2 keeps the unit.
enum NGSILDMember: Sendable {
    case value, unitCode, observedAt, metadata
    /// In the metadata of NGSI v2: when the value was measured.
    case timeInstant

    static let table = NameTable<NGSILDMember>([
        "value": .value, "@value": .value, "unitCode": .unitCode, "observedAt": .observedAt, "metadata": .metadata,
        "TimeInstant": .timeInstant, "timestamp": .timeInstant,
    ])
}

/// An attribute's parts, which may come in any order.
struct NGSILDAttribute: Sendable {
    var value = WrittenValue.absent
    /// Nil when the attribute has no unit code.
    var unit: JSONName?
    var observedAt: Instant?

    /// Without a unit code the Smart Data Model's own unit holds: `relativeHumidity` is a fraction of one, the rest is in
    /// our units.
    func converted(_ text: Span<UInt8>, _ quantity: Quantity) -> DecodedValue {
        guard let unit else {
            return value.converted(text, by: quantity == .humidity ? UnitScale(100) : .one)
        }
        if value == .absent { return .absent }
        guard let scale = UnitCode.table[unit]?.scale(for: quantity) else { return .rejected(.malformedValue) }
        return value.converted(text, by: scale)
    }
}

extension Decoder {
    /// An attribute: an object, a bare value (key-values), or an array of instances (NGSI-LD 4.5.5, `datasetId`).
    mutating func ngsiAttributes(
        _ text: Span<UInt8>, _ quantity: Quantity, into decoded: inout Decoded
    ) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try ngsiAttribute(text, quantity, into: &decoded)
            return
        }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try ngsiAttribute(text, quantity, into: &decoded) }
    }

    private mutating func ngsiAttribute(
        _ text: Span<UInt8>, _ quantity: Quantity, into decoded: inout Decoded
    ) throws(JSONError) {
        var attribute = NGSILDAttribute()
        if scanner.kind(text) == .object {
            let members = NGSILDMember.table
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                switch members[key.name] {
                case .value: attribute.value = try scanner.written(text)
                case .unitCode: attribute.unit = try ngsiUnit(text) ?? attribute.unit
                case .observedAt: attribute.observedAt = try ngsiTime(text)
                case .metadata: try ngsiMetadata(text, into: &attribute)
                case .timeInstant, nil: try scanner.skipValue(text)
                }
            }
        } else {
            attribute.value = try scanner.written(text)
        }
        decoded.add(attribute.converted(text, quantity), of: quantity)
        if case .value = attribute.converted(text, quantity), let observedAt = attribute.observedAt {
            decoded.samples[decoded.samples.count - 1].stamp = observedAt
        }
    }

    /// A unit code: a string, or an object with the string as its value. Anything else is a unit that nobody knows.
    private mutating func ngsiUnit(_ text: Span<UInt8>) throws(JSONError) -> JSONName? {
        switch scanner.kind(text) {
        case .string: return try scanner.string(text).name(text)
        case .null:
            try scanner.skipValue(text)
            return nil
        case .object:
            var found: JSONName?
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                if NGSILDMember.table[key.name] == .value {
                    found = try ngsiUnit(text)
                } else {
                    try scanner.skipValue(text)
                }
            }
            return found
        default:
            try scanner.skipValue(text)
            return .unnamed
        }
    }

    private mutating func ngsiMetadata(
        _ text: Span<UInt8>, into attribute: inout NGSILDAttribute
    ) throws(JSONError) {
        guard scanner.kind(text) == .object else {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch NGSILDMember.table[key.name] {
            case .unitCode: attribute.unit = try ngsiUnit(text) ?? attribute.unit
            case .timeInstant: attribute.observedAt = try ngsiTime(text) ?? attribute.observedAt
            default: try scanner.skipValue(text)
            }
        }
    }
}
