/// Exponential and logarithm from the four operations alone.
///
/// The C library's functions may differ in the last bit from one machine to the next; IEEE 754 fixes the four operations
/// and the square root, so that the same seed gives the same bytes everywhere.
package enum PortableMath {
    private static let ln2 = 0.693_147_180_559_945_3

    /// e to the power of `x`, for `x` within ±700 (clamped there).
    package static func exp(_ x: Double) -> Double {
        let clamped = min(max(x, -700), 700)
        let power = (clamped / ln2).rounded(.toNearestOrEven)
        let rest = clamped - power * ln2
        var term = 1.0
        var sum = 1.0
        for step in 1...14 {
            term = term * rest / Double(step)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }

    /// Natural logarithm of a positive `x`; minus 700 for anything else.
    package static func ln(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return -700 }
        // ln(m) = 2 artanh((m - 1) / (m + 1)) with m in [1, 2): the ratio is at most 1/3 and the series ends early.
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for step in 0..<18 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return Double(x.exponent) * ln2 + 2 * sum
    }
}
