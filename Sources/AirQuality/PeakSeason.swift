import Readings
import TimeWindows

extension HoursOfSpan {
    /// Each day's highest running 8 h mean; nil for a day with fewer than 18 valid ones.
    var dailyMaxima8Hours: [MeanOfHours?] {
        (0..<dayCount).map { greatestRunningMean(ofDay: $0, spanHours: 8) }
    }
}

/// The six months in a row, within the calendar year, in which the mean of the days' highest running 8 h means of ozone is
/// highest (WHO 2021). In the UK they lie in the middle of the year, so that none is missed by beginning in January.
struct PeakSeason: Hashable {
    /// Over the valid days of the season; nil unless six whole months have passed, three quarters of whose days are valid.
    var mean: PeriodMean?
    /// Days of the season, and those with a valid maximum; of the whole span where there is no season yet.
    var days: Int
    var validDays: Int

    init(of span: HoursOfSpan) {
        // A day's maximum is rounded to 1e-12: the mean of 184 of them has no greater error.
        let maxima = span.dailyMaxima8Hours.map { $0.map { PeriodMean($0).picounits } }
        days = maxima.count
        validDays = maxima.count { $0 != nil }
        let first = span.dates.lowerBound
        var starts = [0]
        for place in 1..<max(2, maxima.count + 1) where first.adding(days: place).components.day == 1 {
            starts.append(place)
        }
        for start in starts.indices where start + 6 < starts.count {
            let season = maxima[starts[start]..<starts[start + 6]]
            let valid = season.compactMap { $0 }
            guard CaptureRule.isMet(Int64(valid.count), of: Int64(season.count)) else { continue }
            let candidate = PeriodMean(sum: valid.reduce(0, +), count: valid.count)
            if let mean, candidate.sum * Int128(mean.count) <= mean.sum * Int128(candidate.count) { continue }
            mean = candidate
            days = season.count
            validDays = valid.count
        }
    }
}
