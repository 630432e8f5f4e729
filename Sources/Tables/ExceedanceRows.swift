package import AirQuality
package import Readings
import TimeWindows

extension [UInt8] {
    /// A row of air/exceedance: how a device's year, up to and with the day `asOf`, stands against a limit.
    ///
    /// - Parameter labels: borough, site, device, quantity and unit.
    package mutating func appendExceedance(
        year: Int, asOf: CivilDate, _ labels: [String], _ limit: Limit, _ exceedance: Exceedance
    ) {
        append(whole: Int64(year))
        comma()
        append(text: asOf.text)
        for text in labels + [limit.rule, limit.averaging.rawValue] {
            comma()
            append(text: text)
        }
        comma()
        append(millionths: limit.limit)
        comma()
        append(whole: Int64(exceedance.periodsOver))
        comma()
        if let allowed = exceedance.allowed { append(whole: Int64(allowed)) }
        comma()
        if let percentile = exceedance.equivalentPercentile { append(millionths: percentile.millionths) }
        comma()
        append(percentOf: Int64(exceedance.periods), in: Int64(Swift.max(1, exceedance.periodsInSpan)))
        endRow()
    }
}
