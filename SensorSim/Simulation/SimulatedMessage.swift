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
    /// Whether the payload says when it was measured, so that a second copy can be told from a second reading.
    package var isStamped = true
    /// Of the messages that the devices sent, the number of this one, counted from 1; 0 for a recorded one.
    package var number: UInt64 = 0

    package init(
        received: Instant, topic: [UInt8], payload: [UInt8], qos: UInt8 = 1, isRetained: Bool = false
    ) {
        self.received = received
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.isRetained = isRetained
    }
}

/// Messages that are on their way, given out in the order in which they arrive.
struct Outbox: Sendable {
    private struct Entry: Comparable, Sendable {
        var message: SimulatedMessage
        /// Messages with the same receive time keep the order in which they were sent.
        var order: UInt64

        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }

        static func < (left: Entry, right: Entry) -> Bool {
            (left.message.received, left.order) < (right.message.received, right.order)
        }
    }

    private var waiting = EarliestFirst<Entry>()
    private var sent: UInt64 = 0

    var nextReceived: Instant? { waiting.first?.message.received }

    mutating func send(_ topic: [UInt8], _ payload: [UInt8], received: Instant) {
        sent += 1
        let message = SimulatedMessage(received: received, topic: topic, payload: payload)
        waiting.insert(Entry(message: message, order: sent))
    }

    /// Sends, and now and then lets QoS 1 deliver a second copy: 0.5 %, inside the 0.1 to 1 % that brokers show.
    mutating func sendAtLeastOnce(
        _ topic: [UInt8], _ payload: [UInt8], received: Instant, random: inout RandomStream
    ) {
        send(topic, payload, received: received)
        if random.isTrue(probability: 0.005) {
            let delay = random.whole(500_000...20_000_000)
            send(topic, payload, received: received.advanced(byMicroseconds: delay))
        }
    }

    mutating func popFirst() -> SimulatedMessage? {
        waiting.popFirst()?.message
    }
}
