package import Readings

/// How fast messages are sent.
package enum Pace: Equatable, Sendable {
    /// As fast as the other side takes them.
    case unlimited
    /// That many times faster than they were received.
    case speed(Double)
    /// That many messages a second, whatever their times.
    case rate(Double)
}

/// When each message is due, counted from the first. The schedule is absolute: a late message does not delay the ones
/// behind it, so that the pace does not drift.
package struct Schedule: Sendable {
    private let pace: Pace
    private var first: Instant?
    private var sent = 0

    package init(_ pace: Pace) {
        self.pace = pace
    }

    /// How long after the first message the next one is due, zero when at once; `received` is its recorded receive time.
    package mutating func dueOfNext(received: Instant) -> Duration {
        let start = first ?? received
        first = start
        sent += 1
        switch pace {
        case .unlimited: return .zero
        case .speed(let factor):
            let microseconds = Double(received.microseconds(since: start)) / factor
            return .microseconds(Int64(min(max(microseconds, 0), 9e15)))
        case .rate(let perSecond):
            return .microseconds(Int64(min(Double(sent - 1) * 1e6 / perSecond, 9e15)))
        }
    }
}
