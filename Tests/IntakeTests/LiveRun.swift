import Foundation
import Journal
import Pipeline
import Readings
import Registry
import Tables
import Testing

@testable import Intake

/// A data folder in memory where the machine offers that, removed with the value.
final class LiveFolder: Sendable {
    let path: String

    init() throws {
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory) ? memory : FileManager.default.temporaryDirectory.path
        path = parent + "/kerbside-live-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var data: DataFolder { DataFolder(path) }
    var checkpoint: String { data.state + "/checkpoint" }
}

/// What was published, by path.
struct LiveFiles: Equatable {
    var files: [String: [UInt8]] = [:]

    init(_ files: [String: [UInt8]] = [:]) { self.files = files }

    /// All summaries, balances, ledgers and quarantines below a folder.
    init(below output: String) throws {
        for family in ["summaries", "balance", "late", "quarantine"] {
            let root = output + "/" + family
            for name in (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? [] {
                guard name.hasSuffix("csv") || name.hasSuffix("json") else { continue }
                files[family + "/" + name] = Array(try Data(contentsOf: URL(filePath: root + "/" + name)))
            }
        }
    }

    var summaries: LiveFiles { LiveFiles(files.filter { $0.key.hasPrefix("summaries/") }) }

    /// Without the public months of charging that the others do not have yet: a service writes them when nothing can change
    /// them any more, and a feed that has ended has no later message.
    func withoutMonthsStillOpen(in others: LiveFiles) -> LiveFiles {
        let months = ["site-month", "band-month", "borough-month"].map { "summaries/charging/\($0)/" }
        return LiveFiles(
            files.filter { path, _ in others.files[path] != nil || !months.contains { path.hasPrefix($0) } })
    }

    func lines(_ path: String) -> [Substring] {
        String(decoding: files[path] ?? [], as: UTF8.self).split(separator: "\n")
    }

    func rows(in folder: String) -> [[String]] {
        files.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(".csv") }.sorted().flatMap { path in
            lines(path).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }

    /// The first differences to other files, for people.
    func differences(from other: LiveFiles) -> String {
        var lines: [String] = []
        for path in Set(files.keys).union(other.files.keys).sorted() where files[path] != other.files[path] {
            lines.append(path)
            let (mine, theirs) = (Set(self.lines(path)), Set(other.lines(path)))
            lines += mine.subtracting(theirs).sorted().prefix(3).map { "  + \($0)" }
            lines += theirs.subtracting(mine).sorted().prefix(3).map { "  - \($0)" }
            if lines.count > 24 { break }
        }
        return lines.joined(separator: "\n")
    }
}

/// The service without threads: a journal, and what follows it.
struct LiveRun: ~Copyable {
    let folder: LiveFolder
    let windows: [WindowName]
    private(set) var registry: RegistryTables
    private(set) var journal: JournalWriter
    private(set) var live: LiveSummaries
    private(set) var recordsRead = 0
    /// A journal without second deliveries needs none: then a rebuild reads the segments of its days only.
    var lookBackRecords = 2 * 65_536
    /// The wall clock of the test; every call takes some time.
    private(set) var clock = Instant(microseconds: 1_790_000_000_000_000)

    static let closing = Corridor.Closing.behindNewest(graceMicroseconds: 10 * Microseconds.minute)

    init(
        _ registry: RegistryTables, windows: [WindowName], segmentBytes: Int64 = JournalWriter.usualSegmentBytes,
        turnRecords: Int = 20_000
    ) throws {
        let folder = try LiveFolder()
        let journal = try JournalWriter(path: folder.data.journal, segmentBytes: segmentBytes)
        live = try Self.summaries(
            folder, registry, windows, committed: journal.committed, turnRecords: turnRecords)
        (self.folder, self.registry, self.windows) = (folder, registry, windows)
        self.journal = journal
    }

    static func summaries(
        _ folder: LiveFolder, _ registry: RegistryTables, _ windows: [WindowName], committed: JournalPosition,
        output: String? = nil, lookBackRecords: Int = 2 * 65_536, turnRecords: Int = 20_000
    ) throws -> LiveSummaries {
        try LiveSummaries(
            .init(
                data: folder.data, output: output ?? folder.path, windows: windows, closing: closing,
                keepsCheckpoints: output == nil, lookBackRecords: lookBackRecords,
                turnRecords: turnRecords),
            registry: registry, committed: committed)
    }

    mutating func append(_ records: some Sequence<LiveRecord>) throws {
        for record in records { try journal.append(record) }
        _ = try journal.commit()
    }

    /// What people import, a turn of the service; false when there is nothing to do.
    mutating func turn(_ imports: inout ImportsAtWork) throws -> Bool {
        // A look at the folder is due twice a second.
        try imports.turn(into: &journal, at: now().microseconds) != nil
    }

    var hasCaughtUp: Bool { live.hasCaughtUp }

    private mutating func now() -> Instant {
        clock = clock.advanced(byMicroseconds: 3 * Microseconds.second)
        return clock
    }

    mutating func read() throws {
        while true {
            let count = try live.read(upTo: journal.committed, at: now())
            recordsRead += count
            if count == 0 { return }
        }
    }

    mutating func publish(_ closing: Corridor.Closing = closing) throws { try live.publish(closing, at: now()) }

    mutating func work() throws -> Bool { try live.workInBackground(upTo: journal.committed, at: now()) }

    mutating func takeDamagedFiles() -> [DamagedFile] { live.takeDamagedFiles() }

    mutating func checkpoint() throws { try live.checkpoint() }

    mutating func take(_ other: RegistryTables) throws {
        registry = other
        try live.take(other)
    }

    mutating func ask(for days: Set<DayToRebuild>) throws -> Set<DayToRebuild> { try live.add(days) }

    /// What people ask with `kerbside rebuild`, a turn of the service; notes go into the journal.
    mutating func hear(_ requests: inout RequestsAtWork, _ orders: IntakeOrders) throws {
        _ = try requests.hear(&live, orders)
        let notes = orders.notes
        for note in notes {
            try journal.appendNote(at: now(), subject: note.subject, text: note.text.span)
        }
        _ = try journal.commit()
        orders.noteJournalled(notes.count)
        try read()
        requests.mark(&live, orders, committed: journal.committed)
    }

    /// The process ended, and begins again.
    mutating func restart(with other: RegistryTables? = nil) throws {
        if let other { registry = other }
        live = try Self.summaries(
            folder, registry, windows, committed: journal.committed, lookBackRecords: lookBackRecords)
        recordsRead = 0
    }

    /// Reads to the end and publishes; `recordsRead` says how many records the start read.
    mutating func finishCounting() throws {
        try read()
        try finish()
    }

    mutating func finish() throws {
        let committed = journal.committed
        try Self.finish(&live, upTo: committed, at: now())
    }

    static func finish(_ live: inout LiveSummaries, upTo committed: JournalPosition, at clock: Instant) throws {
        repeat {
            while try live.read(upTo: committed, at: clock) > 0 {}
            while try live.workInBackground(upTo: committed, at: clock) {}
            try live.publish(.endOfInput, at: clock)
        } while live.isRebuilding
    }

    var files: LiveFiles { get throws { try LiveFiles(below: folder.path) } }

    /// The files of a run that begins with nothing but the journal.
    func rebuilt() throws -> LiveFiles {
        let output = folder.path + "/rebuilt"
        try? FileManager.default.removeItem(atPath: output)
        let committed = journal.committed
        var fresh = try Self.summaries(folder, registry, windows, committed: committed, output: output)
        try Self.finish(&fresh, upTo: committed, at: clock)
        return try LiveFiles(below: output)
    }

    /// The summaries of a corridor that forgets nothing and takes the records in the order of their receipt.
    static func singlePass(
        _ records: [LiveRecord], _ registry: RegistryTables, windows: [WindowName]
    ) throws -> LiveFiles {
        var corridor = Corridor(registry: registry, settings: CorridorSettings(windows: windows))
        corridor.lateAdmissions = records.compactMap(\.admission)
        let sorted = records.enumerated().sorted {
            ($0.element.received, $0.offset) < ($1.element.received, $1.offset)
        }
        for (_, record) in sorted where !record.isNote {
            corridor.take(record.header, topic: Array(record.topic.utf8).span, payload: Array(record.payload.utf8).span)
        }
        corridor.settle(.endOfInput)
        var files = LiveFiles()
        let partitions = corridor.takeDirtyPartitions()
        for partition in partitions {
            var bytes: [UInt8] = []
            let rows = corridor.write(partition, .endOfInput, into: &bytes) { _ in }
            if rows > 0 { files.files[partition.path] = bytes }
        }
        var kept = ReliabilityMonths()
        try corridor.longPeriodFiles(
            partitions.filter(\.dataset.restsOnFiles), .endOfInput, days: PublishedDays(paths: files.files.keys),
            keeping: &kept, digest: { _ in nil }, published: { files.files[$0] },
            damaged: { Issue.record("\($0)") }
        ) { if $0.rows > 0 { files.files[$0.partition.path] = $0.bytes } }
        return files
    }
}
