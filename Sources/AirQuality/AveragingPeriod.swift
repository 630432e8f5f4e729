/// Over what a value is averaged before an index or a limit looks at it; the raw values are the words of the rule files
/// and of the column `averaging`.
package enum AveragingPeriod: String, CaseIterable, Sendable {
    case quarterHour = "15min"
    case hour = "1h"
    /// The running mean of an hour and the 7 before it, valid with 6 of 8 (uk-air FAQ 20).
    case running8Hours = "8h"
    /// The running mean of an hour and the 23 before it, valid with 18 of 24.
    case running24Hours = "24h"
    /// The UTC day, valid with 18 of 24 hours.
    case day
    /// The day's highest running 8 h mean. A mean belongs to the day in which it ends: the first is of 17:00 the day before
    /// to 01:00, the last of 16:00 to 24:00 (SI 2010/1001 schedule 2). Valid with 18 of the 24 (SI 2007/64 schedule 12).
    case dailyMaximum8Hours = "8h-max"
    case year
    /// The highest mean, over six months in a row, of the days' highest running 8 h means (WHO 2021, for ozone).
    case peakSeason = "peak-season"
}
