package import Readings

/// A link that sends, for the simulator and for tests. It runs on the thread that calls it and needs no other.
///
/// A message of QoS 1 or 2 is kept until the broker acknowledged it and is sent again after a reconnection: it arrives at
/// least once while this value lives. Whoever pauses, pauses with `idle`, so that the link is kept alive meanwhile and what
/// waits to be written is written.
package struct Publisher: ~Copyable {
    private let session: MosquittoSession
    private let settings: LinkSettings
    private let stop: StopSignal
    private let event: (LinkEvent) -> Void
    private let window: Int
    private let clock = ContinuousClock()
    private var random = SystemRandomNumberGenerator()
    private var backoff: Backoff
    private var established: ContinuousClock.Instant?
    private var nextKeepAlive: ContinuousClock.Instant
    private var stamp: [UInt8] = []
    private var topicText: [UInt8] = []
    /// Messages that were handed to the library since it last wrote.
    private var unwritten = 0
    /// Messages of QoS 0 that were handed to the library and have neither left nor been given up.
    private var waitingToLeave = 0
    private var departedBefore = 0
    private var began: ContinuousClock.Instant?
    package private(set) var figures = PublishFigures()

    /// So many messages are written at once: one segment on the wire instead of one each, and one waking of the broker.
    private static let batch = 16
    /// With more than 20 unacknowledged messages of QoS 2 mosquitto 2.0.11 ends the link, over and over (measured).
    private static let windowAtQoS2 = 10

    /// - Parameter window: how many messages may be unacknowledged (QoS 1; at QoS 2 at most ten). The broker may allow fewer;
    ///   the library then holds the rest back itself. It searches its list of them per message, so a larger window is slower.
    /// - Throws: `LinkMistake` for settings that cannot work.
    package init(
        _ settings: LinkSettings, window: Int = 100, until stop: StopSignal, event: @escaping (LinkEvent) -> Void
    ) throws(LinkMistake) {
        session = try MosquittoSession(settings, keepsSession: false, sendMaximum: UInt16(clamping: window))
        self.settings = settings
        self.window = max(1, window)
        self.stop = stop
        self.event = event
        backoff = settings.backoff
        nextKeepAlive = clock.now
    }

    /// Messages of QoS 1 and 2 whose acknowledgement has not come.
    package var inFlight: Int { figures.publishedAtQoS1 + figures.publishedAtQoS2 - session.acknowledged }

    /// What poll(2) waits for; -1 without a link.
    var socket: Int32 { established == nil ? -1 : session.socket }
    var wantsWrite: Bool { established != nil && session.wantsWrite }

    /// Waits until the broker accepts us, trying again as long as the stop signal is down.
    /// - Throws: `PublishError.stopped`.
    package mutating func connect() throws(PublishError) {
        while established == nil { try attempt() }
    }

    /// Sends a message. Waits while the window is full, and through reconnections. It may stay in memory until fifteen more
    /// came, or until `flush`, `idle` or `drain`.
    /// - Parameter received: travels as the MQTT 5 user property `received`, for virtual time.
    package mutating func publish(
        topic: Span<UInt8>, payload: Span<UInt8>, qos: QoS, retain: Bool, received: Instant?
    ) throws(PublishError) {
        try connect()
        let limit = qos == .exactlyOnce ? min(window, Self.windowAtQoS2) : window
        while inFlight >= limit || established == nil { try turn(.milliseconds(500)) }
        if began == nil { began = clock.now }
        stamp.removeAll(keepingCapacity: true)
        if let received, settings.version == .v5 {
            received.appendISO8601(to: &stamp)
            stamp.append(0)
        }
        topicText.removeAll(keepingCapacity: true)
        for at in topic.indices { topicText.append(topic[at]) }
        topicText.append(0)
        try session.publish(
            topic: topicText.span, payload: payload, qos: qos, retain: retain, received: stamp.span)
        switch qos {
        case .atMostOnce:
            figures.publishedAtQoS0 += 1
            waitingToLeave += 1
        case .atLeastOnce: figures.publishedAtQoS1 += 1
        case .exactlyOnce: figures.publishedAtQoS2 += 1
        }
        unwritten += 1
        if unwritten >= Self.batch { try flush() }
        if figures.published % 64 == 0 { try turn(.zero) }
    }

    package mutating func publish(
        topic: String, payload: Span<UInt8>, qos: QoS, retain: Bool, received: Instant?
    ) throws(PublishError) {
        let bytes = Array(topic.utf8)
        try publish(topic: bytes.span, payload: payload, qos: qos, retain: retain, received: received)
    }

    /// Writes what was published and waits for nothing.
    package mutating func flush() throws(PublishError) {
        guard unwritten > 0, established != nil else { return }
        unwritten = 0
        try step(session.writeTogether())
    }

    /// Waits until fewer than so many messages are unacknowledged.
    package mutating func waitUntilInFlight(below count: Int) throws(PublishError) {
        while inFlight >= max(1, count) { try turn(.milliseconds(500)) }
    }

    /// Keeps the link alive for so long: the way to pause between messages.
    package mutating func idle(for time: Duration) throws(PublishError) {
        let end = clock.now + time
        repeat {
            try turn(min(max(.zero, end - clock.now), .milliseconds(500)))
        } while clock.now < end
    }

    /// Waits until everything left and was acknowledged. False when the time was over before.
    package mutating func drain(atMost time: Duration) throws(PublishError) -> Bool {
        let end = clock.now + time
        while inFlight > 0 || session.wantsWrite {
            guard clock.now < end else { return false }
            try turn(.milliseconds(100))
        }
        return true
    }

    /// Says goodbye. What is not acknowledged by then is forgotten: `drain` first.
    package mutating func close() {
        try? flush()
        session.disconnect()
        _ = session.flush(until: clock.now + .milliseconds(500))
        established = nil
    }

    // MARK: The loop

    /// Once around: wait for the socket, read what is there, write what waits; or try to connect.
    mutating func turn(_ time: Duration) throws(PublishError) {
        if stop.isRaised { throw .stopped }
        if established == nil { return try attempt() }
        try flush()
        if established == nil { return }
        let ready = Readiness.wait(
            socket: session.socket, forWrite: session.wantsWrite, stop: stop, atMost: time)
        if ready.isReadable { try step(drainSocket()) }
        if established != nil, session.wantsWrite { try step(session.write()) }
        if established != nil, clock.now >= nextKeepAlive {
            nextKeepAlive = clock.now + .milliseconds(500)
            try step(session.keepAlive())
        }
    }

    private func drainSocket() -> LinkFault? {
        while true {
            let before = session.arrivals
            if let fault = session.read() { return fault }
            if session.arrivals == before { return nil }
        }
    }

    /// Counts what happened, and waits before the next attempt when the link was lost.
    private mutating func step(_ fault: LinkFault?) throws(PublishError) {
        let isDelivering = session.departed != departedBefore || session.acknowledged != figures.acknowledged
        if isDelivering, let began { figures.elapsed = clock.now - began }
        waitingToLeave -= session.departed - departedBefore
        departedBefore = session.departed
        figures.acknowledged = session.acknowledged
        figures.refused = session.refusals
        figures.lastRefusal = session.lastRefusal
        if let fault { try recover(from: fault) }
    }

    /// One attempt to connect, and the wait after it when it fails.
    private mutating func attempt() throws(PublishError) {
        if let fault = link() { try recover(from: fault) }
    }

    private mutating func recover(from fault: LinkFault) throws(PublishError) {
        let held = established.map { clock.now - $0 }
        established = nil
        unwritten = 0
        figures.abandonedAtQoS0 += waitingToLeave
        waitingToLeave = 0
        let wait =
            fault.cause == .takenOver
            ? backoff.nextAfterTakeover(using: &random) : backoff.next(afterLinkHeld: held, using: &random)
        event(.down(fault, retryAfter: wait))
        Readiness.pause(wait, stop: stop)
        if stop.isRaised { throw .stopped }
    }

    /// One attempt, from CONNECT to CONNACK.
    private mutating func link() -> LinkFault? {
        if let fault = session.connect() { return fault }
        let deadline = clock.now + .seconds(20)
        while session.greeting == nil {
            if let fault = session.wantsWrite ? session.write() : nil { return fault }
            let ready = Readiness.wait(
                socket: session.socket, forWrite: session.wantsWrite, stop: stop, atMost: .milliseconds(200))
            if ready.isReadable, let fault = session.read() { return fault }
            if stop.isRaised || clock.now > deadline { return LinkFault(cause: .silence, settings) }
        }
        established = clock.now
        figures.connections += 1
        session.quieten()
        event(.connected(settings.address, sessionPresent: session.greeting?.sessionPresent ?? false))
        return nil
    }
}
