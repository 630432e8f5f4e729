/// Base 64 with padding (RFC 4648 section 4).
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        var at = 0
        while at < bytes.count {
            let length = min(3, bytes.count - at)
            var group = UInt32(bytes[at]) << 16
            if length > 1 { group |= UInt32(bytes[at + 1]) << 8 }
            if length > 2 { group |= UInt32(bytes[at + 2]) }
            for place in 0..<4 {
                let index = Int(group >> UInt32(18 - 6 * place) & 63)
                text.append(place <= length ? alphabet[index] : UInt8(ascii: "="))
            }
            at += 3
        }
    }

    /// Appends what `text` encodes and says whether it was right: whole groups of four, padding at the end only.
    package static func decode(_ text: Span<UInt8>, to bytes: inout [UInt8]) -> Bool {
        guard text.count % 4 == 0 else { return false }
        var at = 0
        while at < text.count {
            var group: UInt32 = 0
            var padding = 0
            for place in 0..<4 {
                let byte = text[at + place]
                if byte == UInt8(ascii: "="), place >= 2, at + 4 == text.count {
                    padding += 1
                    group <<= 6
                } else if padding == 0, let value = value(byte) {
                    group = group << 6 | value
                } else {
                    return false
                }
            }
            for place in 0..<(3 - padding) { bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * place))) }
            at += 4
        }
        return true
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
