import Readings

/// The values of two like sensors in one instrument, of which neither is the better one.
///
/// Both together are one reading: their mean, where they agree. They agree when they differ by at most 10 below a mean of
/// 100, and by at most 10 % of the mean from 100 on, in the quantity's unit (the rule that PurpleAir's channels are judged
/// by: reference, air quality, section 3). A faulty sensor reads high or low alone, so that a mean of two that disagree
/// would hide the fault.
struct TwinChannels: Equatable, Sendable {
    enum Channel: Sendable { case a, b }

    private var a = DecodedValue.absent
    private var b = DecodedValue.absent

    private static let threshold = Int128(100 * Millionths.perUnit)
    private static let largestDifference = Int128(10 * Millionths.perUnit)

    mutating func set(_ channel: Channel, _ value: DecodedValue) {
        switch channel {
        case .a: a = value
        case .b: b = value
        }
    }

    /// The instrument's reading. One channel alone is an instrument with a single sensor; a channel that was rejected
    /// leaves nothing to compare the other one with.
    var reading: DecodedValue {
        switch (a, b) {
        case (.absent, let only), (let only, .absent): only
        case (.rejected(let reason), _), (_, .rejected(let reason)): .rejected(reason)
        case (.value(let a), .value(let b)): Self.mean(a, b)
        }
    }

    private static func mean(_ a: Millionths, _ b: Millionths) -> DecodedValue {
        let sum = Int128(a.count) + Int128(b.count)
        let difference = Int128((Int128(a.count) - Int128(b.count)).magnitude)
        // mean < 100 is sum < 200, and difference <= 10 % of the mean is 20 differences <= sum.
        let agree = sum < 2 * threshold ? difference <= largestDifference : 20 * difference <= sum
        guard agree, let mean = Int64(exactly: Millionths.rounded(sum, over: 2)) else {
            return .rejected(.channelsDisagree)
        }
        return .value(Millionths(mean))
    }
}
