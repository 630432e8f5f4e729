import Readings

extension JSONScanner {
    /// Reads a number as time since 1970: seconds, milliseconds or microseconds by its size; nil beyond them.
    ///
    /// 1e11 seconds is the year 5138, and 1e11 milliseconds is March 1973, so the three never overlap for any stamp that a
    /// device of ours can mean. What is finer than a microsecond is cut.
    mutating func epoch(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = position
        if let whole = try integer(text) {
            switch whole.magnitude {
            case 0..<100_000_000_000: return Instant(microseconds: whole * Microseconds.second)
            case 0..<100_000_000_000_000: return Instant(microseconds: whole * 1000)
            case 0..<100_000_000_000_000_000: return Instant(microseconds: whole)
            default: return nil
            }
        }
        position = start
        guard let value = try millionths(text) else { return nil }
        let isSeconds = value.count.magnitude < 100_000_000_000_000_000
        return Instant(microseconds: isSeconds ? value.count : value.count / 1000)
    }
}
