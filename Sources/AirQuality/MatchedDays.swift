package import Readings
import TimeWindows

/// A school window of one date at one instrument.
package struct DayFigure: Hashable, Sendable {
    /// In millionths of the window.
    package var capturePerMillion: Int64
    /// Nil where the capture rule is not met.
    package var mean: Millionths?

    package init(capturePerMillion: Int64, mean: Millionths?) {
        self.capturePerMillion = capturePerMillion
        self.mean = mean
    }

    /// Of a date of which an instrument has nothing.
    package static let nothing = DayFigure(capturePerMillion: 0, mean: nil)
}

/// A school window over the days of one kind, such as term: at the school, at its comparator, and the two of them day by day.
///
/// A day is one figure, whatever the number of its readings. The comparator is looked at on the school's days and no others.
package struct MatchedDays: Hashable, Sendable {
    /// The figures of one instrument.
    package struct Side: Hashable, Sendable {
        /// Days on which the capture rule is met.
        package private(set) var validDays = 0
        private var sum: Int128 = 0
        private var captured: Int128 = 0

        fileprivate mutating func add(_ figure: DayFigure, length: Int64) {
            captured += Int128(figure.capturePerMillion) * Int128(length)
            guard let mean = figure.mean else { return }
            validDays += 1
            sum += Int128(mean.count)
        }

        /// The unweighted mean of the valid days, rounded once, half away from zero. Nil below `leastDays`.
        package var mean: Millionths? {
            guard validDays >= MatchedDays.leastDays else { return nil }
            return Millionths(Int64(clamping: Millionths.rounded(sum, over: Int128(validDays))))
        }

        fileprivate func capturePerMillion(ofMicroseconds length: Int128) -> Int64? {
            length > 0 ? Int64(clamping: Millionths.rounded(captured, over: length)) : nil
        }
    }

    /// A mean needs so many valid days: a school week, so that each day of the week can be in it once. The limit is
    /// Kerbside's own; no standard has one.
    package static let leastDays = 5
    /// A difference needs so many pairs: two school weeks. Wind and weather of a single week make differences that the next
    /// week takes back. The limit is Kerbside's own; no standard has one.
    package static let leastPairs = 10

    package private(set) var days = 0
    package private(set) var school = Side()
    package private(set) var comparator = Side()
    /// Days on which both are valid.
    package var pairs: Int { differences.count }
    /// Of the pairs, in the order of days.
    private var differences: [Int64] = []
    /// Microseconds of the windows of all days.
    private var length: Int128 = 0

    package init() {}

    /// Adds a day; `length` is that of its window in microseconds, which is another where the clocks change in it.
    package mutating func add(school figure: DayFigure, comparator other: DayFigure, length: Int64) {
        days += 1
        self.length += Int128(length)
        school.add(figure, length: length)
        comparator.add(other, length: length)
        guard let mean = figure.mean, let otherMean = other.mean else { return }
        differences.append(Int64(clamping: Int128(mean.count) - Int128(otherMean.count)))
    }

    private var sumOfDifferences: Int128 { differences.reduce(0) { $0 + Int128($1) } }

    /// How much of the windows of all days is covered, in millionths; nil without a day.
    package var schoolCapturePerMillion: Int64? { school.capturePerMillion(ofMicroseconds: length) }
    package var comparatorCapturePerMillion: Int64? { comparator.capturePerMillion(ofMicroseconds: length) }

    private var isComparable: Bool { pairs >= Self.leastPairs }

    /// The mean, over the days on which both are valid, of the school's figure less the comparator's; rounded once, half away
    /// from zero. Nil below `leastPairs`.
    package var difference: Millionths? {
        guard isComparable else { return nil }
        return Millionths(Int64(clamping: Millionths.rounded(sumOfDifferences, over: Int128(pairs))))
    }

    /// By how much the difference to the comparator is higher on these days than on others, rounded once from the exact
    /// fraction, half away from zero. What both places share, such as weather and season, drops out, and so does a constant
    /// disagreement of the two instruments. Nil where either kind of days has fewer than `leastPairs` pairs.
    package func difference(lessThatOf others: MatchedDays) -> Millionths? {
        guard isComparable, others.isComparable else { return nil }
        let numerator = sumOfDifferences * Int128(others.pairs) - others.sumOfDifferences * Int128(pairs)
        return Millionths(
            Int64(clamping: Millionths.rounded(numerator, over: Int128(pairs) * Int128(others.pairs))))
    }

    /// The standard error of `difference(lessThatOf:)` from the scatter of the daily differences, s the sample standard
    /// deviation of each kind of days: sqrt(s1^2 / n1 + s2^2 / n2), as for two samples of unequal variance (Welch 1947). It
    /// takes the days for independent. Weather holds on for some, so chance moves the difference by more than this.
    package func standardError(ofDifferenceTo others: MatchedDays) -> Millionths? {
        guard isComparable, others.isComparable else { return nil }
        // Sums, quotients and square roots of IEEE 754 round the same everywhere.
        let variance = varianceOfMean + others.varianceOfMean
        return Int64(exactly: variance.squareRoot().rounded(.toNearestOrAwayFromZero)).map(Millionths.init)
    }

    /// In square millionths.
    private var varianceOfMean: Double {
        guard let least = differences.min(), let greatest = differences.max(),
            let deviation = SampleDeviation.millionths(
                of: differences, count: pairs, least: least, greatest: greatest, unit: 1)
        else { return 0 }
        return Double(deviation) * Double(deviation) / Double(pairs)
    }
}
