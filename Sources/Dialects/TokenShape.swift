/// Whether a text looks like something that names a person or a vehicle, for fields whose name does not tell.
///
/// - A card's number is 4, 7 or 10 bytes (ISO/IEC 14443-3), written as hexadecimal digits, in one piece or in pairs: eight
///   digits in a row, or four pairs.
/// - A contract identifier (eMAID, ISO 15118-2 annex H): country, provider, `C` and eight more.
/// - A vehicle's identification number: 17 letters and digits without I, O and Q (ISO 3779).
/// - JSON inside of a string may hold any of them.
///
/// Stamps and UUIDs (RFC 9562) are neither and stay. A tag that is a word, such as `JSMITH`, has no shape: only the name of
/// its field tells.
package enum TokenShape {
    package static func matches(_ text: Span<UInt8>) -> Bool {
        if isStamp(text) || isUUID(text) { return false }
        if hasCard(text) || text.indices.contains(where: { text[$0] == UInt8(ascii: "{") }) { return true }
        return isContract(text) || isVehicle(text)
    }

    /// Whether a text that is meant to be an identifier of something else may be a card's number all the same: 8, 14 or 20
    /// hexadecimal digits and no more in a row, or in pairs, or a contract or a vehicle. A UUID and a longer number are not,
    /// nor is a number of milliseconds since 1970.
    static func isCard(_ text: Span<UInt8>) -> Bool {
        if isUUID(text) { return false }
        var (digits, pairs) = (0, 0)
        for offset in 0...text.count {
            let byte = offset < text.count ? text[offset] : 0
            if isHexadecimal(byte) {
                digits += 1
                continue
            }
            if digits == 8 || digits == 14 || digits == 20 { return true }
            pairs = digits == 2 ? pairs + 1 : 0
            if pairs >= 4 { return true }
            if byte != UInt8(ascii: ":"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: " ") { pairs = 0 }
            digits = 0
        }
        return isContract(text) || isVehicle(text)
    }

    /// Eight hexadecimal digits in a row, or four pairs.
    static func hasCard(_ text: Span<UInt8>) -> Bool {
        var digits = 0
        var pairs = 0
        for offset in 0...text.count {
            let byte = offset < text.count ? text[offset] : 0
            if isHexadecimal(byte) {
                digits += 1
                if digits >= 8 { return true }
                continue
            }
            pairs = digits == 2 ? pairs + 1 : 0
            if pairs >= 4 { return true }
            if byte != UInt8(ascii: ":"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: " ") { pairs = 0 }
            digits = 0
        }
        return false
    }

    /// A decimal, a stamp or one word of letters: what a measured value can be.
    static func isMeasure(_ text: Span<UInt8>) -> Bool {
        guard text.count <= 32 else { return false }
        if isStamp(text) { return true }
        var hasLetter = false
        var hasDigit = false
        for offset in text.indices {
            let byte = text[offset]
            let letter = lowercased(byte)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
            default:
                guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") else { return false }
                // An exponent is no letter.
                if letter != UInt8(ascii: "e") || !hasDigit { hasLetter = true }
            }
        }
        return !(hasLetter && hasDigit)
    }

    /// Whether the text begins with a date, `2026-03-02`, and goes on with nothing but a time and a zone.
    private static func isStamp(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 10, text.count <= 40, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else {
            return false
        }
        for offset in 0..<10 where offset != 4 && offset != 7 {
            guard isDigit(text[offset]) else { return false }
        }
        guard text.count > 10 else { return true }
        guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "t") else {
            return false
        }
        for offset in 11..<text.count {
            switch text[offset] {
            case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "+"),
                UInt8(ascii: "-"), UInt8(ascii: "Z"), UInt8(ascii: "z"):
                continue
            default: return false
            }
        }
        return true
    }

    private static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for offset in 0..<36 {
            let isDash = offset == 8 || offset == 13 || offset == 18 || offset == 23
            guard isDash ? text[offset] == UInt8(ascii: "-") : isHexadecimal(text[offset]) else { return false }
        }
        return true
    }

    private static func isContract(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 14, text.count <= 20 else { return false }
        var place = 0
        var hasDigit = false
        for offset in text.indices {
            let byte = text[offset]
            if byte == UInt8(ascii: "-") { continue }
            let isLetter = lowercased(byte) >= UInt8(ascii: "a") && lowercased(byte) <= UInt8(ascii: "z")
            hasDigit = hasDigit || isDigit(byte)
            guard isLetter || isDigit(byte) && place >= 2 else { return false }
            if place == 5, lowercased(byte) != UInt8(ascii: "c") { return false }
            place += 1
        }
        // Without a digit it is a word, such as EVDisconnected.
        return hasDigit && (place == 14 || place == 15)
    }

    private static func isVehicle(_ text: Span<UInt8>) -> Bool {
        guard text.count == 17 else { return false }
        var letters = 0
        var digits = 0
        for offset in text.indices {
            let byte = text[offset] & 0xDF
            if isDigit(text[offset]) {
                digits += 1
            } else if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z"), byte != UInt8(ascii: "I"),
                byte != UInt8(ascii: "O"), byte != UInt8(ascii: "Q")
            {
                letters += 1
            } else {
                return false
            }
        }
        return letters > 0 && digits > 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return isDigit(byte) || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f")
    }
}
