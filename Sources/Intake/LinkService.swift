import BrokerLink
import Disk
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
    let space: SpaceWatch
    let orders: IntakeOrders
    let board: IntakeBoard
    let logger: Logger

    /// The disk has less room than the settings leave to others.
    private struct SpaceIsShort: Error {}

    func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            defer { end.close() }
            try await onOwnThread(named: "link") { try receive() }
        } onCancelOrGracefulShutdown: {
            stop.raise()
        }
    }

    private func receive() throws {
        guard var journal = try openJournal() else { return }
        for sentence in journal.recovery.sentences { logger.warning("\(sentence)") }
        end.advance(to: journal.committed)
        var reception = Reception(
            intake: JournalIntake(
                registry: registry, isVirtualTime: settings.isVirtualTime, personalFields: settings.personalFields),
            expectsSession: sessionMemory.isExpected(by: settings.link),
            imports: ImportsAtWork(DataFolder(settings.data)))
        try receiveUntilStopped(into: &journal, &reception)
    }

    /// A disk without room ends the link without a further word: what is not acknowledged, the broker sends again.
    private func receiveUntilStopped(into journal: inout JournalWriter, _ reception: inout Reception) throws {
        while try space.waitForSpace(isStopping: { stop.isRaised }) {
            do {
                return try receive(into: &journal, &reception)
            } catch let error as DiskError where error.isOutOfSpace {
                space.noteFailedWrite(error)
            } catch is SpaceIsShort {}
            board.update { $0.isConnected = false }
        }
    }

    /// Nil when the service was stopped while it waited for room on the disk.
    private func openJournal() throws -> JournalWriter? {
        while true {
            do {
                return try JournalWriter(path: settings.data + "/journal")
            } catch let error as DiskError where error.isOutOfSpace {
                space.noteFailedWrite(error)
            }
            guard try space.waitForSpace(isStopping: { stop.isRaised }) else { return nil }
        }
    }

    /// What outlives a link that a full disk ended.
    private struct Reception: ~Copyable {
        var intake: JournalIntake
        /// The broker should still have our session.
        var expectsSession: Bool
        /// Files that people import meanwhile.
        var imports: ImportsAtWork
        /// Connections that are not in the journal yet: whether the session continued.
        var connections: [Bool] = []
    }

    private var sessionMemory: SessionMemory { SessionMemory(folder: settings.data + "/state") }

    private func receive(into journal: inout JournalWriter, _ reception: inout Reception) throws {
        let subscriptions = Subscriptions(folder: settings.data + "/state")
        let previous = try subscriptions.read()
        try subscriptions.write(previous + settings.link.filters)
        var subscriber = try Subscriber(settings.link, previousFilters: previous)
        // The callbacks run one after the other on this thread, inside `run`.
        var mistake: (any Error)?
        try subscriber.run(
            commit: { batch in
                if let registry = orders.takeRegistry() { reception.intake.take(registry) }
                guard try space.hasSpace() else { throw SpaceIsShort() }
                for isPresent in reception.connections {
                    reception.intake.connection = try journal.appendConnection(
                        at: Instant(microseconds: wallClock()), isSessionPresent: isPresent)
                }
                try reception.intake.append(batch, to: &journal)
                end.advance(to: try journal.commit())
                reception.connections.removeAll()
                space.noteSuccessfulWrite()
            },
            event: { event in
                note(event)
                do {
                    try take(event, &reception, subscriptions)
                } catch let error as DiskError where error.isOutOfSpace {
                    // What was written before still stands, and says no less than is true.
                    space.noteFailedWrite(error)
                } catch { mistake = error }
            },
            between: {
                if try space.hasSpace(), let position = try reception.imports.turn(into: &journal, at: wallClock()) {
                    end.advance(to: position)
                }
                if let sentence = reception.imports.takeSentence() { logger.error("\(sentence)") }
                let notes = orders.notes
                guard !notes.isEmpty else { return }
                for note in notes {
                    try journal.appendNote(
                        at: Instant(microseconds: wallClock()), subject: note.subject, text: note.text.span)
                }
                end.advance(to: try journal.commit())
                orders.noteJournalled(notes.count)
            }, until: stop)
        if let mistake { throw mistake }
    }

    private func take(_ event: LinkEvent, _ reception: inout Reception, _ subscriptions: Subscriptions) throws {
        switch event {
        case .connected(_, let present):
            reception.connections.append(present)
            if reception.expectsSession, !present { noteForgottenSession() }
            reception.expectsSession = true
            try sessionMemory.remember(settings.link)
        case .subscribed: try subscriptions.write(settings.link.filters)
        default: break
        }
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
