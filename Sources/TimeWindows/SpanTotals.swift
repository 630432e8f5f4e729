package import Readings

/// The figures of one device and quantity over a span that need not begin or end with an hour, gathered hour by hour.
///
/// A reading counts where its interval begins, and its interval covers the span as far as it reaches into it, whether it
/// began before or ends behind it. A reading whose interval is longer than the span takes no part.
package struct SpanTotals: Hashable, Sendable {
    package let span: Range<Instant>
    /// Readings whose interval begins in the span.
    package private(set) var n = 0
    /// Microseconds of the span that the union of covered intervals fills.
    package private(set) var coveredMicroseconds: Int64 = 0
    /// Millionths of the unit; of no meaning while `n` is 0.
    package private(set) var maximum = Int64.min
    /// Exact, in millionths of the unit.
    private var sum: Int128 = 0
    private var directions: WindVector?
    /// How far intervals reach, in microseconds from the span's start.
    private var reach: Int64 = 0

    package init(_ span: Range<Instant>, _ quantity: Quantity) {
        self.span = span
        directions = quantity == .windDirection ? WindVector() : nil
    }

    package var lengthMicroseconds: Int64 { span.upperBound.microseconds(since: span.lowerBound) }

    /// The unweighted mean (of directions, that of unit vectors), rounded once, half away from zero; nil without a reading.
    package var mean: Picounits? {
        guard n > 0 else { return nil }
        return directions?.meanDirection ?? Picounits(meanOf: sum, count: n, unit: 1)
    }

    /// Adds the readings of an hour. Hours are added in ascending order, from the one before the span on: its intervals may
    /// reach into the span.
    package mutating func add(_ hour: DeviceHour, column: Int) {
        let origin = hour.start.microseconds(since: span.lowerBound)
        hour.forEachReading(column: column) { offset, length, value in
            take(begin: origin + offset, length: length, value: value)
        }
    }

    /// `begin` is in microseconds from the span's start, ascending from call to call.
    private mutating func take(begin: Int64, length: Int64, value: Int64) {
        let whole = lengthMicroseconds
        guard begin < whole, length <= whole else { return }
        let end = min(begin + length, whole)
        if end > reach {
            coveredMicroseconds += end - max(begin, reach)
            reach = end
        }
        guard begin >= 0 else { return }
        n += 1
        sum += Int128(value)
        maximum = max(maximum, value)
        directions?.add(value, unit: 1)
    }
}

extension DeviceHour {
    /// Calls `body` with offset, length and value in millionths of each reading of a column, ascending.
    func forEachReading(column: Int, _ body: (_ offset: Int64, _ length: Int64, _ value: Int64) -> Void) {
        let unit = cells.units[column]
        cells.forEachCount(column: column, rows: 0..<rowCount) { row, count in
            body(Int64(offsets[row]), length(ofRow: row), count * unit)
        }
    }
}
