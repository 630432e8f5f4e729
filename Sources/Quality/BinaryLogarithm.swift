/// Logarithms to base 2 in whole numbers, so that every machine finds the same ones; a mathematics library of doubles may
/// differ in its last bit from one machine to the next.
package enum BinaryLogarithm {
    /// What one octave, a doubling, is counted in: 2^20 steps, so one step is a ratio of 1.00000066.
    package static let octave: Int64 = 1 << fractionBits

    private static let fractionBits = 20

    /// log2(number) in steps, rounded down: at most one step too low, never too high. Nil for zero and below.
    package static func steps(of number: Int64) -> Int64? {
        guard number > 0 else { return nil }
        let whole = 63 - number.leadingZeroBitCount
        // In [1, 2), as a multiple of 2^-63. Squaring doubles the logarithm, so its next binary digit is whether the
        // square is 2 or more. What twenty squarings lose by truncation stays below 2^-42.
        var mantissa = UInt64(number) << UInt64(63 - whole)
        var steps = Int64(whole)
        for _ in 0..<fractionBits {
            let square = mantissa.multipliedFullWidth(by: mantissa)
            steps <<= 1
            if square.high >> 63 == 1 {
                steps |= 1
                mantissa = square.high
            } else {
                mantissa = square.high << 1 | square.low >> 63
            }
        }
        return steps
    }
}
