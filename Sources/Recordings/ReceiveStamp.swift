package import Readings

/// The receive time of a recorded line.
package enum ReceiveStamp {
    /// RFC 3339, or mosquitto's `2022-03-01T01:01:29.024367Z+0100`: there the wall clock is local, the offset rules, and
    /// the Z means nothing (mosquitto_sub prints the literal Z and then strftime's %z). Nil for anything else, a time
    /// without a zone included.
    package static func instant(_ text: Span<UInt8>) -> Instant? {
        // `Z+0100`: the sign is the fifth byte from the end, the Z the sixth.
        let sign = text.count - 5
        guard sign > 1, text[sign - 1] == UInt8(ascii: "Z"),
            text[sign] == UInt8(ascii: "+") || text[sign] == UInt8(ascii: "-")
        else { return Instant(iso8601: text) }
        guard case .local(let wall)? = ISO8601Stamp(text.extracting(0..<(sign - 1))),
            let hours = number(text, at: sign + 1), hours < 24,
            let minutes = number(text, at: sign + 3), minutes < 60
        else { return nil }
        let offset = (hours * 60 + minutes) * Microseconds.minute
        return wall.advanced(byMicroseconds: text[sign] == UInt8(ascii: "-") ? offset : -offset)
    }

    private static func number(_ text: Span<UInt8>, at position: Int) -> Int64? {
        let tens = text[position] &- UInt8(ascii: "0")
        let ones = text[position + 1] &- UInt8(ascii: "0")
        guard tens < 10, ones < 10 else { return nil }
        return Int64(tens * 10 + ones)
    }
}
