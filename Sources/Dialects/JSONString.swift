import Readings

/// A string that a scanner has checked: where its bytes stand between the quotes.
package struct JSONString: Hashable, Sendable {
    package var range: Range<Int>
    /// Whether the bytes must be unescaped before they mean what they say.
    package var hasEscapes: Bool

    /// The name that the string spells, escapes resolved.
    package func name(_ text: Span<UInt8>) -> JSONName {
        guard hasEscapes else { return JSONName(text.extracting(range)) }
        var bytes: [UInt8] = []
        appendUnescaped(text, to: &bytes)
        return JSONName(bytes.span)
    }

    /// The string's characters.
    package func unescaped(_ text: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        appendUnescaped(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the string's characters as UTF-8. `text` must be the one that the scanner checked.
    package func appendUnescaped(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = text[at]
            guard byte == UInt8(ascii: "\\"), at + 1 < range.upperBound else {
                bytes.append(byte)
                at += 1
                continue
            }
            let escaped = text[at + 1]
            at += 2
            switch escaped {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = JSONScanner.hexadecimal(text, from: at) ?? 0xFFFD
                at += 4
                if scalar & 0xFC00 == 0xD800 {
                    let low = JSONScanner.hexadecimal(text, from: at + 2) ?? 0xDC00
                    scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (low & 0x3FF)
                    at += 6
                }
                append(scalar, to: &bytes)
            default: bytes.append(escaped)
            }
        }
    }

    private func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        let valid = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        bytes.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
    }
}

extension JSONScanner {
    /// Reads a string; `wrongShape` when the next value is something else.
    package mutating func string(_ text: Span<UInt8>) throws(JSONError) -> JSONString {
        guard position < text.count, text[position] == UInt8(ascii: "\"") else {
            throw JSONError(kind(text) == nil ? .notJSON : .wrongShape, at: position)
        }
        let start = position + 1
        var at = start
        var hasEscapes = false
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "\"") {
                position = at + 1
                return JSONString(range: start..<at, hasEscapes: hasEscapes)
            }
            guard byte >= 0x20 else { throw JSONError(.notJSON, at: at) }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                at += try escapeLength(text, at: at)
            } else if byte >= 0x80 {
                at += try sequenceLength(text, at: at)
            } else {
                at += 1
            }
        }
        throw JSONError(.notJSON, at: text.count)
    }

    /// Four hexadecimal digits; nil when they are not there.
    static func hexadecimal(_ text: Span<UInt8>, from start: Int) -> UInt32? {
        guard start + 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for at in start..<(start + 4) {
            let byte = text[at]
            let lower = byte | 0x20
            let digit: UInt8
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digit = byte - UInt8(ascii: "0")
            } else if lower >= UInt8(ascii: "a"), lower <= UInt8(ascii: "f") {
                digit = lower - UInt8(ascii: "a") + 10
            } else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Bytes of the escape that begins at the backslash; a surrogate pair counts as one, a lone surrogate is refused.
    private func escapeLength(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
        guard start + 1 < text.count else { throw JSONError(.notJSON, at: text.count) }
        switch text[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = Self.hexadecimal(text, from: start + 2), unit & 0xFC00 != 0xDC00 else {
                throw JSONError(.notJSON, at: start)
            }
            guard unit & 0xFC00 == 0xD800 else { return 6 }
            guard start + 7 < text.count, text[start + 6] == UInt8(ascii: "\\"), text[start + 7] == UInt8(ascii: "u"),
                let low = Self.hexadecimal(text, from: start + 8), low & 0xFC00 == 0xDC00
            else { throw JSONError(.notJSON, at: start) }
            return 12
        default:
            throw JSONError(.notJSON, at: start)
        }
    }

    /// Bytes of the UTF-8 sequence at `start`, by the table of well-formed sequences (Unicode, table 3-7).
    private func sequenceLength(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
        let lead = text[start]
        let length: Int
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { lowest = 0xA0 }
            if lead == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { lowest = 0x90 }
            if lead == 0xF4 { highest = 0x8F }
        default: throw JSONError(.notJSON, at: start)
        }
        guard start + length <= text.count, text[start + 1] >= lowest, text[start + 1] <= highest else {
            throw JSONError(.notJSON, at: start)
        }
        for at in (start + 2)..<max(start + 2, start + length) where text[at] & 0xC0 != 0x80 {
            throw JSONError(.notJSON, at: start)
        }
        return length
    }
}
