package import Readings

/// A sensor that ages: at night, from 01:00 to 05:00 UTC, when sites are most alike, its ratio to the network's median
/// moves by more than 20 % in 30 days (reference: air quality, section 3).
///
/// Each night is the median of its hours; the slope is the median of the slopes between all pairs of nights (Theil 1950,
/// Sen 1968), so that a few odd nights do not turn it. It counts when it is also more than three times its own standard
/// error, as the scatter of the nights about the line tells it: wind is no drift. All of it is whole numbers.
package enum DriftCheck {
    /// From the last hour of the 30 days. It is meant for rows of months.
    package static let reach = CheckReach(backHours: hours - 1, aheadHours: 0)

    /// The 30 days, in hours.
    package static let hours = 720

    private static let nightHours = 1..<5
    private static let leastNightHours = 3
    /// 75 % of 30.
    private static let leastNights = 23

    /// log2(1.2) and -log2(0.8), in steps of `BinaryLogarithm`.
    private static let (rise, fall): (Int64, Int64) = (275_812, 337_566)

    /// Device by device, whether it drifts over the 30 days. It needs 23 nights of at least three hours each.
    ///
    /// - Parameter devices: Hourly means in millionths of the unit, by device, 720 hours of which the first begins at
    ///   00:00 UTC. Devices of one borough and quantity, in any order.
    package static func flagged(_ devices: [[Int64?]], of quantity: Quantity) -> [Bool] {
        guard let ratios = NetworkRatios(of: quantity, devices) else {
            return Array(repeating: false, count: devices.count)
        }
        return devices.indices.map { drifts(nights(of: $0, ratios)) }
    }

    private struct Night {
        var number: Int64
        var ratio: Int64
    }

    /// The nights that are known well enough.
    private static func nights(of device: Int, _ ratios: NetworkRatios) -> [Night] {
        (0..<hours / 24).compactMap { night in
            let known = nightHours.compactMap { hour -> Int64? in
                let index = night * 24 + hour
                return index < ratios.hourCount ? ratios.ratio(device: device, hour: index) : nil
            }
            guard known.count >= leastNightHours, let ratio = Median.of(known) else { return nil }
            return Night(number: Int64(night), ratio: ratio)
        }
    }

    private static func drifts(_ nights: [Night]) -> Bool {
        guard nights.count >= leastNights else { return false }
        // In steps for 30 days.
        let slopes = nights.indices.flatMap { first in
            nights[(first + 1)...].map { later in
                30 * (later.ratio - nights[first].ratio) / (later.number - nights[first].number)
            }
        }
        guard let slope = Median.of(slopes), slope > rise || -slope > fall else { return false }
        let rests = nights.map { $0.ratio - slope * $0.number / 30 }
        guard let centre = Median.of(rests) else { return false }
        // The slope's standard error for 30 days is 30 sigma / sqrt(S): S is the sum of squared distances of the nights from
        // their middle, sigma^2 the sum of squares about the line over the number of nights less two. Odd nights make it
        // larger, so they hide a drift sooner than that they feign one.
        let squares = rests.reduce(Int128(0)) { $0 + Int128($1 - centre) * Int128($1 - centre) }
        let count = Int128(nights.count)
        let sum = nights.reduce(Int128(0)) { $0 + Int128($1.number) }
        // S times the number of nights is a whole number.
        let distances = nights.reduce(Int128(0)) { $0 + Int128($1.number * $1.number) } * count - sum * sum
        return Int128(slope) * Int128(slope) * distances * (count - 2) > 9 * 900 * squares * count
    }
}
