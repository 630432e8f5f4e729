package import AirQuality
package import Readings
import TimeWindows

extension [UInt8] {
    /// A row of air/exceedance: how a device's year up to `asOf` stands against a limit.
    ///
    /// - Parameter labels: borough, site, device, quantity and unit.
    package mutating func appendExceedance(
        year: Int, asOf: Instant, _ labels: [String], _ limit: Limit, _ exceedance: Exceedance,
        deviceClass: DeviceClass, status: FiguresStatus
    ) {
        // A year's mean says little about the limit before three quarters of the year are captured.
        let hoursOfYear =
            (CivilDate(year: year + 1, month: 1, day: 1).startUTC.microseconds
                - CivilDate(year: year, month: 1, day: 1).startUTC.microseconds) / Microseconds.hour
        let isOfYear = limit.averaging == .year
        let periods = isOfYear ? hoursOfYear : Int64(Swift.max(1, exceedance.periodsInSpan))
        let isJudged =
            switch limit.averaging {
            case .year: CaptureRule.isMet(Int64(exceedance.periods), of: hoursOfYear)
            case .peakSeason: exceedance.highest != nil
            default: true
            }
        append(whole: Int64(year))
        comma()
        asOf.appendISO8601(to: &self)
        for text in labels + [limit.rule, limit.averaging.rawValue] {
            comma()
            append(text: text)
        }
        comma()
        append(millionths: limit.limit)
        comma()
        if isJudged { append(whole: Int64(exceedance.periodsOver)) }
        comma()
        if let allowed = exceedance.allowed { append(whole: Int64(allowed)) }
        comma()
        if let percentile = exceedance.equivalentPercentile { append(millionths: percentile.millionths) }
        comma()
        append(percentOf: Int64(exceedance.periods), in: periods)
        comma()
        append(text: deviceClass.rawValue)
        comma()
        append(text: status.rawValue)
        endRow()
    }
}
