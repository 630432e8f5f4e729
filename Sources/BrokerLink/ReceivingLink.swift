/// One link that receives, from CONNECT to its loss.
struct ReceivingLink: ~Copyable {
    private let session: MosquittoSession
    private let settings: LinkSettings
    private let unwanted: [String]
    private let clock = ContinuousClock()
    private var opened: ContinuousClock.Instant
    /// When the broker accepted us.
    private var established: ContinuousClock.Instant?
    /// Packet ids of the SUBSCRIBE and UNSUBSCRIBE that are not answered yet.
    private var awaitedGrant: Int32?
    private var awaitedRemoval: Int32?
    private var nextKeepAlive: ContinuousClock.Instant
    private var batchWasFull = false
    /// How long nothing came from the broker while we listened.
    private var silence: Duration = .zero
    private var lastTurn: ContinuousClock.Instant

    /// How long the broker may take from TCP to SUBACK, TLS included. It answers at once; a minute leaves room for what it
    /// sends first when a session continues, and for a slow disk of ours.
    private static let greetingTime: Duration = .seconds(60)

    init(_ settings: LinkSettings, unwanted: [String]) throws(LinkMistake) {
        session = try MosquittoSession(settings, keepsSession: true)
        self.settings = settings
        self.unwanted = unwanted
        opened = clock.now
        nextKeepAlive = opened
        lastTurn = opened
    }

    mutating func open() -> LinkFault? {
        let fault = session.connect()
        opened = clock.now
        return fault
    }

    /// How long the broker has had us as its client; nil when it never accepted us.
    var age: Duration? { established.map { clock.now - $0 } }

    /// Once around the loop: wait, read, commit, and only then write. The batch is empty before and after, so nothing that
    /// is uncommitted can be acknowledged by a write.
    mutating func turn(
        commit: (borrowing InboxBatch) throws -> Void, event: (LinkEvent) -> Void, stop: StopSignal
    ) throws -> LinkFault? {
        let ready = Readiness.wait(
            socket: session.socket, forWrite: session.wantsWrite, stop: stop, atMost: .milliseconds(500))
        var fault: LinkFault?
        listen(hears: ready.isReadable)
        if ready.isReadable {
            // More waits behind a full batch: no rest then.
            if !batchWasFull { Readiness.pause(settings.rest, stop: nil) }
            fault = fill()
            // What the broker held for us follows its greeting at once: the caller hears of the link first.
            if established == nil, fault == nil { fault = greet(event) }
            if session.messageCount > 0 {
                try session.withBatch(commit)
                session.emptyBatch()
            }
            try settle(event)
        }
        if fault == nil, session.wantsWrite { fault = session.write() }
        if fault == nil, clock.now >= nextKeepAlive {
            nextKeepAlive = clock.now + .milliseconds(500)
            fault = session.keepAlive()
            if fault == nil, isDeaf { fault = LinkFault(cause: .silence, settings) }
            let isUnanswered = established == nil || awaitedGrant != nil
            if fault == nil, isUnanswered, clock.now - opened > Self.greetingTime {
                fault = LinkFault(cause: .silence, settings)
            }
        }
        return fault
    }

    /// A broker answers our ping of each keep-alive time at once, so one and a half of them without a byte mean that it is
    /// gone (MQTT 5 section 3.1.2.10 has the broker judge us likewise). A turn counts for a second at most: while a slow
    /// disk held us up, nobody listened.
    private mutating func listen(hears isReadable: Bool) {
        let now = clock.now
        silence = isReadable ? .zero : silence + min(now - lastTurn, .seconds(1))
        lastTurn = now
    }

    private var isDeaf: Bool {
        established != nil && silence > .milliseconds(1500) * Int(settings.keepAliveSeconds)
    }

    /// Reads until nothing waits, the batch is full, or its time is over. The library reads one packet a call, or the
    /// rest of a TLS record.
    private mutating func fill() -> LinkFault? {
        let end = clock.now + settings.batch.linger
        var calls = 0
        batchWasFull = false
        while true {
            let before = session.arrivals
            if let fault = session.read() { return fault }
            if session.arrivals == before { return nil }
            if session.messageCount >= settings.batch.messages || session.byteCount >= settings.batch.bytes {
                batchWasFull = true
                return nil
            }
            calls += 1
            if calls % 32 == 0, clock.now >= end { return nil }
        }
    }

    /// After CONNACK: asks for all filters, whether the session continues or not, and takes back those of before.
    private mutating func greet(_ event: (LinkEvent) -> Void) -> LinkFault? {
        guard let greeting = session.greeting, greeting.reason == 0 else { return nil }
        established = clock.now
        event(.connected(settings.address, sessionPresent: greeting.sessionPresent))
        // Taking back goes first, so that a filter that covers a wanted one is gone before that is granted.
        if !unwanted.isEmpty { awaitedRemoval = session.unsubscribe(unwanted) }
        awaitedGrant = session.subscribe(settings.filters)
        return awaitedGrant == nil ? LinkFault(cause: .other("SUBSCRIBE could not be sent"), settings) : nil
    }

    /// Looks at the answers to SUBSCRIBE and UNSUBSCRIBE. A refusal is loud; but mosquitto's acl_file refuses no
    /// subscription, it only sends nothing, and a quiet link is all that shows.
    private mutating func settle(_ event: (LinkEvent) -> Void) throws(LinkMistake) {
        if let awaited = awaitedRemoval, session.takeRemovals().contains(awaited) {
            awaitedRemoval = nil
            event(.unsubscribed(unwanted))
        }
        guard let awaited = awaitedGrant,
            let grant = session.takeGrants().first(where: { $0.packetID == awaited })
        else { return }
        awaitedGrant = nil
        var refused: LinkMistake?
        var granted: [String] = []
        for (filter, code) in zip(settings.filters, grant.codes) {
            if code >= 0x80 {
                event(.subscriptionRefused(filter: filter, reason: code))
                let user = settings.credentials?.user
                refused = refused ?? .refusedSubscription(filter, reason: code, user: user)
                continue
            }
            granted.append(filter)
            if code < settings.qos.rawValue { event(.weakened(filter: filter, granted: code)) }
        }
        if !granted.isEmpty { event(.subscribed(granted)) }
        if let refused { throw refused }
    }

    /// Says goodbye. Everything read is committed by now; its acknowledgements leave first, then DISCONNECT. Messages that
    /// arrive meanwhile are not read, and come again with the next link.
    func close() {
        let deadline = clock.now + .milliseconds(500)
        guard session.flush(until: deadline) == nil else { return }
        session.disconnect()
        _ = session.flush(until: deadline)
    }
}

extension MosquittoSession {
    /// Writes until nothing is queued or the time is over.
    func flush(until deadline: ContinuousClock.Instant) -> LinkFault? {
        while wantsWrite, ContinuousClock.now < deadline {
            if let fault = write() { return fault }
            if wantsWrite {
                _ = Readiness.wait(socket: socket, forWrite: true, stop: nil, atMost: .milliseconds(50))
            }
        }
        return nil
    }
}
