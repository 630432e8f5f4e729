import SeededRandom
import Foundation
import Quality

/// Hand-made hours for checks of published windows.
extension CheckedHour {
    /// An hour that stands still.
    static func still(_ value: Double) -> CheckedHour {
        let count = Int64((value * 1_000_000).rounded())
        return CheckedHour(mean: count, minimum: count, maximum: count, standardDeviation: 0)
    }

    /// An hour whose readings scatter about its mean by a part of it, the highest and lowest by twice as much.
    static func scattered(_ mean: Double, by part: Double = 0.1) -> CheckedHour {
        let count = Int64((mean * 1_000_000).rounded())
        let deviation = Int64((Double(abs(count)) * part).rounded())
        return CheckedHour(
            mean: count, minimum: count - 2 * deviation, maximum: count + 2 * deviation, standardDeviation: deviation)
    }
}

extension SplitMix64 {
    /// Of a standard normal distribution (Box and Muller 1958).
    mutating func normal() -> Double {
        let (first, second) = (Double.random(in: 0x1p-53..<1, using: &self), Double.random(in: 0..<1, using: &self))
        return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
    }
}

/// Honest hours as kerbsides have them: log-normal, each hour much like the one before (reference: air quality,
/// section 8: standard deviation of the logarithm about 0.5, autocorrelation about 0.9).
struct HonestAir {
    var numbers: SplitMix64

    /// The logarithm of the weather, hour by hour.
    mutating func weather(hours: Int, deviation: Double = 0.5, correlation: Double = 0.9) -> [Double] {
        var level = deviation * numbers.normal()
        return (0..<hours).map { _ in
            level = correlation * level + deviation * (1 - correlation * correlation).squareRoot() * numbers.normal()
            return level
        }
    }

    /// Devices under one weather, in millionths: each with an offset of its site, and noise of its own.
    mutating func network(
        devices: Int, hours: Int, mean: Double = 12, site: Double = 0.17, noise: Double = 0.19
    ) -> [[Int64?]] {
        let weather = weather(hours: hours)
        return (0..<devices).map { _ in
            let offset = site * numbers.normal()
            let own = self.weather(hours: hours, deviation: noise, correlation: 0.8)
            return zip(weather, own).map { Int64(mean * exp($0 + $1 + offset) * 1_000_000) }
        }
    }
}
