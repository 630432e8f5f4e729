import AirQuality
import Publication
import Readings
import TimeWindows

/// One day of published hours of all devices, as the US index needs them.
struct DeviceHours {
    /// Sorted as rows are: by borough, then by site.
    struct Device: Comparable, Hashable {
        var borough: String
        var site: String
        var device: String

        static func < (left: Device, right: Device) -> Bool {
            (left.borough, left.site, left.device) < (right.borough, right.site, right.device)
        }
    }

    struct Series {
        var means: [HourlyMean?] = Array(repeating: nil, count: 24)
        /// Hours with a row, and with a reading.
        var rows = HourSet()
        var measured = HourSet()
    }

    struct Content {
        var deviceClass: DeviceClass
        /// Hours with a row of any quantity.
        var rows = HourSet()
        /// By the place in `UnitedStatesIndex.pollutants`.
        var series: [Series?] = Array(repeating: nil, count: UnitedStatesIndex.pollutants.count)
    }

    let date: CivilDate
    private(set) var devices: [Device: Content] = [:]

    init(_ date: CivilDate) { self.date = date }

    /// The hours of a device and pollutant; nil where the day has no row of them.
    func series(_ device: Device, _ pollutant: Int) -> Series? { devices[device]?.series[pollutant] }

    /// Takes a row of the day; those of other days are passed over.
    mutating func take(_ row: WideRow, _ rows: borrowing TableFile) {
        let hour = Int(row.hour - Int64(date.daysSince1970) * 24)
        guard 0..<24 ~= hour else { return }
        let columns = row.columns
        let device = Device(
            borough: rows.text(columns.borough), site: rows.text(columns.site), device: rows.text(columns.device))
        let deviceClass = DeviceClass(rawValue: rows.text(columns.deviceClass)) ?? .indicative
        var content = devices[device] ?? Content(deviceClass: deviceClass)
        content.rows.insert(hour)
        if let pollutant = UnitedStatesIndex.pollutants.firstIndex(of: row.quantity) {
            var series = content.series[pollutant] ?? Series()
            series.rows.insert(hour)
            let mean = rows.range(columns.mean)
            if let value = try? Millionths(decimal: rows.bytes.span.extracting(mean)) {
                series.measured.insert(hour)
                series.means[hour] = HourlyMean(
                    mean: Picounits(Int128(value.count) * Picounits.perMillionth), isValid: row.isValid)
            }
            content.series[pollutant] = series
        }
        devices[device] = content
    }
}

/// Some of the 24 hours of a day.
struct HourSet {
    private var bits: UInt32 = 0

    var isEmpty: Bool { bits == 0 }

    mutating func insert(_ hour: Int) { bits |= 1 << UInt32(hour) }

    func contains(_ hour: Int) -> Bool { bits & 1 << UInt32(hour) != 0 }

    /// Whether one of `hours` is among them, of which those before 0 belong to the day before.
    func contains(anyOf hours: ClosedRange<Int>, before: HourSet?) -> Bool {
        hours.contains { $0 < 0 ? before?.contains($0 + 24) ?? false : contains($0) }
    }
}
