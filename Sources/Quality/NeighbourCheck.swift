package import Readings

/// A device that has nothing to do with the rest of its borough: over three days, its ratio to the network's median lies
/// more than three sigma from the others' (reference: air quality, section 3; aqicn's network disables such devices).
///
/// Sigma is the spread of the devices' own ratios, by their median deviation, and at least what sites of London differ
/// from each other (London network 2020, standard deviation of site offsets of the logarithm): a roadside among
/// background sites is no fault.
package enum NeighbourCheck {
    /// From the first hour of the day that is judged.
    package static let reach = CheckReach(backHours: 48, aheadHours: 23)

    /// The three days, in hours.
    package static let hours = 72

    /// 75 % of them.
    private static let leastHours = 54

    /// Device by device, whether the last of the three days is flagged. With fewer than three devices none is.
    ///
    /// - Parameter devices: Hourly means in millionths of the unit, by device, 72 hours that end with the day. Devices of
    ///   one borough and quantity, in any order.
    package static func flagged(_ devices: [[Int64?]], of quantity: Quantity) -> [Bool] {
        guard let ratios = NetworkRatios(of: quantity, devices) else {
            return Array(repeating: false, count: devices.count)
        }
        return flagged(ratios, before: ratios.hourCount)
    }

    /// The same of the 72 hours before one of a longer span, of which the ratios were worked out once.
    package static func flagged(_ ratios: NetworkRatios, before end: Int) -> [Bool] {
        var flags = Array(repeating: false, count: ratios.deviceCount)
        guard let spread = spread(of: ratios.quantity), ratios.deviceCount >= NetworkRatios.leastDevices else {
            return flags
        }
        var present: [Int64] = []
        var scores: [(device: Int, score: Int64)] = []
        for device in flags.indices {
            present.removeAll(keepingCapacity: true)
            for hour in max(0, end - hours)..<end {
                if let ratio = ratios.ratio(device: device, hour: hour) { present.append(ratio) }
            }
            guard present.count >= leastHours else { continue }
            present.sort()
            scores.append((device, Median.ofAscending(present)))
        }
        let all = scores.map(\.score)
        guard scores.count >= NetworkRatios.leastDevices, let centre = Median.of(all),
            let deviation = Median.deviation(of: all, from: centre)
        else { return flags }
        let sigma = max(deviation * 14_826 / 10_000, spread)
        for (device, score) in scores { flags[device] = Swift.abs(score - centre) > 3 * sigma }
        return flags
    }

    /// In steps of `BinaryLogarithm`: natural logarithm / ln 2 x 2^20.
    private static func spread(of quantity: Quantity) -> Int64? {
        switch quantity {
        case .no2: 524_933  // 0.347
        case .pm10: 323_734  // 0.214
        case .pm1, .pm2_5, .pm4: 254_146  // 0.168, of PM2.5
        case .o3: 396_347  // 0.262
        // Own rows: what roads emit falls off faster than NO2 does, and twice its spread is taken.
        case .no, .nox, .so2, .co: 1_049_866
        case .co2, .temperature, .humidity, .pressure, .windSpeed, .windDirection: nil
        }
    }
}
