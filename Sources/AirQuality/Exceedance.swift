package import TimeWindows
import Readings

/// How a device's year, or year to date, stands against one limit.
package struct Exceedance: Hashable, Sendable {
    /// Valid periods whose mean, rounded half up to the limit's precision, is over the limit. A rule for the year has one.
    package var periodsOver: Int
    /// As the limit says; nil where it names none, and then a single period is too many.
    package var allowed: Int?
    /// The percentile of the valid periods that the rule names, in 1e-12 of the unit: over the limit when more periods are
    /// over than allowed, and a fairer measure than their number when capture is low. Nil where the rule has none.
    package var equivalentPercentile: Picounits?
    /// The highest period's mean.
    package var highest: Picounits?
    /// Valid periods, and all periods of the span: their share is the capture. A rule for the year counts hours, one for the
    /// peak season days.
    package var periods: Int
    package var periodsInSpan: Int

    package var isOver: Bool { periodsOver > allowed ?? 0 }
}

extension Exceedance {
    /// Judges the hours of a year, or of its part up to a day, by a limit of their quantity.
    package init(of span: HoursOfSpan, against limit: Limit) {
        let means: [PeriodMean]
        var parts: Int?
        switch limit.averaging {
        case .quarterHour:
            means = span.validQuarters.sorted().map { PeriodMean(sum: Int128($0), count: 1) }
            periodsInSpan = span.hourCount * 4
        case .hour:
            means = span.validHours.sorted().map { PeriodMean(sum: Int128($0), count: 1) }
            periodsInSpan = span.hourCount
        case .day, .running24Hours:
            means = (0..<span.dayCount).map { span.mean(ofDay: $0) }.filter(\.isValid).map(PeriodMean.init)
            periodsInSpan = span.dayCount
        case .dailyMaximum8Hours, .running8Hours:
            means = span.dailyMaxima8Hours.compactMap { $0 }.map(PeriodMean.init)
            periodsInSpan = span.dayCount
        case .year:
            let mean = MeanOfHours(
                of: span.validHours.lazy.map { HourlyMean(mean: Picounits(Int128($0)), isValid: true) },
                spanHours: span.hourCount)
            means = mean.hours > 0 ? [PeriodMean(mean)] : []
            periodsInSpan = span.hourCount
            parts = mean.hours
        case .peakSeason:
            let season = PeakSeason(of: span)
            means = season.mean.map { [$0] } ?? []
            periodsInSpan = season.days
            parts = season.validDays
        }
        periods = parts ?? means.count
        allowed = limit.allowed
        periodsOver = means.count { $0.isOver(limit) }
        let ascending = means.map(\.picounits).sorted()
        highest = ascending.last.map { Picounits($0) }
        equivalentPercentile = limit.percentile.flatMap {
            ExactPercentile.value(ofAscending: ascending, .init(tenThousandths: Int($0.count / 100)))
        }
    }
}

/// The mean of one period as an exact fraction, in 1e-12 of the unit.
struct PeriodMean: Hashable {
    var sum: Int128
    var count: Int

    init(sum: Int128, count: Int) {
        self.sum = sum
        self.count = count
    }

    init(_ mean: MeanOfHours) {
        self.init(sum: mean.sum, count: mean.hours)
    }

    /// Rounding half up to the precision leads over the limit, a multiple of the precision, from half a step above it on:
    /// 200.4 is not over 200, 200.5 is.
    func isOver(_ limit: Limit) -> Bool {
        2 * sum >= (2 * Int128(limit.limit) + Int128(limit.precision)) * Picounits.perMillionth * Int128(count)
    }

    /// Rounded half away from zero.
    var picounits: Int128 { Millionths.rounded(sum, over: Int128(count)) }
}
