package import Readings

/// How often a presented card led to energy at the first go.
package struct ChargingAttempts: Hashable, Sendable {
    /// Episodes of `Preparing` in which a card was presented and whose outcome is known.
    package var presented = 0
    /// Those in which a transaction delivered at least 0.1 kWh.
    package var delivered = 0
    /// Episodes with a transaction whose energy nobody knows: in neither count.
    package var untold = 0

    /// 0.1 kWh in millionths of a watt-hour.
    package static let success: Int64 = 100_000_000

    /// A unit may stamp the start of a transaction just after it has left `Preparing`.
    static let slack = Microseconds.minute

    package init() {}

    /// - Parameters:
    ///   - episodes: where one connector was `Preparing` and a card was presented.
    ///   - transactions: of that connector: start and, where known, energy. A transaction belongs to the episode that began
    ///     last at or before its start, when it starts within the episode or the minute after it.
    package init(episodes: [Range<Instant>], transactions: [(start: Instant, energy: WattHours?)]) {
        let ordered = episodes.sorted { $0.lowerBound < $1.lowerBound }
        var outcomes = [Outcome](repeating: .failed, count: ordered.count)
        for transaction in transactions {
            let following = ordered.partitioningIndex { $0.lowerBound > transaction.start }
            guard following > 0,
                transaction.start <= ordered[following - 1].upperBound.advanced(byMicroseconds: Self.slack)
            else { continue }
            let outcome: Outcome =
                transaction.energy.map { $0.millionths >= Self.success ? .delivered : .failed } ?? .untold
            outcomes[following - 1] = max(outcomes[following - 1], outcome)
        }
        delivered = outcomes.count { $0 == .delivered }
        untold = outcomes.count { $0 == .untold }
        presented = outcomes.count - untold
    }

    private enum Outcome: Int, Comparable {
        case failed, untold, delivered

        static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
    }

    package static func + (left: ChargingAttempts, right: ChargingAttempts) -> ChargingAttempts {
        var both = left
        both.presented += right.presented
        both.delivered += right.delivered
        both.untold += right.untold
        return both
    }

    package var firstTimeSuccess: ExactRatio? { ExactRatio(Int64(delivered), of: Int64(presented)) }
}
