internal import Foundation
package import Readings

/// The mean of a window, worked out from the readings that are listed and from nothing else: a second opinion beside the
/// corridor's.
package struct ReadingSum: Hashable, Sendable {
    package var n = 0
    /// Millionths of the unit.
    package var sum: Int128 = 0
    /// Microseconds of the window that the readings cover, overlaps once.
    package var covered: Int64 = 0
    /// Nil without a reading, and for directions, which have no sum.
    package var mean: Millionths?
    /// Degrees, for directions only: rounded to a tenth.
    package var direction: Double?

    init(_ readings: [ExplainedReading], _ quantity: Quantity, in window: Range<Instant>) {
        var spans: [Range<Instant>] = []
        var (north, east) = (0.0, 0.0)
        for reading in readings {
            guard let interval = reading.interval, reading.isStanding else { continue }
            switch reading.fate {
            case .inWindow, .outside(.beginsBefore): spans.append(interval.clamped(to: window))
            default: continue
            }
            guard window.contains(interval.lowerBound), let value = reading.value else { continue }
            n += 1
            sum += Int128(value.count)
            let angle = Double(value.count) / Double(Millionths.perUnit) * .pi / 180
            north += cos(angle)
            east += sin(angle)
        }
        covered = Self.union(spans)
        guard n > 0 else { return }
        if quantity == .windDirection {
            let degrees = atan2(east, north) * 180 / .pi
            direction = ((degrees < 0 ? degrees + 360 : degrees) * 10).rounded() / 10
        } else {
            mean = Millionths(Int64(clamping: Millionths.rounded(sum, over: Int128(n))))
        }
    }

    private static func union(_ spans: [Range<Instant>]) -> Int64 {
        var covered: Int64 = 0
        var reach = Instant.distantPast
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where span.upperBound > reach {
            covered += span.upperBound.microseconds(since: max(span.lowerBound, reach))
            reach = span.upperBound
        }
        return covered
    }
}

/// An hour of a day, whose mean enters the day's when three quarters of the hour are covered.
package struct ExplainedHour: Hashable, Sendable {
    package var window: Range<Instant>
    package var sum: ReadingSum
    /// The mean in 1e-12 of the unit: finer than it is printed, so that a mean of means loses nothing.
    var picounits: Int128?
    package var isValid: Bool

    init(_ window: Range<Instant>, _ readings: [ExplainedReading], _ quantity: Quantity) {
        self.window = window
        sum = ReadingSum(readings, quantity, in: window)
        isValid = sum.n > 0 && sum.covered >= Microseconds.hour / 4 * 3
        if sum.mean != nil { picounits = Millionths.rounded(sum.sum * 1_000_000, over: Int128(sum.n)) }
    }

    /// The mean of the valid hours, given when 18 of 24 are valid.
    static func dayMean(_ hours: [ExplainedHour]) -> Millionths? {
        let valid = hours.filter(\.isValid).compactMap(\.picounits)
        guard valid.count >= 18 else { return nil }
        let mean = Millionths.rounded(valid.reduce(0, +), over: Int128(valid.count))
        return Millionths(Int64(clamping: Millionths.rounded(mean, over: 1_000_000)))
    }
}
