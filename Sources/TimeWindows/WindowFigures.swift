import Readings

/// The figures of one device and quantity in one window, all exact but the percentiles of long windows.
package struct WindowFigures: Hashable, Sendable {
    /// Readings whose interval begins in the window.
    package var n: Int32
    /// Microseconds of the window that the union of covered intervals fills.
    package var coveredMicroseconds: Int64
    /// The unweighted mean in 1e-12 of the unit, rounded once, half away from zero.
    package var mean: Picounits
    /// Millionths of the unit.
    package var minimum: Int64
    package var maximum: Int64
    /// The sample standard deviation in millionths; nil at n = 1.
    package var standardDeviation: Int64?
    /// Percentiles in millionths, linear interpolation (type 7).
    package var median: Int64
    package var percentile95: Int64
    /// Readings with a flag, and all their flags.
    package var flaggedCount: Int32
    package var flags: ReadingFlags

    package static let empty = WindowFigures(
        n: 0, coveredMicroseconds: 0, mean: Picounits(0), minimum: 0, maximum: 0, standardDeviation: nil, median: 0,
        percentile95: 0, flaggedCount: 0, flags: [])
}

/// A value in 1e-12 of its unit: fine enough that means of means do not lose a printed digit.
package struct Picounits: Hashable, Sendable {
    package var count: Int128

    package init(_ count: Int128) {
        self.count = count
    }

    /// The mean of `count` values that add up to `sum` counts of `unit` millionths.
    init(meanOf sum: Int128, count: Int, unit: Int64) {
        let (scaled, overflow) = Int64(truncatingIfNeeded: sum).multipliedReportingOverflow(by: unit * 1_000_000)
        let half = Int64(count / 2)
        if !overflow, sum == Int128(Int64(truncatingIfNeeded: sum)), scaled.magnitude < UInt64(Int64.max - half) {
            // The usual case: 64 bits hold it, and dividing them takes a tenth of the time.
            self.init(Int128((scaled < 0 ? scaled - half : scaled + half) / Int64(count)))
        } else {
            self.init(Millionths.rounded(sum * Int128(unit) * Self.perMillionth, over: Int128(count)))
        }
    }

    package static let perMillionth: Int128 = 1_000_000

    /// Rounded to millionths, half away from zero.
    package var millionths: Int64 {
        let low = Int64(truncatingIfNeeded: count)
        if count == Int128(low), low.magnitude < UInt64(Int64.max - 500_000) {
            return (low < 0 ? low - 500_000 : low + 500_000) / 1_000_000
        }
        let magnitude = count < 0 ? -count : count
        let rounded = (magnitude + Self.perMillionth / 2) / Self.perMillionth
        return Int64(clamping: count < 0 ? -rounded : rounded)
    }
}
