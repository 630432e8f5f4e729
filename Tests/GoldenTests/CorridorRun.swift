import Dialects
import Foundation
import Intake
import Pipeline
import Readings
import Recordings
import Registry
import Tables
import Testing

/// The corridor over a registry folder and feeds, its files in memory: path below `summaries/` to text.
struct CorridorRun {
    private(set) var files: [String: String] = [:]
    let balance: MessageBalance

    /// - Parameter feeds: recorded feeds; one whose name is `bare-<dialect>.ndjson` holds bare payloads instead.
    init(registry folder: URL, feeds: [URL], windows: [WindowName]) throws {
        let sheets = try RegistryFolder.files(path: folder.path())
        let parsed = RegistryTables.parse(
            files: sheets, knownDialects: Dialect.known,
            mappings: ParsedMappings(files: sheets, builtIn: Dialect.known), timeZone: Zone.rules)
        let registry = try #require(parsed.tables, "\(parsed.problems.map(\.description))")
        var corridor = Corridor(registry: registry, settings: CorridorSettings(windows: windows))
        for feed in feeds { try Self.take(feed, into: &corridor) }
        corridor.settle(.endOfInput)
        let partitions = corridor.takeDirtyPartitions()
        for partition in partitions {
            var bytes: [UInt8] = []
            guard corridor.write(partition, .endOfInput, into: &bytes, flush: { _ in }) > 0 else { continue }
            files[String(partition.path.dropFirst("summaries/".count))] = String(decoding: bytes, as: UTF8.self)
        }
        let hours = files
        var made: [String: String] = [:]
        var kept = ReliabilityMonths()
        try corridor.longPeriodFiles(
            partitions.filter(\.dataset.restsOnFiles), .endOfInput,
            days: PublishedDays(paths: hours.keys.map { "summaries/" + $0 }),
            keeping: &kept, digest: { _ in nil },
            published: { hours[String($0.dropFirst("summaries/".count))].map { Array($0.utf8) } },
            damaged: { Issue.record("\($0)") }
        ) { file in
            guard file.rows > 0 else { return }
            made[String(file.partition.path.dropFirst("summaries/".count))] = String(
                decoding: file.bytes, as: UTF8.self)
        }
        files.merge(made) { $1 }
        balance = corridor.balance
    }

    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func take(_ feed: URL, into corridor: inout Corridor) throws {
        let bytes = try Array(Data(contentsOf: feed))
        var isRead = false
        let fill: LineReader.Fill = { buffer in
            defer { isRead = true }
            if isRead { return 0 }
            buffer.append(contentsOf: bytes)
            return bytes.count
        }
        let name = feed.deletingPathExtension().lastPathComponent
        if name.hasPrefix("bare-") {
            let dialect = try #require(Dialect(name: String(name.dropFirst("bare-".count))))
            var lines = LineReader(fill: fill)
            while try lines.next() {
                corridor.takeBare(lines.bytes.span.extracting(lines.range), dialect: dialect)
            }
            return
        }
        var reader = FeedReader(fill: fill)
        while try reader.next() {
            let line = reader.line
            let header = MessageHeader(
                received: line.received, isRetained: line.isRetained, packetID: line.packetID)
            reader.withMessage { topic, payload in corridor.take(header, topic: topic, payload: payload) }
        }
    }

    /// All rows of a dataset by column name.
    func rows(_ dataset: String) -> [[String: String]] {
        files.keys.sorted().filter { $0.hasPrefix(dataset + "/") }.flatMap { CSVText.rows(files[$0] ?? "") }
    }
}

/// Plain CSV without quotes, as the golden files and ours here are.
enum CSVText {
    static func rows(_ text: String) -> [[String: String]] {
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }
}

/// Time zones by their law, so that no figure depends on the machine's zone data.
enum Zone {
    static func rules(_ name: String) -> TimeZoneRules? {
        switch name {
        case "UTC": .utc
        case "Europe/London": london
        default: nil
        }
    }

    /// Summer time from 01:00Z of the last Sunday of March to 01:00Z of the last Sunday of October (Summer Time Act 1972,
    /// as amended 2002).
    private static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: (2015...2030).flatMap { year in
            [(month: 3, offset: 3600), (month: 10, offset: 0)].map { change in
                // Day 3 after 1970-01-01, a Thursday, was a Sunday.
                let last = CivilDate(year: year, month: change.month, day: 31).daysSince1970
                let sunday = CivilDate(daysSince1970: last - (last - 3) % 7)
                return .init(
                    at: sunday.startUTC.advanced(byMicroseconds: Microseconds.hour), offsetSeconds: change.offset)
            }
        })
}
