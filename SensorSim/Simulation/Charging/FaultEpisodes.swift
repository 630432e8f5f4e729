import Readings

/// Episodes of one kind, one after the other, as a device or all devices of a site know them.
struct FaultEpisodes: Sendable {
    /// Why a charge point is out of contact.
    enum Cause: Sendable {
        case offline, site
    }

    private let episodes: ChargingFaults.Episodes
    private var random: RandomStream
    private var last: Instant

    private static let week = Double(7 * Microseconds.day)
    /// No episode is longer than the observed ones, about a month.
    private static let longestMinutes = 40_000.0

    init(_ episodes: ChargingFaults.Episodes, random: RandomStream, from start: Instant) {
        self.episodes = episodes
        self.random = random
        last = start
    }

    /// The next one, or nil when there are none. In whole seconds, at least one long.
    mutating func next() -> Range<Instant>? {
        guard episodes.perWeek > 0 else { return nil }
        let wait = min(random.exponential() * Self.week / episodes.perWeek, 1e15)
        let minutes = min(
            PortableMath.exp(episodes.mu + episodes.sigma * random.normal()), Self.longestMinutes)
        let begin = last.advanced(byMicroseconds: Int64(wait)).floored(toMicroseconds: Microseconds.second)
        let seconds = max(1, Int64(minutes * 60))
        last = begin.advanced(byMicroseconds: seconds * Microseconds.second)
        return begin..<last
    }
}
