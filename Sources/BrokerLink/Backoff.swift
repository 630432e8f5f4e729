/// How long to wait before the next attempt: 1 s, doubling to 60 s, each shortened by up to a half at random so that
/// a thousand clients of a restarted broker do not come back in the same second. A pure value; time is an argument.
package struct Backoff: Sendable, Equatable {
    package var shortest: Duration
    package var longest: Duration
    /// A link that held this long proves the broker well, and the next wait is the shortest again. A link that is
    /// dropped sooner does not: two clients with one name would otherwise throw each other out again and again, and
    /// mosquitto 2.0 does not say that this was the reason. So it is longer than any wait.
    package var proof: Duration
    private var failures = 0

    package init(
        shortest: Duration = .seconds(1), longest: Duration = .seconds(60), proof: Duration = .seconds(120)
    ) {
        self.shortest = shortest
        self.longest = longest
        self.proof = proof
    }

    /// The wait after a failed attempt, or after a link that was lost having held for `held`.
    package mutating func next(afterLinkHeld held: Duration?, using random: inout some RandomNumberGenerator)
        -> Duration
    {
        if let held, held >= proof { failures = 0 }
        var wait = shortest
        for _ in 0..<failures where wait < longest { wait *= 2 }
        if wait < longest { failures += 1 }
        return Self.jittered(min(wait, longest), using: &random)
    }

    /// The wait after another client took our session: the longest, so that the two do not take turns.
    package mutating func nextAfterTakeover(using random: inout some RandomNumberGenerator) -> Duration {
        Self.jittered(longest, using: &random)
    }

    private static func jittered(_ wait: Duration, using random: inout some RandomNumberGenerator) -> Duration {
        wait * Double.random(in: 0.5...1, using: &random)
    }
}
