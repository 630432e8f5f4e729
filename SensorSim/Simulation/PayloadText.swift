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
}
