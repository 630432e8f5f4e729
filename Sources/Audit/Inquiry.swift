internal import Disk
internal import Pipeline
internal import Readings
package import Registry
internal import Tables

/// `kerbside why`: explains single figures of a data folder from its records and the registry. It reads only.
package struct Inquiry {
    let folder: DataFolder
    let registry: RegistryTables
    let source: RecordSource
    let progress: Progress

    /// What is being read, for people.
    package enum Step: Hashable, Sendable {
        /// Of a feed.
        case bytes(Int64, of: Int64)
        /// Of the journal.
        case records(Int)
    }

    package typealias Progress = (Step) -> Void

    package init(
        data: String, registry: RegistryTables, source: RecordSource, progress: @escaping Progress = { _ in }
    ) {
        folder = DataFolder(path: data)
        self.registry = registry
        self.source = source
        self.progress = progress
    }

    var pass: TracedPass { TracedPass(source: source, registry: registry, progress: progress) }

    /// Why a row that somebody asks for is not in the files, in sentences.
    func notes(
        on row: ComparedRow, _ dataset: Dataset, area: String, _ window: Range<Instant>, _ outcome: TracedPass.Outcome
    ) throws -> [String] {
        guard row.published == nil else {
            return row.recomputed == nil
                ? ["The row shows silence: \(source.words) gives nothing of it in the window."] : []
        }
        let newest = outcome.newest
        if try !folder.hasFolders(["summaries", dataset.family.rawValue, dataset.name]) {
            return [
                "There is no \(dataset.path) in this folder: that length is switched on with `windows`, or nothing of it "
                    + "was ever written."
            ]
        }
        guard let newest else { return ["Nothing of the borough \(area) was ever received."] }
        if newest < window.lowerBound {
            return [
                "The window lies ahead of everything received: the newest record of \(area) is of \(newest.iso8601)."
            ]
        }
        if newest < window.upperBound.advanced(byMicroseconds: Microseconds.minute) {
            return [
                "The window is not closed yet: it ends at \(window.upperBound.iso8601), and the newest record of \(area) "
                    + "is of \(newest.iso8601). A window is written when its borough sends something after its end, or the "
                    + "service stops."
            ]
        }
        return row.recomputed == nil
            ? [
                "No row: nothing of it that counts was received for the window. Silence has rows for 7 days after a "
                    + "device's last message, then none."
            ]
            : ["The records give a row, and the files have none: see `kerbside verify`, or rebuild the day."]
    }

    /// What damage to the journal means for an explanation.
    func notes(onDamage damaged: Int) -> [String] {
        damaged == 0
            ? []
            : [
                "\(Finding.count(damaged, "place")) of the journal cannot be read, so readings may be missing here: see "
                    + "`kerbside verify`."
            ]
    }

    /// The window in local time, as `08:00 to 09:00 in Europe/London`; with dates where it is not within one day.
    static func localWords(_ window: Range<Instant>, _ borough: Borough) -> String {
        let zone = borough.timeZone
        func wall(_ instant: Instant) -> String {
            instant.advanced(byMicroseconds: Int64(zone.offsetSeconds(at: instant)) * Microseconds.second).iso8601
        }
        let (first, last) = (wall(window.lowerBound), wall(window.upperBound))
        let isWithinDay = first.prefix(10) == last.prefix(10)
        func short(_ text: String) -> String {
            let time = text.dropFirst(11).prefix(5)
            return isWithinDay ? String(time) : "\(text.prefix(10)) \(time)"
        }
        return "\(short(first)) to \(short(last)) in \(borough.timeZoneName)"
    }
}

extension DataFolder {
    /// Whether there are folders within each other by these names.
    func hasFolders(_ names: [String]) throws -> Bool {
        var folder = try Directory(path: path)
        for name in names {
            guard try folder.status(of: name)?.kind == .folder else { return false }
            folder = try folder.subdirectory(name)
        }
        return true
    }
}
