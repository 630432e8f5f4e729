import Pipeline
import Publication
import Readings
import Tables

/// Writes the corridor's partitions into a data folder.
struct SummaryPublication: ~Copyable {
    private var folder: SummaryFolder
    private(set) var filesWritten = 0
    private(set) var rowsWritten = 0

    init(folder path: String, durability: Durability = .everyFile) throws {
        folder = try SummaryFolder(path: path, durability: durability)
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
        let round = WritingRound(writer: folder.writer, corridor: corridor, closing: closing)
        var done = 0
        while done < partitions.count {
            let batch = partitions[done..<min(done + max(1, lanes), partitions.count)]
            for (partition, file) in try round.write(Array(batch)) {
                guard let file else {
                    try removeIfPublished(partition)
                    continue
                }
                let published = try folder.adopt(file, reason: reason, at: written)
                guard published.isChanged else { continue }
                filesWritten += 1
                rowsWritten += published.rows
            }
            done += batch.count
            progress(done)
        }
        try folder.save()
    }

    private mutating func removeIfPublished(_ partition: Partition) throws {
        guard folder.manifest.entries[partition.path] != nil else { return }
        try folder.remove(path: partition.path)
    }

    mutating func addSource(name: String, messages: Int, sha256: String, at instant: Instant) {
        folder.addSource(name: name, messages: messages, sha256: sha256, at: instant)
    }

    mutating func save() throws { try folder.save() }
}
