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
        let means = isolated(hours.map { $0?.mean }, least: least)
        let peaks = isolated(hours.map { $0?.maximum }, least: least)
        return zip(means, peaks).map { $0 || $1 }
    }

    private static func isolated(_ values: [Int64?], least: Int64) -> [Bool] {
        values.indices.map { index in
            guard let value = values[index] else { return false }
            let around = values[max(0, index - reach.backHours)...min(values.count - 1, index + reach.aheadHours)]
            let present = around.compactMap { $0 }
            guard present.count >= 4, let median = Median.of(present),
                let deviation = Median.deviation(of: present, from: median)
            else { return false }
            let height = max(
                5 * 14_826 * Int128(deviation) / 10_000, 3 * Swift.abs(Int128(median)), Int128(least))
            func standsOut(_ value: Int64) -> Bool { Swift.abs(Int128(value) - Int128(median)) > height }
            let next = around[(index + 1)...].compactMap { $0 }
            return standsOut(value) && next.contains { !standsOut($0) }
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
