import Readings
import TimeWindows

/// Percentiles by linear interpolation (type 7 of Hyndman and Fan 1996, the default of R, numpy and openair), exact.
enum ExactPercentile {
    /// A percentile in 1e-4 percent: 99.79 is 997,900.
    struct Rank: Hashable {
        var tenThousandths: Int
        static let whole = 1_000_000
        static let median = Rank(tenThousandths: 500_000)
        static let percentile95 = Rank(tenThousandths: 950_000)
    }

    /// `values` in 1e-12 of the unit, ascending; the result is rounded half away from zero. Nil without a value.
    static func value(ofAscending values: [Int128], _ rank: Rank) -> Picounits? {
        guard !values.isEmpty else { return nil }
        let (low, rest) = ((values.count - 1) * rank.tenThousandths).quotientAndRemainder(dividingBy: Rank.whole)
        guard rest > 0 else { return Picounits(values[low]) }
        let (part, whole) = (Int128(rest), Int128(Rank.whole))
        return Picounits(Millionths.rounded(values[low] * (whole - part) + values[low + 1] * part, over: whole))
    }
}
