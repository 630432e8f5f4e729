import Readings

/// When a charge point was in contact, and so how long a word of it is believed.
struct Contact {
    let liveness: Liveness
    /// Up to when anything was received, of whatever device.
    let asOf: Instant

    /// A part of the time in which a word is believed.
    struct Belief {
        var range: Range<Instant>
        /// The unit was silent meanwhile, and for so long that nobody knew any more in the end.
        var isCarried: Bool
    }

    /// - Parameters:
    ///   - instant: when the word was told.
    ///   - heard: where the carry begins to count, when that is not the word itself.
    ///   - next: when the next word was told.
    func belief(from instant: Instant, heard: Instant? = nil, until next: Instant) -> [Belief] {
        let believed = min(next, instant.advanced(byMicroseconds: ChargingReach.status))
        let end = liveness.carriedUntil(from: heard ?? instant, notPast: believed)
        guard instant < end else { return [] }
        return [Belief(range: instant..<end, isCarried: false)]
    }
}
