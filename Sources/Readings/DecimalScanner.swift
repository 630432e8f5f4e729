/// Digits and scale of one number of JSON's grammar, read byte by byte.
package struct DecimalScanner: Sendable {
    /// All significant digits as one whole number; the value is `digits * 10^exponent`, negated when `isNegative`.
    private var digits: UInt64 = 0
    private var exponent = 0
    private var isNegative = false

    package init() {}

    /// Reads a number that begins at `start` and returns the offset behind its last byte.
    package mutating func scan(_ text: Span<UInt8>, from start: Int) throws(DecimalError) -> Int {
        var at = start
        let end = text.count
        if at < end, text[at] == UInt8(ascii: "-") {
            isNegative = true
            at += 1
        }
        let firstDigit = at
        while at < end, let digit = Self.digit(text[at]) {
            append(digit, isFraction: false)
            at += 1
        }
        guard at > firstDigit else { throw .notANumber }
        if at - firstDigit > 1, text[firstDigit] == UInt8(ascii: "0") { throw .notANumber }
        if at < end, text[at] == UInt8(ascii: ".") {
            at += 1
            let firstFraction = at
            while at < end, let digit = Self.digit(text[at]) {
                append(digit, isFraction: true)
                at += 1
            }
            guard at > firstFraction else { throw .notANumber }
        }
        if at < end, text[at] | 0x20 == UInt8(ascii: "e") {
            at = try scanExponent(text, from: at + 1)
        }
        return at
    }

    /// The value in millionths, multiplied by `factor` (a unit's scale, 1 to 1,000,000) before the one rounding.
    package func value(times factor: Int64) throws(DecimalError) -> Millionths {
        if digits == 0 { return Millionths(0) }
        let scale = exponent + 6
        var magnitude = UInt128(digits) * UInt128(factor.magnitude)
        if scale >= 0 {
            guard scale <= 38 else { throw .outOfRange }
            for _ in 0..<scale {
                magnitude *= 10
                guard magnitude <= UInt128(Int64.max) else { throw .outOfRange }
            }
        } else {
            guard scale >= -38 else { return Millionths(0) }
            var divisor: UInt128 = 1
            for _ in 0..<(-scale) { divisor *= 10 }
            let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
            let isUp = remainder >= divisor - remainder
            magnitude = quotient + (isUp ? 1 : 0)
        }
        guard magnitude <= UInt128(Int64.max) else { throw .outOfRange }
        let count = Int64(magnitude)
        return Millionths(isNegative != (factor < 0) ? -count : count)
    }

    /// The value in millionths, multiplied by `numerator / denominator`, both positive, before the one rounding. What is
    /// written may be larger than what Int64 holds where the result is not.
    package func value(times numerator: Int64, over denominator: UInt64) throws(DecimalError) -> Millionths {
        if digits == 0 { return Millionths(0) }
        let scale = exponent + 6
        var magnitude = UInt128(digits) * UInt128(numerator.magnitude)
        var divisor = UInt128(denominator)
        for _ in 0..<min(scale.magnitude, 78) {
            if scale > 0 {
                // Past 128 bits the quotient by any divisor of 64 bits is past Int64.
                let (more, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                guard !overflow else { throw .outOfRange }
                magnitude = more
            } else {
                // Past 128 bits the divisor is more than double of any 19 digits by a factor of 64 bits.
                let (more, overflow) = divisor.multipliedReportingOverflow(by: 10)
                guard !overflow else { return Millionths(0) }
                divisor = more
            }
        }
        let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
        let rounded = quotient + (remainder >= divisor - remainder ? 1 : 0)
        guard rounded <= UInt128(Int64.max) else { throw .outOfRange }
        return Millionths(isNegative != (numerator < 0) ? -Int64(rounded) : Int64(rounded))
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? UInt64(value) : nil
    }

    /// Keeps the first 19 digits, all that 64 bits hold. Cutting the rest never changes the rounding: a cut tail can only
    /// turn a number just above a tie into the tie, and ties round away from zero too.
    private mutating func append(_ digit: UInt64, isFraction: Bool) {
        if digits <= (UInt64.max - 9) / 10 {
            digits = digits * 10 + digit
            if isFraction { exponent -= 1 }
        } else if !isFraction {
            exponent += 1
        }
    }

    private mutating func scanExponent(_ text: Span<UInt8>, from start: Int) throws(DecimalError) -> Int {
        var at = start
        var isExponentNegative = false
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isExponentNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        let first = at
        var written = 0
        while at < text.count, let digit = Self.digit(text[at]) {
            written = min(written * 10 + Int(digit), 100_000)
            at += 1
        }
        guard at > first else { throw .notANumber }
        exponent += isExponentNegative ? -written : written
        return at
    }
}
