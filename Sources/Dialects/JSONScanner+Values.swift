package import Readings

/// The kinds of JSON values.
package enum JSONKind: Sendable {
    case object, array, string, number, boolean, null
}

extension JSONScanner {
    /// The kind of the value at the cursor, by its first byte; nil where none begins.
    @inline(__always)
    package func kind(_ text: Span<UInt8>) -> JSONKind? {
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        default: return nil
        }
    }

    /// Reads a number in millionths, multiplied by `factor` before the one rounding; nil when Int64 cannot hold it.
    package mutating func millionths(_ text: Span<UInt8>, times factor: Int64 = 1) throws(JSONError) -> Millionths? {
        try requireNumber(text)
        if factor == 1, let short = shortMillionths(text) { return short }
        var decimal = DecimalScanner()
        do {
            position = try decimal.scan(text, from: position)
        } catch {
            throw JSONError(.notJSON, at: position)
        }
        return try? decimal.value(times: factor)
    }

    /// Reads a whole number; nil when it has a fraction or Int64 cannot hold it.
    package mutating func integer(_ text: Span<UInt8>) throws(JSONError) -> Int64? {
        let range = try number(text)
        let isNegative = text[range.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for at in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.subtractingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// Steps over a number and returns where it stands.
    package mutating func number(_ text: Span<UInt8>) throws(JSONError) -> Range<Int> {
        try requireNumber(text)
        let start = position
        var decimal = DecimalScanner()
        do {
            position = try decimal.scan(text, from: start)
        } catch {
            throw JSONError(.notJSON, at: start)
        }
        return start..<position
    }

    /// Checks the value at the cursor, steps over it and returns the range of its original bytes.
    ///
    /// `ignoringDuplicates` is for texts that are only copied on, whose keys are judged later.
    @discardableResult
    package mutating func skipValue(
        _ text: Span<UInt8>, ignoringDuplicates: Bool = false
    ) throws(JSONError) -> Range<Int> {
        let start = position
        switch kind(text) {
        case .object:
            try beginObject(text)
            while try nextKey(text, ignoringDuplicates: ignoringDuplicates) != nil {
                try skipValue(text, ignoringDuplicates: ignoringDuplicates)
            }
        case .array:
            try beginArray(text)
            while try nextElement(text) { try skipValue(text, ignoringDuplicates: ignoringDuplicates) }
        case .string: _ = try string(text)
        case .number: _ = try number(text)
        case .boolean:
            try word(text, text[position] == UInt8(ascii: "t") ? 0x6575_7274 : 0x65_736C_6166)
        case .null: try word(text, 0x6C6C_756E)
        case nil: throw JSONError(.notJSON, at: position)
        }
        return start..<position
    }

    /// Steps over the literal whose ASCII bytes are packed in `letters`, the first one lowest.
    private mutating func word(_ text: Span<UInt8>, _ letters: UInt64) throws(JSONError) {
        var rest = letters
        var at = position
        while rest != 0 {
            guard at < text.count, text[at] == UInt8(truncatingIfNeeded: rest) else {
                throw JSONError(.notJSON, at: position)
            }
            rest >>= 8
            at += 1
        }
        position = at
    }

    @inline(__always)
    private func requireNumber(_ text: Span<UInt8>) throws(JSONError) {
        guard kind(text) == .number else {
            throw JSONError(kind(text) == nil ? .notJSON : .wrongShape, at: position)
        }
    }

    /// The usual reading, up to nine digits in front of the mark and six behind it, without 128-bit arithmetic. Nil, with
    /// the cursor unmoved, for any other number, which then takes the general path.
    @inline(__always)
    mutating func shortMillionths(_ text: Span<UInt8>) -> Millionths? {
        var at = position
        let end = text.count
        let isNegative = text[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        let first = at
        var value: Int64 = 0
        while at < end {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            guard at - first < 9 else { return nil }
            value = value &* 10 &+ Int64(digit)
            at += 1
        }
        guard at > first, at - first == 1 || text[first] != UInt8(ascii: "0") else { return nil }
        var weight: Int64 = 1_000_000
        if at < end, text[at] == UInt8(ascii: ".") {
            at += 1
            guard at < end, text[at] &- UInt8(ascii: "0") < 10 else { return nil }
            while at < end {
                let digit = text[at] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                guard weight > 1 else { return nil }
                weight /= 10
                value = value &* 10 &+ Int64(digit)
                at += 1
            }
        }
        if at < end, text[at] | 0x20 == UInt8(ascii: "e") { return nil }
        position = at
        let count = value &* weight
        return Millionths(isNegative ? -count : count)
    }
}
