import Quality
import Readings
import Registry
import TimeWindows

/// Corrections that take the humidity use the nearest one that the same device said at the same site, at most one period
/// (`period_s`) from the reading; of two as near, the earlier. It is taken as the device said it, whatever corrections
/// its own figures have: that is what such formulas were fitted to. Near the ends of an hour it may stand in the hour
/// before or after, so a change of humidity reaches one period out of its hour.
extension SensorDeployment {
    private var period: Int64 { sensor.periodMicroseconds }

    /// The humidity for the readings of the hour that stands at an index.
    func humidity(around at: Int) -> CompanionReadings {
        let start = hours[at].start
        let before = at > 0 && hours[at - 1].start == start.advanced(byMicroseconds: -Microseconds.hour)
        let after =
            at + 1 < hours.count && hours[at + 1].start == start.advanced(byMicroseconds: Microseconds.hour)
        return CompanionReadings(
            of: .humidity, before: before ? hours[at - 1] : nil, hours[at], after: after ? hours[at + 1] : nil,
            within: period)
    }

    /// One series' readings of the hour at an index as they are published; nil where no correction reaches into it.
    func corrected(series index: Int, hourAt at: Int, column: Int) -> CorrectedHour? {
        series[index].corrections.correcting(hours[at], column: column) { humidity(around: at) }
    }

    /// When the readings begin of which a humidity decides that begins at an instant; nil where it decides of none.
    func reach(ofHumidityIn samples: ArraySlice<Sample>, at start: Instant) -> ClosedRange<Instant>? {
        guard needsHumidity, samples.contains(where: { $0.quantity == .humidity }) else { return nil }
        return start.advanced(byMicroseconds: -period)...start.advanced(byMicroseconds: period)
    }
}
