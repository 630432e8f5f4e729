/// How texts are written in NDJSON: RFC 8259 section 7.
extension [UInt8] {
    /// A text in quotes. The bytes must be valid UTF-8; control characters, quotes, and the two line separators that
    /// JavaScript and some viewers take for line ends are escaped.
    package mutating func append(jsonText text: some Sequence<UInt8>) {
        append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20, 0x7F: append(contentsOf: "\\u00\(Self.hex(byte >> 4))\(Self.hex(byte & 15))".utf8)
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }

    private static func hex(_ digit: UInt8) -> String { String(digit, radix: 16) }
}
