/// A change of a link's state. One a change, never one a message.
package enum LinkEvent: Equatable, Sendable, CustomStringConvertible {
    /// The broker accepted us. Without a session from before, whatever it held for us is gone: when one was expected,
    /// messages may be lost.
    case connected(BrokerAddress, sessionPresent: Bool)
    /// The broker granted these filters. The caller keeps them as the next run's `previousFilters`.
    case subscribed([String])
    /// The broker no longer sends what these filters match.
    case unsubscribed([String])
    /// The broker granted less than was asked for: messages may get lost between it and us.
    case weakened(filter: String, granted: UInt8)
    case subscriptionRefused(filter: String, reason: UInt8)
    /// No link, or no longer; the next attempt follows after the wait.
    case down(LinkFault, retryAfter: Duration)
    /// Ended because the stop signal was raised; everything taken is committed and acknowledged.
    case stopped

    package var description: String {
        switch self {
        case .connected(let address, let present):
            "Connected to \(address), " + (present ? "the session continues" : "a new session begins")
        case .subscribed(let filters): "Subscribed to \(filters.joined(separator: ", "))"
        case .unsubscribed(let filters): "No longer subscribed to \(filters.joined(separator: ", "))"
        case .weakened(let filter, let granted):
            "The broker grants only QoS \(granted) for \(filter): messages may get lost. Raise max_qos at the broker."
        case .subscriptionRefused(let filter, let reason):
            "The broker refuses the subscription to \(filter) (\(ReasonWords.subscription(reason)))."
        case .down(let fault, let wait):
            "\(fault) Next attempt in \(Self.seconds(wait)) s."
        case .stopped: "The link is closed"
        }
    }

    private static func seconds(_ wait: Duration) -> String {
        let tenths = wait.components.seconds * 10 + wait.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
