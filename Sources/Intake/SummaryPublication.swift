import Disk
import Pipeline
import Publication
import Readings
import Tables

/// Writes the corridor's partitions into a data folder.
struct SummaryPublication: ~Copyable {
    private var folder: SummaryFolder
    private(set) var filesWritten = 0
    private(set) var rowsWritten = 0
    /// Days of a month whose rows were to be kept and are not there any more.
    private(set) var lostDays: Set<DayToRebuild> = []
    private var damagedFiles: [DamagedFile] = []
    private var publishedDays: PublishedDays
    private var reliabilityMonths = ReliabilityMonths()
    /// The paths that were written or confirmed since `beginSweep`.
    private var confirmed: Set<String>?
    /// What is published now comes from another pass than the one that sweeps, and confirms nothing.
    var isBeside = false
    /// From when on the journal is whole: rows of before stay as they are published.
    var whole = WholeDays.all

    init(folder path: String, durability: Durability = .everyFile) throws {
        folder = try SummaryFolder(path: path, durability: durability)
        publishedDays = PublishedDays(paths: folder.manifest.entries.keys)
    }

    var recovery: [String] { folder.recovery.sentences }

    var fileCount: Int { folder.manifest.entries.count }

    /// Replaces each partition whole and brings the manifest to the disk. A partition without a row has no file.
    /// `lanes` threads write at once; what they write does not depend on their number.
    mutating func publish(
        _ partitions: [Partition], of corridor: Corridor, _ closing: Corridor.Closing, reason: RevisionReason,
        at written: Instant, lanes: Int = 1, progress: (Int) -> Void = { _ in }
    ) throws {
        guard !partitions.isEmpty else { return }
        let long = partitions.filter(\.dataset.restsOnFiles)
        let partitions = long.isEmpty ? partitions : partitions.filter { !$0.dataset.restsOnFiles }
        let round = WritingRound(
            writer: folder.writer, corridor: corridor, closing: closing,
            kept: Dictionary(uniqueKeysWithValues: try partitions.compactMap { try keptRows($0, corridor) }))
        var done = 0
        while done < partitions.count {
            let batch = partitions[done..<min(done + max(1, lanes), partitions.count)]
            for (partition, file) in try round.write(Array(batch)) {
                try adopt(file, path: partition.path, reason: reason, at: written)
                publishedDays.insert(partition)
            }
            done += batch.count
            progress(done)
        }
        try publish(long, corridor, closing, reason: reason, at: written) {
            done += 1
            progress(done)
        }
        try folder.save()
    }

    /// Months and years, from the hours that are published by now.
    private mutating func publish(
        _ long: [Partition], _ corridor: Corridor, _ closing: Corridor.Closing, reason: RevisionReason,
        at written: Instant, progress: () -> Void
    ) throws {
        guard !long.isEmpty else { return }
        var damaged: [DamagedFile] = []
        var kept = reliabilityMonths
        try corridor.longPeriodFiles(
            long, closing, days: publishedDays, keeping: &kept, digest: { folder.manifest.entries[$0]?.sha256 },
            published: { try hours(at: $0) }, damaged: { damaged.append($0) }
        ) { made in
            let path = made.partition.path
            let file =
                made.rows == 0
                ? nil
                : try folder.writer.write(path: path) { sink in
                    sink.buffer.append(contentsOf: made.bytes)
                    sink.rows = made.rows
                }
            try adopt(file, path: path, reason: reason, at: written)
            progress()
        }
        reliabilityMonths = kept
        for hours in damaged {
            lostDays.insert(DayToRebuild(hours.kind, area: hours.area, date: hours.date))
            damagedFiles.append(hours)
        }
    }

    /// The bytes of a published file of hours; nil where there is none. One that somebody changed is no source.
    private borrowing func hours(at path: String) throws -> [UInt8]? {
        guard let entry = folder.manifest.entries[path] else { return nil }
        guard let content = try? folder.content(of: path) else { throw DamagedFile.Finding.missing }
        var digest = FileDigest()
        digest.update(content)
        guard digest.hexadecimal == entry.sha256 else { throw DamagedFile.Finding.changed }
        return content
    }

    /// Files of hours that somebody changed or took away, met when months and years were worked out.
    mutating func takeDamagedFiles() -> [DamagedFile] {
        defer { damagedFiles = [] }
        return damagedFiles
    }

    /// Writes the tables of what was received on a day. `save` brings the manifest to the disk.
    mutating func publish(
        receivedDay date: CivilDate, of corridor: Corridor, reason: RevisionReason, at written: Instant
    ) throws {
        for table in ReceivedTable.allCases {
            var bytes: [UInt8] = []
            let rows = corridor.write(table, of: date, into: &bytes)
            let path = table.path(of: date)
            let file =
                rows == 0
                ? nil
                : try folder.writer.write(path: path) { sink in
                    sink.buffer.append(contentsOf: bytes)
                    sink.rows = rows
                }
            try adopt(file, path: path, reason: reason, at: written)
        }
    }

    private mutating func adopt(
        _ file: WrittenPartition?, path: String, reason: RevisionReason, at written: Instant
    ) throws {
        if !isBeside { confirmed?.insert(path) }
        guard let file else {
            if folder.manifest.entries[path] != nil { try folder.remove(path: path) }
            return
        }
        let published = try folder.adopt(file, reason: reason, at: written)
        guard published.isChanged else { return }
        filesWritten += 1
        rowsWritten += published.rows
    }

    // MARK: Months of which memory holds a part

    /// The rows of a month's days that the corridor cannot compute, as they are published.
    private mutating func keptRows(
        _ partition: Partition, _ corridor: Corridor
    ) throws -> (Partition, KeptRows)? {
        var computed = corridor.computedSpan(of: partition)
        guard computed != partition.span else { return nil }
        guard let entry = folder.manifest.entries[partition.path] else { return nil }
        // A pass from the journal's beginning made every row that is to be kept, or knows that its day is to be made again: all
        // but those of days that the journal no longer holds.
        if !isBeside, let confirmed, !confirmed.contains(partition.path) {
            let first = whole.first(partition.dataset.family == .air ? .air : .charging)
            guard partition.span.lowerBound < first else { return nil }
            computed = min(first, partition.span.upperBound)..<partition.span.upperBound
        }
        let content = try folder.content(of: partition.path)
        var digest = FileDigest()
        digest.update(content)
        guard digest.hexadecimal == entry.sha256 else {
            // Somebody changed the file: its days are made again from the journal.
            lostDays.formUnion(partition.days(outside: computed))
            return nil
        }
        return (partition, KeptRows(content, outside: computed))
    }

    mutating func takeLostDays() -> Set<DayToRebuild> {
        defer { lostDays = [] }
        return lostDays
    }

    // MARK: Files that nothing accounts for

    var paths: Set<String> { Set(folder.manifest.entries.keys) }

    var isSweeping: Bool { confirmed != nil }

    /// From now on it is noted which files are still made.
    mutating func beginSweep() { confirmed = [] }

    /// Removes the files that were made by nobody since `beginSweep`, but for those that are still to be made.
    mutating func endSweep(keeping isKept: (String) -> Bool) throws {
        guard let confirmed else { return }
        self.confirmed = nil
        for (path, entry) in folder.manifest.entries
        where entry.reason != .source && !confirmed.contains(path) && !isKept(path) {
            try folder.remove(path: path)
        }
        try folder.save()
    }

    mutating func addSource(name: String, messages: Int, sha256: String, at instant: Instant) {
        folder.addSource(name: name, messages: messages, sha256: sha256, at: instant)
    }

    mutating func save() throws { try folder.save() }
}

extension Partition {
    /// The days of the partition that lie outside of a span.
    func days(outside computed: Range<Instant>) -> Set<DayToRebuild> {
        var days: Set<DayToRebuild> = []
        var date = CivilDate(of: span.lowerBound)
        while date.startUTC < span.upperBound {
            if !computed.contains(date.startUTC) {
                days.insert(DayToRebuild(dataset.family == .air ? .air : .charging, area: area, date: date))
            }
            date = date.adding(days: 1)
        }
        return days
    }
}
