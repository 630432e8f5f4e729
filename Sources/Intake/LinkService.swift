import BrokerLink
import Journal
import Logging
import Readings
import Registry
import ServiceLifecycle

/// Receives from the broker and journals: a batch is acknowledged when it is on the disk.
struct LinkService: Service {
    let settings: Settings
    let registry: RegistryTables
    let end: CommittedEnd
    let stop: StopSignal
    let board: IntakeBoard
    let logger: Logger

    func run() async throws {
        try await withGracefulShutdownHandler {
            defer { end.close() }
            try await onOwnThread(named: "link") { try receive() }
        } onGracefulShutdown: {
            stop.raise()
        }
    }

    private func receive() throws {
        var journal = try JournalWriter(path: settings.data + "/journal")
        for sentence in journal.recovery.sentences { logger.warning("\(sentence)") }
        end.advance(to: journal.committed)
        let subscriptions = Subscriptions(folder: settings.data + "/state")
        let previous = try subscriptions.read()
        try subscriptions.write(previous + settings.link.filters)
        var subscriber = try Subscriber(settings.link, previousFilters: previous)
        var intake = JournalIntake(registry: registry, isVirtualTime: settings.isVirtualTime)
        // The callbacks run one after the other on this thread, inside `run`.
        var connections: [Bool] = []
        var mistake: (any Error)?
        // A connection that brought messages, now or before a restart, left a session at the broker.
        var expectsSession = journal.connection > 0
        try subscriber.run(
            commit: { batch in
                for isPresent in connections {
                    intake.connection = try journal.appendConnection(
                        at: Instant(microseconds: wallClock()), isSessionPresent: isPresent)
                }
                connections.removeAll()
                try intake.append(batch, to: &journal)
                end.advance(to: try journal.commit())
            },
            event: { event in
                note(event)
                switch event {
                case .connected(_, let present):
                    connections.append(present)
                    if expectsSession, !present { noteForgottenSession() }
                    expectsSession = true
                case .subscribed:
                    do { try subscriptions.write(settings.link.filters) } catch { mistake = error }
                default: break
                }
            }, until: stop)
        if let mistake { throw mistake }
    }

    /// What the broker still held for us is gone with the session; nobody can say how much it was.
    private func noteForgottenSession() {
        logger.error(
            """
            The broker at \(settings.link.address) has forgotten our session: messages that it held for us may be lost. \
            Set `persistence true` and a short autosave_interval in mosquitto.conf (Deploy/mosquitto/kerbside.conf).
            """)
    }

    /// One line a change of state, none a message.
    private func note(_ event: LinkEvent) {
        switch event {
        case .connected, .subscribed:
            board.update { $0.isConnected = true }
            logger.info("\(event)")
        case .down:
            board.update { $0.isConnected = false }
            logger.warning("\(event)")
        case .weakened, .subscriptionRefused: logger.error("\(event)")
        case .unsubscribed, .stopped: logger.info("\(event)")
        }
    }
}
