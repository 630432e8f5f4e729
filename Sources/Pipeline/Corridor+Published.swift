package import Readings
import Quality
import Registry
import TimeWindows

/// What a single reading is published as, for who asks about it.
package struct PublishedReading: Hashable, Sendable {
    /// Nil where 64 bits cannot hold the corrected value.
    package var value: Millionths?
    /// The label of the correction that turned it; empty where none did.
    package var correction = ""
    /// A correction holds that takes the humidity, and there is none near enough.
    package var isUncorrected = false
}

extension Corridor {
    /// What becomes of a raw value by the corrections of its device, with the humidity that the corridor holds.
    ///
    /// - Parameter start: When the reading's interval begins.
    package func published(
        _ raw: Millionths, of quantity: Quantity, device: String, site: String, from start: Instant
    ) -> PublishedReading {
        let raw = ReadingRange.counted(raw, of: quantity)
        let rows = registry.corrections(of: device)
        guard let row = rows.first(where: { $0.quantity == quantity && $0.validity.contains(start) }) else {
            return PublishedReading(value: raw)
        }
        let humidity = humidity(ofDevice: device, site: site, near: start)
        switch ReadingCorrection(row).outcome(raw, humidity: humidity) {
        case .corrected(let value): return PublishedReading(value: value, correction: row.label)
        case .uncorrected: return PublishedReading(value: raw, isUncorrected: true)
        case .noValue: return PublishedReading(value: nil, correction: row.label)
        }
    }

    private func humidity(ofDevice device: String, site: String, near start: Instant) -> Millionths? {
        for deployment in sensors
        where deployment.needsHumidity && deployment.sensor.device == device && deployment.sensor.site == site {
            guard let at = deployment.readings(ofHour: Hours.of(start)) else { continue }
            let offset = start.microseconds(since: deployment.hours[at].start)
            if let found = deployment.humidity(around: at).nearest(to: offset) { return found }
        }
        return nil
    }
}
