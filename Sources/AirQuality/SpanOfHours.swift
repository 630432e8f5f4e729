import Readings
package import TimeWindows

/// The figures of a day, a month, a year or a year to date from its valid hours, `n` in hours, as UK practice has it.
package struct SpanOfHours: Hashable, Sendable {
    /// Hours of the span, captured or not: the whole of its capture.
    package var spanHours: Int
    package var mean: MeanOfHours
    /// Of directions, whose mean is that of unit vectors: 350 and 10 degrees make 0, not 180. Nil for other quantities.
    package private(set) var direction: Picounits?
    /// Millionths of the unit, over the valid hours' means; nil without one.
    package var minimum: Int64?
    package var maximum: Int64?
    package var median: Int64?
    package var percentile95: Int64?
    /// Sample standard deviation of the hourly means; nil below two.
    package var standardDeviation: Int64?
    package var flaggedHours: Int
    package var flags: ReadingFlags

    /// `hours` are those of the whole span, nil or invalid where nothing counts.
    package init(
        hours: some Sequence<HourlyMean?>, spanHours: Int = 24, flaggedHours: Int, flags: ReadingFlags
    ) {
        self.init(
            mean: MeanOfHours(of: hours, spanHours: spanHours), spanHours: spanHours,
            ascending: hours.compactMap { $0.flatMap { $0.isValid ? $0.mean.count : nil } }.sorted(),
            flaggedHours: flaggedHours, flags: flags)
    }

    /// What is published as the mean.
    package var figure: Picounits? { direction ?? mean.mean }

    /// The same hours taken as degrees, which have a mean direction and no spread.
    package func asDirections(_ hours: some Sequence<HourlyMean?>) -> SpanOfHours {
        var turned = self
        turned.direction = WindVector.meanDirection(
            ofHours: hours.compactMap { $0.flatMap { $0.isValid ? $0.mean : nil } })
        turned.standardDeviation = nil
        return turned
    }

    /// `valid` are the means of the valid hours, in 1e-12 of the unit.
    init(mean: MeanOfHours, spanHours: Int, ascending valid: [Int128], flaggedHours: Int, flags: ReadingFlags) {
        self.mean = mean
        self.spanHours = spanHours
        self.flaggedHours = flaggedHours
        self.flags = flags
        guard let first = valid.first, let last = valid.last else { return }
        minimum = Picounits(first).millionths
        maximum = Picounits(last).millionths
        median = ExactPercentile.value(ofAscending: valid, .median)?.millionths
        percentile95 = ExactPercentile.value(ofAscending: valid, .percentile95)?.millionths
        // Hourly means rounded to millionths are exact enough for a spread.
        let values = valid.map { Picounits($0).millionths }
        standardDeviation = SampleDeviation.millionths(
            of: values, count: values.count, least: values[0], greatest: values[values.count - 1], unit: 1)
    }
}

/// The day is the span of 24 hours.
package typealias DayOfHours = SpanOfHours
