package import Readings

/// One message as the broker would hand it to the service.
package struct SimulatedMessage: Equatable, Sendable {
    /// When the broker receives it.
    package var received: Instant
    package var topic: [UInt8]
    package var payload: [UInt8]
    /// Simulated devices publish at QoS 1 and never retained.
    package var qos: UInt8
    package var isRetained: Bool
    /// Counts what the devices sent, from 1; a second copy has the first one's. 0 for a recorded one.
    package var number: UInt64
    /// Whether the payload says when it was measured, so that a second copy can be told from a second reading.
    package var isStamped = true
    /// Whether a charge point stamped it by a clock that was not set: its time of receipt counts.
    package var hasUnsetClock = false
    /// Which device sent it: the city's air devices are counted first, then its charge points; -1 for a recorded one.
    package var source = -1

    package init(
        received: Instant, topic: [UInt8], payload: [UInt8], qos: UInt8 = 1, isRetained: Bool = false,
        number: UInt64 = 0
    ) {
        self.received = received
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.isRetained = isRetained
        self.number = number
    }
}

/// Messages that are on their way, given out in the order in which they arrive.
struct Outbox: Sendable {
    /// Messages with the same receive time keep the order in which they were sent.
    private var waiting = EarliestFirst<SimulatedMessage>()
    private(set) var sent: UInt64 = 0
    /// Which device sends now.
    var source = -1
    /// Whether the stamp of what is sent now is of a clock that was not set.
    var hasUnsetClock = false

    var nextReceived: Instant? { waiting.firstDue }

    /// Gives the message's number.
    @discardableResult
    mutating func send(_ topic: [UInt8], _ payload: [UInt8], received: Instant, isStamped: Bool = true) -> UInt64 {
        sent += 1
        var message = SimulatedMessage(received: received, topic: topic, payload: payload, number: sent)
        message.isStamped = isStamped
        message.source = source
        message.hasUnsetClock = hasUnsetClock
        insert(message)
        return sent
    }

    private mutating func insert(_ message: SimulatedMessage) {
        waiting.insert(message, due: message.received)
    }

    mutating func popFirst() -> SimulatedMessage? {
        waiting.popFirst()
    }
}
