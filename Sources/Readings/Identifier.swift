/// The rule for names of devices, sites and charge points: `[A-Za-z0-9][A-Za-z0-9._:*-]{0,63}`. No path, no spreadsheet
/// formula and no terminal control can be spelled with it, so such a name is safe wherever it is written.
package enum Identifier {
    package static let maximumLength = 64

    package static func isValid(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 1, bytes.count <= maximumLength, isAlphanumeric(bytes[0]) else { return false }
        for offset in 1..<max(1, bytes.count) {
            let byte = bytes[offset]
            guard isAlphanumeric(byte) || isPunctuation(byte) else { return false }
        }
        return true
    }

    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return isValid(bytes.span)
    }

    /// Boroughs: `[a-z0-9-]`, 1 to 64 bytes: they become names of folders.
    package static func isValidBorough(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.count >= 1 && bytes.count <= maximumLength
            && bytes.allSatisfy {
                ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                    || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    || $0 == UInt8(ascii: "-")
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "-")
    }
}
