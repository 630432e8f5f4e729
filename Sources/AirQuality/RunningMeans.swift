package import Readings

/// Which running means are published: the spans that the index, the UK objectives and WHO 2021 use.
package enum RunningMeans {
    /// Hours of each running mean of a quantity; empty for quantities that no rule averages so.
    package static func spans(of quantity: Quantity) -> [Int] {
        switch quantity {
        case .o3: [8]
        case .co: [8, 24]
        case .pm2_5, .pm10, .no2, .so2: [24]
        default: []
        }
    }

    /// Hours of the mean that the index uses of a pollutant: PM over 24, ozone over 8, the others over one (SO2 by its
    /// quarter-hours).
    package static func indexHours(of pollutant: Quantity) -> Int {
        switch pollutant {
        case .pm2_5, .pm10: 24
        case .o3: 8
        default: 1
        }
    }

    /// The longest span: how far a change of one hour reaches ahead.
    package static let longestSpanHours = 24
}
