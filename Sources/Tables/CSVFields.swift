package import Readings

/// How values are written in every file: RFC 4180, `.` decimals, trailing zeros cut, empty for missing.
extension [UInt8] {
    package mutating func comma() { append(UInt8(ascii: ",")) }

    package mutating func endRow() { append(UInt8(ascii: "\n")) }

    /// A whole number.
    package mutating func append(whole value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: value.magnitude)
    }

    /// Millionths as a decimal of up to six places: 12400000 is `12.4`.
    package mutating func append(millionths value: Int64) {
        append(value, scale: 1_000_000)
    }

    /// A decimal with as many places as `scale` (a power of ten) has zeros, trailing zeros cut; never `-0`.
    package mutating func append(_ value: Int64, scale: UInt64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: scale)
        append(digitsOf: whole)
        guard fraction != 0 else { return }
        append(UInt8(ascii: "."))
        var rest = fraction
        var weight = scale / 10
        while rest != 0 {
            let (digit, remainder) = rest.quotientAndRemainder(dividingBy: weight)
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
            rest = remainder
            weight /= 10
        }
    }

    package mutating func append(digitsOf value: UInt64) {
        if value < 10 {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value))
            return
        }
        var weight: UInt64 = 10
        while value / weight >= 10 { weight *= 10 }
        var rest = value
        while weight > 0 {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / weight))
            rest %= weight
            weight /= 10
        }
    }

    /// `part` as a percentage of `whole` with up to four places, rounded half away from zero; `whole` must be positive.
    package mutating func append(percentOf part: Int64, in whole: Int64) {
        if part == whole {
            append(contentsOf: [UInt8(ascii: "1"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            return
        }
        let tenThousandths = Millionths.rounded(Int128(part) * 1_000_000, over: Int128(whole))
        append(Int64(clamping: tenThousandths), scale: 10_000)
    }

    /// Microseconds as seconds with up to three places, rounded half away from zero.
    package mutating func append(secondsOf microseconds: Int64) {
        let magnitude = (microseconds.magnitude + 500) / 1000
        append(microseconds < 0 ? -Int64(magnitude) : Int64(magnitude), scale: 1000)
    }

    /// Millionths of a watt-hour as kWh with up to six places, rounded half away from zero.
    package mutating func append(kilowattHoursOf energy: WattHours) {
        append(Int64(clamping: Millionths.rounded(Int128(energy.millionths), over: 1000)), scale: 1_000_000)
    }

    /// Text of the registry or a closed set; quoted where RFC 4180 asks for it.
    package mutating func append(text: String) {
        let bytes = text.utf8
        let needsQuotes = bytes.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes else {
            append(contentsOf: bytes)
            return
        }
        append(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }

    package mutating func append(flag: Bool) {
        if flag {
            append(contentsOf: Self.trueWord)
        } else {
            append(contentsOf: Self.falseWord)
        }
    }

    private static let trueWord = Array("true".utf8)
    private static let falseWord = Array("false".utf8)
}
