import Readings
package import TimeWindows

/// A day's figures from its valid hours, `n` in hours, as UK practice has it.
package struct DayOfHours: Hashable, Sendable {
    package var mean: MeanOfHours
    /// Millionths of the unit, over the valid hours' means; nil without one.
    package var minimum: Int64?
    package var maximum: Int64?
    package var median: Int64?
    package var percentile95: Int64?
    /// Sample standard deviation of the hourly means; nil below two.
    package var standardDeviation: Int64?
    package var flaggedHours: Int
    package var flags: ReadingFlags

    package init(hours: [HourlyMean?], flaggedHours: Int, flags: ReadingFlags) {
        mean = MeanOfHours(of: hours, spanHours: 24)
        self.flaggedHours = flaggedHours
        self.flags = flags
        let valid = hours.compactMap { $0.flatMap { $0.isValid ? $0.mean.count : nil } }.sorted()
        guard let first = valid.first, let last = valid.last else { return }
        minimum = Picounits(first).millionths
        maximum = Picounits(last).millionths
        median = Self.percentile(ofAscending: valid, twentieths: 10).millionths
        percentile95 = Self.percentile(ofAscending: valid, twentieths: 19).millionths
        // Hourly means rounded to millionths are exact enough for a spread.
        let values = valid.map { Picounits($0).millionths }
        standardDeviation = SampleDeviation.millionths(
            of: values, count: values.count, least: values[0], greatest: values[values.count - 1], unit: 1)
    }

    /// Exact percentiles by linear interpolation (type 7).
    private static func percentile(ofAscending values: [Int128], twentieths: Int) -> Picounits {
        let position = (values.count - 1) * twentieths
        let low = values[position / 20]
        let rest = Int128(position % 20)
        guard rest > 0 else { return Picounits(low) }
        let high = values[position / 20 + 1]
        return Picounits(Millionths.rounded(low * (20 - rest) + high * rest, over: 20))
    }
}
