import Audit
import Disk
import Foundation
import Intake
import Journal
import Pipeline
import Publication
import Readings
import Registry
import Tables

/// Makes the files of a data folder again in another folder, from the journal or from the feeds that the manifest names.
struct Rebuilding {
    let data: String
    let registry: RegistryTables?
    let feeds: [String]
    let isServed: () -> Bool

    /// A service may hold a file back for a quarter of an hour; what the records of this last stretch touch is unsettled.
    private static let unsettledMicroseconds = Microseconds.hour
    /// As the service's setting `publish.grace_s` is without a word of the settings.
    private static let graceMicroseconds = Microseconds.minute

    func run(into folder: String, progress: (AggregationProgress) -> Void) throws -> RebuiltFiles {
        guard let registry else { throw RebuildImpossible(reason: "name the registry with --registry") }
        if FileManager.default.fileExists(atPath: journal) {
            return try fromJournal(into: folder, registry) { progress(.records($0)) }
        }
        let paths = try feedPlaces().map(\.path)
        var aggregation = try Aggregation(
            feeds: paths, output: folder, registry: registry, windows: WindowName.published(in: data), dialect: nil)
        do {
            _ = try aggregation.run(progress: progress)
        } catch let error as AggregationError {
            throw RebuildImpossible(reason: "the feeds cannot be read as recorded messages: \(error)")
        }
        return RebuiltFiles(
            families: ["summaries"], source: paths.count == 1 ? "1 feed" : "\(paths.count) feeds")
    }

    private var journal: String { data + "/journal" }

    // MARK: From feeds

    /// The feeds that the manifest names, and where they are.
    func feedPlaces() throws -> [(name: String, path: String)] {
        let bytes = (try? Data(contentsOf: URL(filePath: data + "/" + Manifest.fileName))) ?? Data()
        let sources = Manifest.read([UInt8](bytes)).manifest.entries.filter {
            $0.key.hasPrefix(Manifest.sourcePrefix)
        }
        if sources.isEmpty { throw RebuildImpossible(reason: "there is no journal, and the manifest names no feed") }
        return try sources.sorted { $0.key < $1.key }.map { key, entry in
            let name = String(key.dropFirst(Manifest.sourcePrefix.count))
            return (name, try feed(named: name, sha256: entry.sha256))
        }
    }

    /// Where a feed of that name and SHA-256 is: among --feed, here, or beside the files.
    private func feed(named name: String, sha256: String) throws -> String {
        let places = [".", data, data + "/.."].map { $0 + "/" + name }
        let named = feeds.filter { URL(filePath: $0).lastPathComponent == URL(filePath: name).lastPathComponent }
        let found = (named + [name] + places).filter { FileManager.default.fileExists(atPath: $0) }
        guard !found.isEmpty else {
            throw RebuildImpossible(reason: "the feed \(name) is not here; name it with --feed")
        }
        for path in found where try Self.sha256(of: path) == sha256 { return path }
        throw RebuildImpossible(
            reason: "\(found[0]) is not the feed that these files were made from: its SHA-256 is another")
    }

    private static func sha256(of path: String) throws -> String {
        let file = try InputFile(namedByPerson: path)
        var digest = FileDigest()
        while true {
            let piece = try file.bytes(at: digest.bytes, count: 1 << 20)
            if piece.isEmpty { return digest.hexadecimal }
            digest.update(piece)
        }
    }

    // MARK: From the journal

    /// Beside a running service what its last hour touches may not be published yet: today's files, the month's, and
    /// the lists of sessions, which it writes every quarter of an hour.
    private func fromJournal(
        into folder: String, _ registry: RegistryTables, _ progress: (Int) -> Void
    ) throws -> RebuiltFiles {
        let served = isServed()
        let end = try JournalReader.end(ofJournalAt: journal)
        let rebuild = JournalRebuild(
            data: DataFolder(data), registry: registry, windows: WindowName.published(in: data),
            closing: served ? .behindNewest(graceMicroseconds: Self.graceMicroseconds) : .endOfInput)
        let made = try rebuild.everything(into: folder, upTo: end, at: .distantPast, progress: progress)
        var unsettled: Set<String> = []
        if served, let newest = made.newest {
            let date = CivilDate(of: newest.advanced(byMicroseconds: -Self.unsettledMicroseconds)).text
            for path in made.files.union(published) {
                let day = path.firstRange(of: "day=").map { String(path[$0.upperBound...].prefix(10)) } ?? date
                if day >= date || path.contains("/in_month=") || path.contains("/in_year=")
                    || path.hasPrefix("summaries/charging/session/")
                {
                    unsettled.insert(path)
                }
            }
        }
        return RebuiltFiles(
            families: ["summaries", "balance", "late", "quarantine"], source: "the journal", unsettled: unsettled,
            wholeFrom: made.firstWholeDay)
    }

    private var published: Set<String> {
        let bytes = (try? Data(contentsOf: URL(filePath: data + "/" + Manifest.fileName))) ?? Data()
        return Set(Manifest.read([UInt8](bytes)).manifest.entries.keys)
    }
}
