import Readings

/// What stands where a payload should have a measured value.
enum DecodedValue: Equatable, Sendable {
    case value(Millionths)
    case rejected(RejectionReason)
    /// `null`: the device says that it has no such value.
    case absent

    /// A value in the quantity's unit, or the word for "missing" of reference archives: -999 (Breathe London, OpenAQ,
    /// AQMesh) and -200 (the UCI air quality set). No quantity of ours can have them.
    @inline(__always)
    static func checked(_ value: Millionths) -> DecodedValue {
        if value.count < 0, value.count == -999_000_000 || value.count == -200_000_000 { return .rejected(.sentinel) }
        return .value(value)
    }
}

/// A value's bytes before its unit is known: a number, perhaps in quotes.
enum WrittenValue: Equatable, Sendable {
    case decimal(Range<Int>)
    case notANumber
    case malformed
    case absent

    /// The value in the file's unit.
    func converted(_ text: Span<UInt8>, by scale: UnitScale) -> DecodedValue {
        switch self {
        case .absent: return .absent
        case .notANumber: return .rejected(.sentinel)
        case .malformed: return .rejected(.malformedValue)
        case .decimal(let range):
            var scanner = DecimalScanner()
            guard let end = try? scanner.scan(text, from: range.lowerBound), end == range.upperBound else {
                return .rejected(.malformedValue)
            }
            // No sentinel is too large to be held; the value in the file's unit may fit where the written one does not.
            if let plain = try? scanner.value(times: 1), case .rejected(let reason) = DecodedValue.checked(plain) {
                return .rejected(reason)
            }
            guard let value = scale.convert(scanner) else { return .rejected(.malformedValue) }
            return .value(value)
        }
    }
}

extension JSONScanner {
    /// Reads a value that needs no conversion: a number, or a decimal in quotes. `nan` in quotes is the device's word for
    /// "no value"; any other text and any other kind is malformed.
    mutating func value(_ text: Span<UInt8>) throws(JSONError) -> DecodedValue {
        if kind(text) == .number {
            guard let value = try millionths(text) else { return .rejected(.malformedValue) }
            return .checked(value)
        }
        return try written(text).converted(text, by: .one)
    }

    /// Reads a value and leaves its conversion for later.
    mutating func written(_ text: Span<UInt8>) throws(JSONError) -> WrittenValue {
        switch kind(text) {
        case .number: return .decimal(try number(text))
        case .null:
            try skipValue(text)
            return .absent
        case .string:
            let string = try string(text)
            if Self.isNaN(text.extracting(string.range)) { return .notANumber }
            // Whether the text is a decimal shows when it is converted.
            return string.hasEscapes || string.range.isEmpty ? .malformed : .decimal(string.range)
        default:
            try skipValue(text)
            return .malformed
        }
    }

    /// `nan` in any case, as ESPHome writes it.
    static func isNaN(_ bytes: Span<UInt8>) -> Bool {
        bytes.count == 3 && bytes[0] | 0x20 == UInt8(ascii: "n") && bytes[1] | 0x20 == UInt8(ascii: "a")
            && bytes[2] | 0x20 == UInt8(ascii: "n")
    }
}
