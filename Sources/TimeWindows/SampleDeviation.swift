/// The sample standard deviation of whole counts, the same for any order and any unit in which they are kept.
package enum SampleDeviation {
    /// The deviation of `counts[..<count]`, whole counts of `unit` millionths between `least` and `greatest`, in
    /// millionths: sqrt((n * sum of squares - (sum)^2) / (n * (n - 1))). Nil below two values; Int64.max where it is
    /// greater.
    ///
    /// The sums are those of the distances from the least value, which leaves the spread as it is and keeps them exact
    /// in 128 bits. Division and square root are single IEEE 754 operations, which round the same everywhere.
    package static func millionths(
        of counts: borrowing [Int64], count: Int, least: Int64, greatest: Int64, unit: Int64
    ) -> Int64? {
        guard count > 1 else { return nil }
        let n = UInt64(count)
        // Distances that would overflow lose their last bits: beyond 2^51 for the 3,600 seconds of an hour.
        let room = (127 - 2 * (UInt64.bitWidth - n.leadingZeroBitCount)) / 2
        let width = UInt64.bitWidth - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
        let cut = UInt64(max(0, width - room))
        var sum: UInt64 = 0
        var squares: UInt128 = 0
        for index in 0..<count {
            let distance = UInt64(bitPattern: counts[index] &- least) &>> cut
            sum &+= distance
            squares &+= UInt128(distance) &* UInt128(distance)
        }
        let spread = UInt128(n) &* squares &- UInt128(sum) &* UInt128(sum)
        let scale = UInt128(unit.magnitude) &* UInt128(unit.magnitude)
        let variance = Double(nearest: spread &* scale) / (Double(count) * Double(count - 1))
        let deviation = variance.squareRoot() * Double(1 &<< cut)
        return Int64(exactly: deviation.rounded(.toNearestOrAwayFromZero)) ?? .max
    }
}

extension Double {
    /// The double nearest to a whole number: its first 64 bits, the last of them set where any later bit was.
    fileprivate init(nearest value: UInt128) {
        let width = UInt128.bitWidth - value.leadingZeroBitCount
        guard width > UInt64.bitWidth else {
            self = Double(UInt64(truncatingIfNeeded: value))
            return
        }
        let cut = width - UInt64.bitWidth
        let first = UInt64(truncatingIfNeeded: value &>> UInt128(cut))
        let isInexact = value.trailingZeroBitCount < cut
        self = Double(isInexact ? first | 1 : first) * Double(sign: .plus, exponent: cut, significand: 1)
    }
}
