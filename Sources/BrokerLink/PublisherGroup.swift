package import Readings

/// Several links that send, on one thread, for brokers that many clients talk to at once. Messages of one device go over one
/// link, so that they keep their order.
package struct PublisherGroup: ~Copyable {
    private final class Lane {
        var publisher: Publisher

        init(_ publisher: consuming Publisher) {
            self.publisher = publisher
        }
    }

    private let lanes: [Lane]
    private let stop: StopSignal
    private let clock = ContinuousClock()
    private var nextRound: ContinuousClock.Instant

    /// - Parameters:
    ///   - connections: how many links. With more than one their client ids are numbered, `NAME-1` and on.
    ///   - window: of each link, as a publisher has it.
    /// - Throws: `LinkMistake` for settings that cannot work.
    package init(
        _ settings: LinkSettings, connections: Int = 1, window: Int = 100, until stop: StopSignal,
        event: @escaping (LinkEvent) -> Void
    ) throws(LinkMistake) {
        var lanes: [Lane] = []
        for number in 1...max(1, connections) {
            var own = settings
            if connections > 1 { own.clientID += "-\(number)" }
            lanes.append(Lane(try Publisher(own, window: window, until: stop, event: event)))
        }
        self.lanes = lanes
        self.stop = stop
        nextRound = clock.now
    }

    /// Of all links together.
    package var figures: PublishFigures {
        var sum = PublishFigures()
        for lane in lanes { sum.add(lane.publisher.figures) }
        return sum
    }

    package var inFlight: Int { lanes.reduce(0) { $0 + $1.publisher.inFlight } }

    /// Waits until the broker accepts all links.
    package mutating func connect() throws(PublishError) {
        for lane in lanes { try lane.publisher.connect() }
    }

    /// Sends a message, as `Publisher.publish` does.
    package mutating func publish(
        topic: Span<UInt8>, payload: Span<UInt8>, qos: QoS, retain: Bool, received: Instant?
    ) throws(PublishError) {
        let lane = lanes.count == 1 ? lanes[0] : lanes[Self.lane(of: topic, among: lanes.count)]
        try lane.publisher.publish(topic: topic, payload: payload, qos: qos, retain: retain, received: received)
        if lanes.count > 1, clock.now >= nextRound { try serve() }
    }

    /// Writes what was published and waits for nothing.
    package mutating func flush() throws(PublishError) {
        for lane in lanes { try lane.publisher.flush() }
    }

    /// Keeps all links alive for so long: the way to pause between messages.
    package mutating func idle(for time: Duration) throws(PublishError) {
        guard lanes.count > 1 else { return try lanes[0].publisher.idle(for: time) }
        let end = clock.now + time
        try serve()
        while case let left = end - clock.now, left > .zero {
            let sockets = lanes.map { (socket: $0.publisher.socket, forWrite: $0.publisher.wantsWrite) }
            Readiness.waitForAny(sockets, stop: stop, atMost: min(left, .milliseconds(500)))
            try serve()
        }
    }

    /// Waits until everything left and was acknowledged. False when the time was over before.
    package mutating func drain(atMost time: Duration) throws(PublishError) -> Bool {
        let end = clock.now + time
        for lane in lanes {
            guard try lane.publisher.drain(atMost: max(.zero, end - clock.now)) else { return false }
        }
        return true
    }

    /// Says goodbye on all links. What is not acknowledged by then is forgotten: `drain` first.
    package mutating func close() {
        for lane in lanes { lane.publisher.close() }
    }

    /// Once around each link, at least once a second, so that none falls silent.
    private mutating func serve() throws(PublishError) {
        nextRound = clock.now + .seconds(1)
        for lane in lanes { try lane.publisher.turn(.zero) }
    }

    /// The first four levels of a topic are a device's in the usual layout; of three, the last is mostly a direction.
    /// FNV-1a over their bytes, so that a topic goes the same way in every run.
    static func lane(of topic: Span<UInt8>, among count: Int) -> Int {
        var slashes = 0
        for at in topic.indices where topic[at] == UInt8(ascii: "/") { slashes += 1 }
        let levels = slashes == 2 ? 2 : 4
        var hash: UInt32 = 2_166_136_261
        var level = 1
        for at in topic.indices {
            if topic[at] == UInt8(ascii: "/") { level += 1 }
            if level > levels { break }
            hash = (hash ^ UInt32(topic[at])) &* 16_777_619
        }
        return Int(hash % UInt32(count))
    }
}
