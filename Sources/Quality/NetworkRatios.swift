import Readings

/// Each device's hours as logarithms of the ratio to the network's median: a device that reads twice its neighbours is
/// one octave above them, whatever the weather.
struct NetworkRatios {
    /// By device and hour, in steps of `BinaryLogarithm`; nil where the device has no hour or too few have one.
    let ratios: [[Int64?]]

    /// With two devices nobody can say which one is wrong.
    static let leastDevices = 3

    /// - Parameters:
    ///   - devices: Hourly means in millionths of the unit, by device and hour; all series begin with the same hour.
    ///   - least: What smaller values count as, in millionths: zero and below have no logarithm.
    init(_ devices: [[Int64?]], least: Int64) {
        let logarithms = devices.map { hours in
            hours.map { $0.flatMap { BinaryLogarithm.steps(of: max($0, least)) } }
        }
        let count = devices.map(\.count).max() ?? 0
        let medians = (0..<count).map { hour -> Int64? in
            let present = logarithms.compactMap { $0.indices.contains(hour) ? $0[hour] : nil }
            return present.count < Self.leastDevices ? nil : Median.of(present)
        }
        ratios = logarithms.map { hours in
            hours.indices.map { hour in
                guard let own = hours[hour], let median = medians[hour] else { return nil }
                return own - median
            }
        }
    }

    /// In millionths: the detection limit of particle counters (reference: air quality, section 3), and about half a ppb
    /// of gases; nil for a quantity of which ratios say nothing.
    static func least(of quantity: Quantity) -> Int64? {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10: 300_000
        case .no2, .no, .nox, .o3, .so2: 1_000_000
        case .co: 10_000
        case .co2, .temperature, .humidity, .pressure, .windSpeed, .windDirection: nil
        }
    }
}
