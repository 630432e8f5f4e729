import Dialects
package import Readings

/// Writes recorded messages as lines of a feed, in the shape of `mosquitto_sub -F %J`, the payload's bytes unchanged.
package struct FeedWriter: Sendable {
    // One level less than the reader allows: the line itself is one.
    private var scanner = JSONScanner(depthCap: 62)

    package init() {}

    /// Appends one line with its line end. A payload that is no JSON, or that a line would change (a line break, white
    /// space at its ends, a bare JSON string, which a reader takes for a text), travels as `payload_base64`.
    package mutating func append(
        received: Instant, topic: [UInt8], qos: UInt8, isRetained: Bool, packetID: UInt16 = 0, payload: [UInt8],
        to text: inout [UInt8]
    ) {
        text.append(contentsOf: "{\"tst\":\"".utf8)
        received.appendISO8601(to: &text)
        text.append(contentsOf: "\",\"topic\":\"".utf8)
        appendEscaped(topic, to: &text)
        text.append(contentsOf: "\",\"qos\":".utf8)
        text.append(UInt8(ascii: "0") + min(qos, 2))
        text.append(contentsOf: ",\"retain\":".utf8)
        text.append(UInt8(ascii: isRetained ? "1" : "0"))
        if packetID != 0 { text.append(contentsOf: ",\"mid\":\(packetID)".utf8) }
        text.append(contentsOf: ",\"payloadlen\":".utf8)
        text.append(contentsOf: String(payload.count).utf8)
        if canStandInLine(payload) {
            text.append(contentsOf: ",\"payload\":".utf8)
            text.append(contentsOf: payload)
            text.append(contentsOf: "}\n".utf8)
        } else {
            text.append(contentsOf: ",\"payload_base64\":\"".utf8)
            Base64.append(payload, to: &text)
            text.append(contentsOf: "\"}\n".utf8)
        }
    }

    private mutating func canStandInLine(_ payload: [UInt8]) -> Bool {
        guard let first = payload.first, let last = payload.last, first != UInt8(ascii: "\""),
            first > 0x20, last > 0x20, first != 0xEF
        else { return false }
        let bytes = payload.span
        for at in bytes.indices where bytes[at] == 0x0A || bytes[at] == 0x0D { return false }
        do throws(JSONError) {
            scanner.begin(bytes)
            try scanner.skipValue(bytes, ignoringDuplicates: true)
            try scanner.end(bytes)
            return true
        } catch {
            return false
        }
    }

    private func appendEscaped(_ topic: [UInt8], to text: inout [UInt8]) {
        for byte in topic {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            } else if byte < 0x20 {
                let digits = Array("0123456789abcdef".utf8)
                text.append(contentsOf: "\\u00".utf8)
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            } else {
                text.append(byte)
            }
        }
    }
}
