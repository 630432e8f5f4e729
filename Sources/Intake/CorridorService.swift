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
    let board: IntakeBoard
    let logger: Logger

    /// Records a turn: small enough that a publication is never far away.
    private static let turnRecords = 20_000

    func run() async throws {
        try await onOwnThread(named: "corridor") { try follow() }
    }

    private func follow() throws {
        while end.position == nil {
            if end.isClosed { return }
            end.wait(atMost: .milliseconds(200))
        }
        // Until the journal of the last run is read, what is published stays as it is: a part of it would be less.
        let found = end.position ?? .start
        var reader = try JournalReader(path: settings.data + "/journal", from: .start)
        var publication = try SummaryPublication(folder: settings.data)
        var corridor = Corridor(registry: registry, settings: CorridorSettings(windows: settings.windows))
        for sentence in publication.recovery { logger.warning("\(sentence)") }
        var pace = PublicationPace()
        var notice = QuarantineNotice()
        var rewrites = PartitionRewrites()
        while true {
            let isLast = end.isClosed
            let committed = end.position ?? .start
            let read = try reader.next(upTo: committed, atMost: Self.turnRecords) { record, topic, payload in
                guard record.kind == .message else { return }
                corridor.take(record.header, topic: topic, payload: payload)
            }
            let hasCaughtUp = reader.position >= committed || read == 0
            if hasCaughtUp, isLast { break }
            if reader.position >= found || hasCaughtUp,
                pace.isDue(
                    at: wallClock(), hasCaughtUp: hasCaughtUp, records: read, isWaiting: rewrites.isWaiting)
            {
                corridor.settle(.behindNewest(graceMicroseconds: settings.graceMicroseconds))
                try publish(
                    &corridor, &publication, &rewrites, .behindNewest(graceMicroseconds: settings.graceMicroseconds))
                pace.published(at: wallClock())
            }
            if let words = notice.words(corridor, at: wallClock()) { logger.warning("\(words)") }
            if hasCaughtUp { end.wait(atMost: .milliseconds(500)) }
        }
        corridor.settle(.endOfInput)
        try publish(&corridor, &publication, &rewrites, .endOfInput)
        if let words = notice.words(corridor, at: .max) { logger.warning("\(words)") }
        let (balance, copies) = (corridor.balance, corridor.readingCopies)
        logger.info(
            "\(balance.messages) messages: decoded \(balance.decoded), context \(balance.context), duplicate \(balance.duplicateMessages), quarantined \(balance.quarantinedCount), ignored \(balance.ignored)"
        )
        logger.info(
            "\(balance.readings) readings: in windows and sessions \(copies.standing), duplicate \(copies.duplicates), conflict \(copies.conflicts), rejected \(balance.rejectedCount)"
        )
        logger.info("Everything received is published in \(publication.fileCount) files")
    }

    private func publish(
        _ corridor: inout Corridor, _ publication: inout SummaryPublication, _ rewrites: inout PartitionRewrites,
        _ closing: Corridor.Closing
    ) throws {
        let now = PartitionRewrites.Moment(
            clock: Instant(microseconds: wallClock()), newest: corridor.newest ?? .distantPast)
        let partitions = rewrites.due(corridor.takeDirtyPartitions(), at: now, isAtEnd: closing == .endOfInput)
        let reason: RevisionReason = closing == .endOfInput ? .closed : .update
        try publication.publish(
            partitions, of: corridor, closing, reason: reason, at: Instant(microseconds: wallClock()))
        let figures = (publication.filesWritten, publication.fileCount, publication.rowsWritten)
        let balance = corridor.balance
        let newest = corridor.newest
        let hours = corridor.latestHours
        let connectors = corridor.latestConnectors
        board.update {
            $0.balance = balance
            ($0.filesWritten, $0.files, $0.rowsWritten) = figures
            $0.newest = newest
            $0.latestHours = hours
            $0.connectorHours = connectors
        }
    }
}
