import Readings

/// What makes a site's day better or worse than the city's: a slow course of random numbers that any instant can be asked
/// of, with nothing to remember.
///
/// Each day and each three hours have a number of their own, hashed from the site's key, and the course runs between them.
/// Measured over London in 2020: daily means differ from the city's by 0.23 (logarithm, NO2) and 0.16 (PM10) once the
/// site's own mean is taken off. Traffic varies more than the NO2 that it makes.
struct SiteNoise: Sendable {
    enum Channel: UInt64 {
        case traffic = 1
        case particles = 2

        /// Spreads of the logarithm: of days, and of three hours.
        var spreads: (days: Double, hours: Double) {
            switch self {
            case .traffic: (0.30, 0.15)
            case .particles: (0.19, 0.10)
            }
        }
    }

    let key: UInt64

    /// Its mean over a long time is 1.
    func factor(_ channel: Channel, at instant: Instant) -> Double {
        let (days, hours) = channel.spreads
        let deviation =
            days * course(channel.rawValue, every: Microseconds.day, at: instant)
            + hours * course(channel.rawValue + 16, every: 3 * Microseconds.hour, at: instant)
        return PortableMath.exp(deviation - (days * days + hours * hours) / 2)
    }

    /// Normal, mean 0 and spread 1 at any instant.
    private func course(_ number: UInt64, every length: Int64, at instant: Instant) -> Double {
        let base = key &+ number &* 0xd1b5_4a32_d192_ed03
        // Each site's days begin at another hour.
        let phase = Int64(RandomStream.mixed(base) % UInt64(length))
        let shifted = instant.advanced(byMicroseconds: phase)
        let start = shifted.floored(toMicroseconds: length)
        let share = Double(shifted.microseconds(since: start)) / Double(length)
        let index = UInt64(bitPattern: start.microseconds / length)
        let value = (1 - share) * Self.normal(base, index) + share * Self.normal(base, index &+ 1)
        return value / ((1 - share) * (1 - share) + share * share).squareRoot()
    }

    /// The sum of four even numbers of 16 bits: mean 0, spread 1, never beyond 3.5.
    private static func normal(_ base: UInt64, _ index: UInt64) -> Double {
        let bits = RandomStream.mixed(base &+ (index &+ 1) &* 0x9e37_79b9_7f4a_7c15)
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)
        // Each has the mean 32,767.5 and the variance (65,536^2 - 1) / 12.
        return (Double(sum) - 131_070) / 37_837.227
    }
}
