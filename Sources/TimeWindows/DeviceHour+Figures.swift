import Readings

extension DeviceHour {
    /// Reused memory for sorting one window's values.
    package struct Scratch: Sendable {
        /// Values of the window, then old ones: the memory only grows.
        var counts: [Int64] = []
        fileprivate var sorting = CountSorting()
        /// How far the intervals of the stretch last asked for reach, also past its end.
        package fileprivate(set) var reach: Int64 = 0

        package init() {}
    }

    /// A stretch of this hour, in microseconds from its start.
    package struct Stretch: Hashable, Sendable {
        package var start: Int64
        package var end: Int64

        package init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }

        package static let wholeHour = Stretch(start: 0, end: Microseconds.hour)
    }

    /// The rows whose interval begins in the stretch, searched from `row` on.
    package func rows(in stretch: Stretch, from row: Int) -> Range<Int> {
        var first = row
        while first < offsets.count, Int64(offsets[first]) < stretch.start { first += 1 }
        var last = first
        while last < offsets.count, Int64(offsets[last]) < stretch.end { last += 1 }
        return first..<last
    }

    /// The figures of one quantity over a stretch of the hour.
    ///
    /// `coveredUntil` is how far, in microseconds from the hour's start, an interval that began before the stretch
    /// reaches; 0 when none does. A reading whose interval is longer than the stretch takes no part.
    package func figures(
        column: Int, rows: Range<Int>, stretch: Stretch, coveredUntil: Int64, scratch: inout Scratch
    ) -> WindowFigures {
        var figures = WindowFigures.empty
        var covered = max(0, min(coveredUntil, stretch.end) - stretch.start)
        var reach = max(coveredUntil, stretch.start)
        let longest = stretch.end - stretch.start
        var furthest = coveredUntil
        var sum: Int128 = 0
        var least = Int64.max
        var greatest = Int64.min
        var count = 0
        if scratch.counts.count < rows.count { scratch.counts = Array(repeating: 0, count: rows.count) }
        cells.forEachCount(column: column, rows: rows) { row, value in
            let length = length(ofRow: row)
            guard length <= longest else { return }
            let begin = Int64(offsets[row])
            furthest = max(furthest, begin + length)
            let end = min(begin + length, stretch.end)
            if end > reach {
                covered += end - max(begin, reach)
                reach = end
            }
            scratch.counts[count] = value
            count += 1
            sum &+= Int128(value)
            least = min(least, value)
            greatest = max(greatest, value)
            if !flags.isEmpty, flags[row].rawValue != 0 {
                figures.flaggedCount += 1
                figures.flags.formUnion(flags[row])
            }
        }
        figures.coveredMicroseconds = covered
        scratch.reach = furthest
        guard count > 0 else { return figures }
        let unit = cells.units[column]
        figures.n = Int32(truncatingIfNeeded: count)
        figures.minimum = least * unit
        figures.maximum = greatest * unit
        scratch.sorting.sort(&scratch.counts, count: count, least: least, greatest: greatest)
        figures.median = Percentile.value(ofAscending: scratch.counts, count: count, unit: unit, twentieths: 10)
        figures.percentile95 = Percentile.value(ofAscending: scratch.counts, count: count, unit: unit, twentieths: 19)
        if quantities[column] == .windDirection {
            figures.mean = WindVector.meanDirection(counts: scratch.counts[..<count], unit: unit)
            return figures
        }
        figures.mean = Picounits(meanOf: sum, count: count, unit: unit)
        figures.standardDeviation = SampleDeviation.millionths(
            of: scratch.counts, count: count, least: least, greatest: greatest, unit: unit)
        return figures
    }

    /// How far past this hour's end an interval of the quantity reaches, in microseconds; 0 when none does. Only
    /// intervals up to `longest` count, as in the windows that they would reach into.
    package func reachPastEnd(column: Int, longest: Int64) -> Int64 {
        var reach: Int64 = 0
        var row = offsets.count - 1
        while row >= 0, Int64(offsets[row]) + longest > Microseconds.hour {
            let length = length(ofRow: row)
            if length <= longest, cells.hasValue(row: row, column: column) {
                reach = max(reach, Int64(offsets[row]) + length - Microseconds.hour)
            }
            row -= 1
        }
        return reach
    }
}
