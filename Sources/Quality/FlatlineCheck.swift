package import Readings

/// A stuck sensor: all readings of several hours are identical, to the sensor's resolution, as the device said them,
/// before any correction.
///
/// The times are the reference's (air quality, section 3): gases 6 hours; particles 3 hours above 3 ug/m3 and 6 hours at
/// 0; temperature and humidity 24 hours. Own rows: other values of particles and all other quantities 24 hours, since
/// clean air stays at 1 or 2 ug/m3 for a while, and wind at 0.
package enum FlatlineCheck {
    /// The longest of the times on both sides: an hour belongs to a run that may begin or end with it.
    package static let reach = CheckReach(backHours: longest - 1, aheadHours: longest - 1)

    private static let longest = 24

    /// Hour by hour, whether it belongs to such a run. An hour without readings ends a run.
    ///
    /// - Parameter resolution: The step of the sensor's figures, in millionths of the unit; 0 when nobody knows it. Values
    ///   less than a step apart are identical.
    package static func flagged(
        _ hours: [CheckedHour?], of quantity: Quantity, resolution: Int64 = 0
    ) -> [Bool] {
        var flagged = Array(repeating: false, count: hours.count)
        // From each hour on, the shortest run that is long enough for its values: runs that overlap flag all their hours.
        for first in hours.indices {
            guard let begin = hours[first] else { continue }
            var (lowest, highest) = (begin.rawMinimum, begin.rawMaximum)
            var end = first
            while end < hours.count, end - first < longest, let hour = hours[end] {
                lowest = min(lowest, hour.rawMinimum)
                highest = max(highest, hour.rawMaximum)
                guard Int128(highest) - Int128(lowest) < Int128(max(resolution, 1)) else { break }
                end += 1
                if end - first >= hoursNeeded(quantity, lowest: begin.rawMinimum, highest: begin.rawMaximum) {
                    for index in first..<end { flagged[index] = true }
                    break
                }
            }
        }
        return flagged
    }

    private static func hoursNeeded(_ quantity: Quantity, lowest: Int64, highest: Int64) -> Int {
        switch quantity {
        case .no2, .no, .nox, .o3, .so2, .co, .co2: 6
        case .pm1, .pm2_5, .pm4, .pm10:
            if lowest > 3 * Millionths.perUnit { 3 } else if lowest == 0, highest == 0 { 6 } else { 24 }
        case .temperature, .humidity, .pressure, .windSpeed, .windDirection: 24
        }
    }
}
