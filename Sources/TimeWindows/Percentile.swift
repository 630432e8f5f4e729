/// Percentiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R, numpy
/// and openair).
package enum Percentile {
    /// Up to this many values in a window, percentiles are exact.
    package static let exactLimit = 64

    /// The percentile `twentieths`/20 of ascending `counts` (whole counts of `unit` millionths), in millionths, rounded
    /// half away from zero. Above 64 values, each order statistic is replaced by the middle of its bucket, as if the
    /// values had been kept in a histogram: such histograms merge, and their error is at most 0.4 %. The result is held
    /// between the least and the greatest value, which merge too: 0.4 % of an air pressure is 4 hPa, more than it
    /// moves in an hour.
    package static func value(
        ofAscending counts: borrowing [Int64], count: Int, unit: Int64, twentieths: Int
    ) -> Int64 {
        let position = (count - 1) * twentieths
        let low = position / 20
        let rest = Int64(position % 20)
        let isExact = count <= exactLimit
        let lower = counts[low] * unit
        let upper = rest == 0 ? lower : counts[low + 1] * unit
        if isExact { return interpolated(lower, upper, twentieths: rest) }
        let middle = interpolated(bucketMiddle(lower), bucketMiddle(upper), twentieths: rest)
        return min(max(middle, counts[0] * unit), counts[count - 1] * unit)
    }

    /// `lower + (upper - lower) * twentieths / 20`, rounded half away from zero.
    package static func interpolated(_ lower: Int64, _ upper: Int64, twentieths: Int64) -> Int64 {
        if twentieths == 0 || lower == upper { return lower }
        let narrow = Int64.max / 32
        if lower.magnitude < narrow.magnitude, upper.magnitude < narrow.magnitude {
            let numerator = lower * (20 - twentieths) + upper * twentieths
            return (numerator < 0 ? numerator - 10 : numerator + 10) / 20
        }
        let numerator = Int128(lower) * Int128(20 - twentieths) + Int128(upper) * Int128(twentieths)
        let magnitude = numerator < 0 ? -numerator : numerator
        let rounded = Int64(clamping: (magnitude + 10) / 20)
        return numerator < 0 ? -rounded : rounded
    }

    /// The middle of the log-linear bucket that holds a value in millionths: 128 buckets a power of two, mirrored for
    /// negative values, so that the middle lies within 1/256 of the value.
    package static func bucketMiddle(_ value: Int64) -> Int64 {
        let magnitude = value.magnitude
        guard magnitude >= 256 else { return value }
        let shift = UInt64((63 - magnitude.leadingZeroBitCount) - 7)
        let low = (magnitude &>> shift) &<< shift
        let middle = Int64(clamping: low + ((1 &<< shift) &>> 1))
        return value < 0 ? -middle : middle
    }
}
