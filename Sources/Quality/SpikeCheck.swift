package import Readings

/// A value that stands alone: |x - m| > max(5 sigma, 3 m), where m is the median of the five hours about it and sigma is
/// 1.4826 times the median of their distances from it, and one of the next two hours is back among them (reference: air
/// quality, section 3). It looks at the means and at the highest readings, so that a single reading is found that its
/// hour's mean hides.
///
/// Own row: a spike stands out by more than noise near zero does, so that clean air is not full of spikes; and only what
/// has a zero is checked, which leaves out temperature and the like.
package enum SpikeCheck {
    package static let reach = CheckReach(backHours: 2, aheadHours: 2)

    /// Hour by hour, whether it is a spike. Where more than one of its five hours has no readings, it is none.
    package static func flagged(_ hours: [CheckedHour?], of quantity: Quantity) -> [Bool] {
        guard let least = leastHeight(of: quantity) else { return Array(repeating: false, count: hours.count) }
        var flags = Array(repeating: false, count: hours.count)
        flag(&flags, hours, least: least) { $0.mean }
        flag(&flags, hours, least: least) { $0.maximum }
        return flags
    }

    private static func flag(
        _ flags: inout [Bool], _ hours: [CheckedHour?], least: Int64, _ value: (CheckedHour) -> Int64
    ) {
        // The hours about one, and their distances from their median, ascending; used again for the next one.
        var around: [Int64] = []
        var distances: [Int64] = []
        for index in hours.indices where !flags[index] {
            guard let own = hours[index].map(value) else { continue }
            around.removeAll(keepingCapacity: true)
            let last = min(hours.count - 1, index + reach.aheadHours)
            for other in max(0, index - reach.backHours)...last {
                if let hour = hours[other] { Median.insert(value(hour), into: &around) }
            }
            // Mostly the five lie close together, and nothing can stand out.
            guard around.count >= 4, Int128(around[around.count - 1]) - Int128(around[0]) > Int128(least) else {
                continue
            }
            let median = Median.ofAscending(around)
            distances.removeAll(keepingCapacity: true)
            for other in around { Median.insert(Median.distance(of: other, from: median), into: &distances) }
            let height = max(
                5 * 14_826 * Int128(Median.ofAscending(distances)) / 10_000, 3 * Swift.abs(Int128(median)),
                Int128(least))
            func standsOut(_ value: Int64) -> Bool { Swift.abs(Int128(value) - Int128(median)) > height }
            guard standsOut(own), index < last else { continue }
            flags[index] = hours[(index + 1)...last].contains { $0.map { !standsOut(value($0)) } ?? false }
        }
    }

    /// In millionths; nil for a quantity that is not checked. Twice what low-cost sensors scatter about zero: 5 ug/m3 of
    /// particles, 5 ppb of gases (reference: air quality, section 8, sensor errors).
    private static func leastHeight(of quantity: Quantity) -> Int64? {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10: 10 * Millionths.perUnit
        case .no2, .no, .nox, .o3, .so2: 20 * Millionths.perUnit
        case .co: Millionths.perUnit
        case .co2: 200 * Millionths.perUnit
        case .temperature, .humidity, .pressure, .windSpeed, .windDirection: nil
        }
    }
}
