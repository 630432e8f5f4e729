import Readings
import TimeWindows

extension IndexTable {
    /// The index of a day for this table's pollutant: UK practice takes the day's greatest hour of NO2, its greatest running
    /// 8 h mean of ozone and its greatest quarter-hour of SO2, and for particles the mean of the calendar day. The same is
    /// done on the other scales, whose tables name the averaging periods. A site's index of the day is the greatest of its
    /// pollutants, as `SiteIndex` has it. So counted, Marylebone Road had one day of index 7 in 2022; by the greatest hourly
    /// index of each day it would have had two by March.
    ///
    /// Nil without three quarters of the day (`day` counts from the first of the span).
    package func index(ofDay day: Int, in hours: HoursOfSpan) -> Int? {
        guard (0..<hours.dayCount).contains(day) else { return nil }
        let mean: PeriodMean?
        switch averaging {
        case .quarterHour: mean = hours.greatestQuarterHour(ofDay: day).map { PeriodMean(sum: $0.count, count: 1) }
        case .hour: mean = hours.greatestRunningMean(ofDay: day, spanHours: 1).map(PeriodMean.init)
        case .running8Hours, .dailyMaximum8Hours:
            let isOzoneInUnitedStates = scale == .unitedStates && quantity == .o3
            let greatest =
                isOzoneInUnitedStates
                ? hours.greatestMean8HoursUnitedStates(ofDay: day) : hours.greatestRunningMean(ofDay: day, spanHours: 8)
            mean = greatest.map(PeriodMean.init)
        case .running24Hours, .day:
            let whole = hours.mean(ofDay: day)
            mean = whole.isValid ? PeriodMean(whole) : nil
        case .year, .peakSeason: mean = nil
        }
        guard let mean else { return nil }
        return scale == .unitedStates
            ? UnitedStatesIndex.index(self, sum: mean.sum, count: mean.count)
            : index(sum: mean.sum, count: mean.count)
    }
}
