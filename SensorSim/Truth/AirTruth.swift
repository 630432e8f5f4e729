import Readings
import SensorSim

/// What air sensors emitted and what the air was, hour by hour.
///
/// An hour holds the readings whose interval begins in it, and that reached the broker within the time in which a reading
/// counts. Sums are whole millionths: nothing is rounded before the mean.
struct AirTruth: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        var hour: Instant
        var device: String
        var quantity: Quantity

        static func < (left: Key, right: Key) -> Bool {
            (left.hour, left.device, left.quantity.rawValue) < (right.hour, right.device, right.quantity.rawValue)
        }
    }

    struct Cell: Sendable {
        var count: Int64 = 0
        var emitted: Int64 = 0
        var city: Int64 = 0
    }

    private var cells: [Key: Cell] = [:]

    /// Readings observed up to so long before their receipt count, and up to so long after it (Kerbside's promise).
    private static let reach = -7 * Microseconds.day...5 * Microseconds.minute

    /// Whether its stamp is so far ahead that it does not count yet.
    static func isEarly(_ measurement: Measurement, received: Instant) -> Bool {
        measurement.stamp.map { $0.microseconds(since: received) > reach.upperBound } ?? false
    }

    mutating func count(_ measurement: Measurement, received: Instant) {
        // The stamp of a clock that nobody had set says nothing, and the time of receipt counts.
        let told = measurement.stamp.flatMap { $0 < ChargingTruth.firstSetStamp ? nil : $0 }
        let observed = told ?? received
        guard Self.reach.contains(observed.microseconds(since: received)) else { return }
        let length = measurement.ends.microseconds(since: measurement.begins)
        let begins = observed.advanced(byMicroseconds: -length)
        let key = Key(
            hour: begins.floored(toMicroseconds: Microseconds.hour), device: measurement.device,
            quantity: measurement.quantity)
        var cell = cells[key] ?? Cell()
        cell.count += 1
        cell.emitted += measurement.emitted.count
        cell.city += measurement.city.count
        cells[key] = cell
    }

    /// `air-hours.csv`: the sum of what was emitted, so that the mean can be formed exactly, and the mean of the city's air
    /// over the same readings.
    func table(_ city: City) -> [UInt8] {
        var text: [UInt8] = []
        text.line([
            "window_start", "borough", "site", "device", "quantity", "n", "emitted_sum", "emitted_mean", "city_mean",
        ])
        let places = Dictionary(city.airDevices.map { ($0.id, $0) }) { first, _ in first }
        for (key, cell) in cells.sorted(by: { $0.key < $1.key }) {
            let device = places[key.device]
            text.line([
                key.hour.iso8601, device?.borough ?? "", device?.site ?? "", key.device, key.quantity.name,
                String(cell.count),
                decimal(millionths: cell.emitted), decimal(millionths: Self.mean(cell.emitted, cell.count)),
                decimal(millionths: Self.mean(cell.city, cell.count)),
            ])
        }
        return text
    }

    /// Rounded half away from zero.
    private static func mean(_ sum: Int64, _ count: Int64) -> Int64 {
        let quotient = sum.magnitude.quotientAndRemainder(dividingBy: count.magnitude)
        let rounded = Int64(quotient.quotient) + (quotient.remainder * 2 >= count.magnitude ? 1 : 0)
        return sum < 0 ? -rounded : rounded
    }
}
