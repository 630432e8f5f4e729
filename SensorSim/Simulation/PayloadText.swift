import Readings

/// Writing payloads as bytes, without a JSON library: the simulator must not share code with the decoders it tests.
extension [UInt8] {
    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// The number with exactly that many decimals, rounded half away from zero: `12.40`.
    mutating func append(_ value: Double, decimals: Int) {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        append(Int64((value * Double(scale)).rounded()), over: scale, decimals: decimals)
    }

    private mutating func append(_ scaled: Int64, over scale: Int64, decimals: Int) {
        if scaled < 0 { append(UInt8(ascii: "-")) }
        let magnitude = scaled < 0 ? -scaled : scaled
        append(number: magnitude / scale)
        guard decimals > 0 else { return }
        append(UInt8(ascii: "."))
        var weight = scale / 10
        while weight > 0 {
            append(UInt8(ascii: "0") + UInt8(magnitude / weight % 10))
            weight /= 10
        }
    }

    /// A comma, unless a list or an object begins here.
    mutating func separate() {
        guard let last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else { return }
        append(UInt8(ascii: ","))
    }

    /// `"no2":12.4` as the next member of an object; nothing for nil.
    mutating func append(member name: String, _ value: Double?, decimals: Int) {
        guard let value else { return }
        separate()
        append("\"\(name)\":")
        append(value, decimals: decimals)
    }

    mutating func append(number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var weight: UInt64 = 1
        while number.magnitude / weight >= 10 { weight *= 10 }
        while weight > 0 {
            append(UInt8(ascii: "0") + UInt8(number.magnitude / weight % 10))
            weight /= 10
        }
    }

    /// `2026-03-02T08:15:30.250Z`.
    mutating func append(milliseconds instant: Instant) {
        let start = instant.floored(toMicroseconds: Microseconds.second)
        append(seconds: start)
        removeLast()
        let millisecond = instant.microseconds(since: start) / 1000
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(millisecond / 100))
        append(twoDigits: Int(millisecond % 100))
        append(UInt8(ascii: "Z"))
    }

    /// `2026-03-02T08:15:30Z`, the fraction cut.
    mutating func append(seconds instant: Instant) {
        instant.floored(toMicroseconds: Microseconds.second).appendISO8601(to: &self)
    }

    /// `2026-03-02T08:15:30`, or with other letters between its parts, the fraction cut.
    mutating func append(
        wall instant: Instant, between: UInt8 = UInt8(ascii: "T"), dateMark: UInt8 = UInt8(ascii: "-")
    ) {
        let start = count
        append(seconds: instant)
        removeLast()
        self[start + 4] = dateMark
        self[start + 7] = dateMark
        self[start + 10] = between
    }

    /// `2026-03-02T08:15:30.250000`, always six digits.
    mutating func append(microseconds instant: Instant) {
        append(wall: instant)
        append(".")
        let fraction = instant.microseconds(since: instant.floored(toMicroseconds: Microseconds.second))
        var weight: Int64 = 100_000
        while weight > 0 {
            append(UInt8(ascii: "0") + UInt8(fraction / weight % 10))
            weight /= 10
        }
    }

    /// Seconds since 1970 with three decimals, finer ones cut.
    mutating func append(epoch instant: Instant) {
        append(milliseconds: instant, after: Instant(microseconds: 0))
    }

    /// Seconds between two instants, both cut to the millisecond, with three decimals.
    mutating func append(milliseconds later: Instant, after instant: Instant) {
        let milliseconds =
            later.floored(toMicroseconds: 1000)
            .microseconds(since: instant.floored(toMicroseconds: 1000)) / 1000
        append(milliseconds, over: 1000, decimals: 3)
    }
}
