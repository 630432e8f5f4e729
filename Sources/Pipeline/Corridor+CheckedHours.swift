package import Quality
package import Readings
import Registry
import TimeWindows

extension Corridor {
    /// What the checks of windows saw of an hour, for who asks about it; nil where the hour has no reading. Minimum and
    /// maximum are also given as the device said them, before corrections.
    package func checkedHour(
        _ start: Instant, of quantity: Quantity, device: String, site: String
    ) -> (hour: CheckedHour, readings: Int, flags: WindowFlags)? {
        for deployment in sensors where deployment.sensor.device == device && deployment.sensor.site == site {
            guard let series = deployment.series.first(where: { $0.quantity == quantity }) else { continue }
            let hour = Hours.of(start)
            guard let checked = series.checkedHour(hour) else { continue }
            return (checked, Int(series.figures(ofHour: hour).n), series.checks(ofHour: hour))
        }
        return nil
    }
}
