package import Dialects
internal import Disk
import Foundation
package import Pipeline
import Publication
import Readings
package import Recordings
package import Registry

/// `kerbside aggregate`: the corridor over recorded feeds, without a journal.
package struct Aggregation {
    package struct Feed: Sendable {
        package var path: String
        package var messages = 0
        package var sha256 = ""
    }

    /// What happened, for people.
    package struct Summary: Sendable {
        package var balance: MessageBalance
        package var firstQuarantined: [(reason: String, example: String)]
        package var files: Int
        package var rows: Int
        package var feeds: [Feed]
    }

    private let feeds: [String]
    private let output: String
    /// The format of bare payloads, a line each; nil for recorded feeds.
    private let dialect: Dialect?
    private var corridor: Corridor

    package init(
        feeds: [String], output: String, registry: RegistryTables, windows: [WindowName], dialect: Dialect?
    ) throws {
        self.feeds = feeds
        self.output = output
        self.dialect = dialect
        var settings = CorridorSettings(windows: windows)
        settings.isUnguarded = true
        corridor = Corridor(registry: registry, settings: settings)
        let manager = FileManager.default
        for path in feeds where !manager.fileExists(atPath: path) { throw AggregationError.noFeed(path) }
        if manager.fileExists(atPath: output) {
            guard let names = try? manager.contentsOfDirectory(atPath: output) else {
                throw AggregationError.outputIsNoFolder(output)
            }
            guard names.isEmpty else { throw AggregationError.outputNotEmpty(output) }
        }
    }

    /// Reads every feed, then writes every window as it stands. `progress` hears of bytes read and files written.
    package mutating func run(progress: (AggregationProgress) -> Void) throws -> Summary {
        var total: Int64 = 0
        for path in feeds {
            let file = try InputFile(namedByPerson: path)
            total += try file.size()
        }
        var read: [Feed] = []
        var before: Int64 = 0
        for path in feeds {
            let feed = try take(path) { bytes in progress(.reading(bytes: before + bytes, of: total)) }
            read.append(feed.feed)
            before += feed.bytes
        }
        corridor.settle(.endOfInput)
        let partitions = corridor.takeDirtyPartitions()
        var publication = try SummaryPublication(folder: output, durability: .atSave)
        let now = Instant(microseconds: wallClock())
        for feed in read {
            let name = (feed.path as NSString).lastPathComponent
            // Feeds of one name in different folders are told apart by their paths.
            let isAlone = feeds.count { ($0 as NSString).lastPathComponent == name } == 1
            publication.addSource(
                name: isAlone ? name : feed.path, messages: feed.messages, sha256: feed.sha256, at: now)
        }
        try publication.publish(
            partitions, of: corridor, .endOfInput, reason: .update, at: now,
            lanes: ProcessInfo.processInfo.activeProcessorCount
        ) { written in
            progress(.writing(files: written, of: partitions.count))
        }
        for date in corridor.takeChangedReceivedDays() {
            try publication.publish(receivedDay: date, of: corridor, reason: .update, at: now)
        }
        try publication.save()
        let quarantined = corridor.firstQuarantined.map { (reason: $0.key.rawValue, example: $0.value) }
        return Summary(
            balance: corridor.balance,
            firstQuarantined: quarantined.sorted { $0.reason < $1.reason },
            files: publication.filesWritten, rows: publication.rowsWritten, feeds: read)
    }

    private mutating func take(_ path: String, progress: (Int64) -> Void) throws -> (feed: Feed, bytes: Int64) {
        let source = try FeedSource(path: path)
        var feed = Feed(path: path)
        do {
            if let dialect {
                try takeBarePayloads(of: source, dialect, &feed, progress)
            } else {
                try takeMessages(of: source, &feed, progress)
            }
        } catch let error as FeedLineError {
            throw AggregationError.feed(path, error)
        }
        let digest = source.digest
        feed.sha256 = digest.hexadecimal
        return (feed, digest.bytes)
    }

    private mutating func takeMessages(of source: FeedSource, _ feed: inout Feed, _ progress: (Int64) -> Void) throws {
        var reader = FeedReader { try source.fill(&$0) }
        while try reader.next() {
            let line = reader.line
            let header = MessageHeader(
                received: line.received, isRetained: line.isRetained, packetID: line.packetID)
            reader.withMessage { topic, payload in corridor.take(header, topic: topic, payload: payload) }
            feed.messages += 1
            if feed.messages % Self.progressMessages == 0 { progress(source.bytesTaken) }
        }
    }

    private mutating func takeBarePayloads(
        of source: FeedSource, _ dialect: Dialect, _ feed: inout Feed, _ progress: (Int64) -> Void
    ) throws {
        var reader = LineReader { try source.fill(&$0) }
        while try reader.next() {
            corridor.takeBare(reader.bytes.span.extracting(reader.range), dialect: dialect)
            feed.messages += 1
            if feed.messages % Self.progressMessages == 0 { progress(source.bytesTaken) }
        }
    }

    private static let progressMessages = 20_000
}

package enum AggregationProgress: Sendable {
    case reading(bytes: Int64, of: Int64)
    case writing(files: Int, of: Int)
    /// Of a journal, whose number of records nobody knows beforehand.
    case records(Int)
}

package enum AggregationError: Error, CustomStringConvertible {
    case outputNotEmpty(String)
    case outputIsNoFolder(String)
    case feed(String, FeedLineError)
    case noFeed(String)

    package var description: String {
        switch self {
        case .outputNotEmpty(let path):
            "\(path): found files; expected an empty folder, so that nothing is overwritten. Name a new folder with --out."
        case .outputIsNoFolder(let path):
            "\(path): found a file; expected a folder that is empty or does not exist yet. Name another with --out."
        case .feed(let path, let error):
            "\(path): \(error)."
                + ([.compressed, .cutShort].contains(error.reason)
                    ? "" : " Correct or remove the line; nothing was written.")
        case .noFeed(let path):
            "\(path): found no such file; expected a recorded feed, a message a line; check the name."
        }
    }
}
