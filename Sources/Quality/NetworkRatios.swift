package import Readings

/// Each device's hours as logarithms of the ratio to the network's median: a device that reads twice its neighbours is
/// one octave above them, whatever the weather.
package struct NetworkRatios: Sendable {
    package let quantity: Quantity
    package let deviceCount: Int
    package let hourCount: Int
    /// Hour by hour, a device each, in steps of `BinaryLogarithm`, which 32 bits hold.
    private var steps: [Int32]

    /// The device has no hour, or too few have one.
    private static let missing = Int32.min

    /// With two devices nobody can say which one is wrong.
    package static let leastDevices = 3

    /// Nil for a quantity of which ratios say nothing.
    ///
    /// - Parameter mean: A device's hourly mean in millionths of the unit; nil where it has none that counts.
    package init?(
        of quantity: Quantity, devices: Int, hours: Int, _ mean: (_ device: Int, _ hour: Int) -> Int64?
    ) {
        guard let least = Self.least(of: quantity) else { return nil }
        (self.quantity, deviceCount, hourCount) = (quantity, devices, hours)
        steps = Array(repeating: Self.missing, count: devices * hours)
        var present: [Int64] = []
        for hour in 0..<hours {
            present.removeAll(keepingCapacity: true)
            let row = hour * devices..<(hour + 1) * devices
            for device in 0..<devices {
                guard let own = mean(device, hour), let logarithm = BinaryLogarithm.steps(of: max(own, least)) else {
                    continue
                }
                steps[row.lowerBound + device] = Int32(truncatingIfNeeded: logarithm)
                present.append(logarithm)
            }
            present.sort()
            let median = present.count < Self.leastDevices ? nil : Median.ofAscending(present)
            for index in row where steps[index] != Self.missing {
                steps[index] = median.map { Int32(truncatingIfNeeded: Int64(steps[index]) - $0) } ?? Self.missing
            }
        }
    }

    /// - Parameter devices: Hourly means by device and hour; all series begin with the same hour.
    init?(of quantity: Quantity, _ devices: [[Int64?]]) {
        let hours = devices.map(\.count).max() ?? 0
        self.init(of: quantity, devices: devices.count, hours: hours) { device, hour in
            devices[device].indices.contains(hour) ? devices[device][hour] : nil
        }
    }

    /// In steps of `BinaryLogarithm`; nil where the device has no hour, or too few have one.
    func ratio(device: Int, hour: Int) -> Int64? {
        let step = steps[hour * deviceCount + device]
        return step == Self.missing ? nil : Int64(step)
    }

    /// In millionths: the detection limit of particle counters (reference: air quality, section 3), and about half a ppb
    /// of gases.
    private static func least(of quantity: Quantity) -> Int64? {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10: 300_000
        case .no2, .no, .nox, .o3, .so2: 1_000_000
        case .co: 10_000
        case .co2, .temperature, .humidity, .pressure, .windSpeed, .windDirection: nil
        }
    }
}
