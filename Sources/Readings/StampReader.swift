/// A cursor over the bytes of a date or a time.
///
/// The bytes are handed to each step: a struct that held the span would need lifetime annotations, which are still
/// experimental.
struct StampReader {
    private var at = 0

    func isAtEnd(_ text: Span<UInt8>) -> Bool { at == text.count }

    /// A number of exactly that many digits.
    mutating func number(_ text: Span<UInt8>, digits: Int) -> Int? {
        guard at + digits <= text.count else { return nil }
        var value = 0
        for offset in at..<(at + digits) {
            let digit = text[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        at += digits
        return value
    }

    /// Steps over one byte when it is the one asked for.
    mutating func skip(_ text: Span<UInt8>, _ byte: Unicode.Scalar) -> Bool {
        guard at < text.count, text[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    /// The digits behind a decimal mark, in microseconds; digits past the sixth are cut. Nil when there is no digit.
    mutating func fraction(_ text: Span<UInt8>) -> Int64? {
        let first = at
        var value: Int64 = 0
        var weight: Int64 = 100_000
        while at < text.count {
            let digit = text[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value += Int64(digit) * weight
            weight /= 10
            at += 1
        }
        return at > first ? value : nil
    }

    /// The distance of a zone designator from UTC in microseconds, positive to the east.
    mutating func zoneOffset(_ text: Span<UInt8>) -> Int64? {
        if skip(text, "Z") || skip(text, "z") { return 0 }
        let isEast = skip(text, "+")
        guard isEast || skip(text, "-"), let hours = number(text, digits: 2), hours < 24 else { return nil }
        var minutes = 0
        if !isAtEnd(text) {
            _ = skip(text, ":")
            guard let written = number(text, digits: 2), written < 60 else { return nil }
            minutes = written
        }
        let offset = Int64(hours * 60 + minutes) * Microseconds.minute
        return isEast ? offset : -offset
    }
}
