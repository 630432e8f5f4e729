import Disk
import Dispatch
import Journal
import Logging
import Pipeline
import Publication
import Readings
import Registry
import ServiceLifecycle

/// Reads the journal back and publishes. It sees the same records in the same order as a rebuild would, so live files
/// equal rebuilt ones by construction.
struct CorridorService: Service {
    let settings: Settings
    let registry: RegistryTables
    let end: CommittedEnd
    let space: SpaceWatch
    let orders: IntakeOrders
    let board: IntakeBoard
    let logger: Logger

    func run() async throws {
        try await onOwnThread(named: "corridor") { try follow() }
        // It ends because the link has ended. The group may not have noticed that yet, and takes a service that ends before
        // its turn for one that failed; so it waits to be asked. Cancelled, it need not.
        try? await gracefulShutdown()
    }

    private var closing: Corridor.Closing { .behindNewest(graceMicroseconds: settings.graceMicroseconds) }

    /// What comes around with the turns of the service.
    private struct Rounds {
        var pace = PublicationPace()
        var checkpoints: CheckpointPace
        var notice = QuarantineNotice()
        var watch: RegistryWatch
        var requests: RequestsAtWork
    }

    private var now: Instant { Instant(microseconds: wallClock()) }

    private func follow() throws {
        while end.opened == nil {
            if end.isClosed { return }
            end.wait(atMost: .milliseconds(200))
        }
        let data = DataFolder(settings.data)
        var live = try LiveSummaries(
            .init(data: data, output: settings.data, windows: settings.windows, closing: closing),
            registry: registry, committed: end.opened ?? .start)
        for sentence in live.sentences { logger.warning("\(sentence)") }
        var rounds = Rounds(
            checkpoints: CheckpointPace(at: wallClock(), position: live.position),
            watch: RegistryWatch(path: settings.registry, copy: data.registry, logger: logger),
            requests: RequestsAtWork(RebuildRequests(data)))
        for taken in try rounds.requests.resume(&live) { show(taken) }
        while try turn(&live, &rounds) {}
        try live.publish(.endOfInput, at: now)
        try live.checkpoint()
        show(live)
        if let words = rounds.notice.words(live.corridor, at: .max) { logger.warning("\(words)") }
        report(live)
    }

    /// Reads, publishes and keeps what is due; false when nothing more comes.
    private func turn(_ live: inout LiveSummaries, _ rounds: inout Rounds) throws -> Bool {
        let isLast = end.isClosed
        let committed = end.position ?? .start
        let read = try withSpace { try live.read(upTo: committed, at: now) }
        let hasCaughtUp = live.position >= committed || read == 0
        if hasCaughtUp, isLast { return false }
        if live.hasCaughtUp || hasCaughtUp,
            rounds.pace.isDue(
                at: wallClock(), hasCaughtUp: hasCaughtUp, records: read, isWaiting: live.isWaiting || live.isRenewed)
        {
            try withSpace { try live.publish(closing, at: now) }
            show(live)
            for hours in live.takeDamagedFiles() { logger.warning("\(hours)") }
            rounds.pace.published(at: wallClock())
        }
        if hasCaughtUp, rounds.checkpoints.isDue(at: wallClock(), position: live.position) {
            try withSpace { try live.checkpoint() }
            rounds.checkpoints.kept(at: wallClock(), position: live.position)
        }
        if let words = rounds.notice.words(live.corridor, at: wallClock()) { logger.warning("\(words)") }
        try hearPeople(&live, &rounds)
        if hasCaughtUp, try !withSpace({ try live.workInBackground(upTo: committed, at: now) }) {
            end.wait(atMost: .milliseconds(500))
        }
        return true
    }

    /// A changed registry, and what was asked with `kerbside rebuild`.
    private func hearPeople(_ live: inout LiveSummaries, _ rounds: inout Rounds) throws {
        if let (tables, sha256) = rounds.watch.look(at: wallClock(), old: live.newestRegistry) {
            orders.apply(tables)
            orders.journal(.registry(sha256: sha256))
            try live.take(tables)
            logger.notice("The registry in \(settings.registry) changed: the journal is read again with it.")
        } else if let sha256 = rounds.watch.takeChangeBefore() {
            // The start took it from the files already: what is left is to note it.
            orders.journal(.registry(sha256: sha256))
        }
        if !live.isReadingAgain { rounds.watch.keepAccepted() }
        for taken in try rounds.requests.hear(&live, orders) { show(taken) }
        rounds.requests.mark(&live, orders, committed: end.position ?? .start)
    }

    /// A disk without room is waited for: the journal has everything meanwhile.
    private func withSpace<Result>(_ work: () throws -> Result) throws -> Result {
        while true {
            do {
                return try work()
            } catch let error as DiskError where error.isOutOfSpace {
                space.noteFailedWrite(error)
                guard try space.waitForSpace(isStopping: { end.isClosed }) else { throw error }
            }
        }
    }

    private func show(_ taken: RequestsAtWork.Taken) {
        let days = taken.request.days
        logger.notice("Asked to make \(days.lowerBound.text) to \(days.upperBound.text) again")
        if taken.datesLost > 0 {
            logger.warning(
                "\(taken.datesLost) of these days are older than what the journal holds: their files stay as they are")
        }
    }

    private func report(_ live: borrowing LiveSummaries) {
        let balance = live.corridor.balance
        logger.info(
            "\(balance.messages) messages: decoded \(balance.decoded), context \(balance.context), duplicate \(balance.duplicateMessages), quarantined \(balance.quarantinedCount), ignored \(balance.ignored)"
        )
        logger.info(
            "\(balance.readings) readings: in windows and sessions \(balance.standing), duplicate \(balance.duplicateReadings), conflict \(balance.conflicts), rejected \(balance.rejectedCount)"
        )
        let left = live.daysLeft.count
        if live.isReadingAgain {
            logger.notice("The changed registry is not worked in yet; the next start goes on with it")
        }
        if left > 0 { logger.info("\(left) days are still to be made again from the journal; the next start goes on") }
        logger.info("Everything received is published in \(live.fileCount) files")
    }

    private func show(_ live: borrowing LiveSummaries) {
        let figures = (live.written.files, live.fileCount, live.written.rows)
        let balance = live.corridor.balance
        let newest = live.corridor.newest
        let hours = live.corridor.latestHours
        let connectors = live.corridor.latestConnectors
        board.update {
            $0.balance = balance
            ($0.filesWritten, $0.files, $0.rowsWritten) = figures
            $0.newest = newest
            $0.latestHours = hours
            $0.connectorHours = connectors
        }
    }
}
