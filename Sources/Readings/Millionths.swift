/// An exact measured value: a whole number of millionths of its unit (12.4 ug/m3 is 12,400,000).
///
/// Sums of such values do not depend on the order of adding, which sums of doubles do.
package struct Millionths: Comparable, Hashable, Sendable {
    package var count: Int64

    @inlinable
    package init(_ count: Int64) {
        self.count = count
    }

    @inlinable
    package static func < (left: Millionths, right: Millionths) -> Bool {
        left.count < right.count
    }

    package static let perUnit: Int64 = 1_000_000
}

/// Why a text is no exact decimal.
package enum DecimalError: Error, Equatable, Sendable {
    /// Not a number of JSON's grammar (RFC 8259 section 6): `9,8`, `NaN`, `+1`, `1.`, `01`.
    case notANumber
    /// A number that Int64 millionths cannot hold, about 9.2e12 of the unit.
    case outOfRange
}

extension Millionths {
    /// Reads a decimal of JSON's grammar, sign, fraction and exponent included, and nothing else from `text`. More than
    /// six decimals are rounded half away from zero; the value never passes through a floating-point number.
    package init(decimal text: Span<UInt8>) throws(DecimalError) {
        var scanner = DecimalScanner()
        let end = try scanner.scan(text, from: 0)
        guard end == text.count else { throw .notANumber }
        self = try scanner.value(times: 1)
    }

    /// Rounds a fraction to whole millionths, half away from zero. `denominator` must be positive.
    @inlinable
    package static func rounded(_ numerator: Int128, over denominator: Int128) -> Int128 {
        let half = denominator / 2
        let magnitude = numerator < 0 ? -numerator : numerator
        // For an odd denominator no exact tie exists, and the floor of its half serves.
        let quotient = (magnitude + half) / denominator
        return numerator < 0 ? -quotient : quotient
    }
}
