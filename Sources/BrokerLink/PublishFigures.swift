/// What a publisher did so far.
package struct PublishFigures: Equatable, Sendable {
    package var publishedAtQoS0 = 0
    package var publishedAtQoS1 = 0
    package var publishedAtQoS2 = 0
    /// Acknowledged by the broker (QoS 1 and 2), refusals included.
    package var acknowledged = 0
    /// Acknowledged, but with a reason that says the broker threw the message away: its access rules, a quota (MQTT 5).
    package var refused = 0
    package var lastRefusal: UInt8?
    /// Of QoS 0, and still unsent when a link was lost.
    package var abandonedAtQoS0 = 0
    package var connections = 0

    /// From the first message to the latest sign that one was delivered.
    package var elapsed: Duration = .zero

    /// Messages a second that reached the broker, over `elapsed`; 0 before the first.
    package var perSecond: Double {
        elapsed > .zero ? Double(acknowledged + publishedAtQoS0 - abandonedAtQoS0) / (elapsed / .seconds(1)) : 0
    }

    package var published: Int { publishedAtQoS0 + publishedAtQoS1 + publishedAtQoS2 }

    package init() {}

    /// Of two links together.
    package mutating func add(_ other: PublishFigures) {
        publishedAtQoS0 += other.publishedAtQoS0
        publishedAtQoS1 += other.publishedAtQoS1
        publishedAtQoS2 += other.publishedAtQoS2
        acknowledged += other.acknowledged
        refused += other.refused
        lastRefusal = lastRefusal ?? other.lastRefusal
        abandonedAtQoS0 += other.abandonedAtQoS0
        connections += other.connections
        elapsed = max(elapsed, other.elapsed)
    }
}

/// Why a message could not be handed over.
package enum PublishError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The stop signal was raised.
    case stopped
    case topic(String)
    /// Larger than the broker accepts, in bytes.
    case tooLarge(topic: String, bytes: Int)
    case notAccepted(topic: String, String)

    package var description: String {
        switch self {
        case .stopped: "Publishing was stopped."
        case .topic(let topic):
            "“\(topic)” is not a topic that can be published to. Use levels parted by /, without + and #."
        case .tooLarge(let topic, let bytes):
            "A message of \(bytes) bytes to \(topic) is larger than the broker accepts. Raise max_packet_size there."
        case .notAccepted(let topic, let words): "A message to \(topic) could not be sent: \(words)."
        }
    }
}
