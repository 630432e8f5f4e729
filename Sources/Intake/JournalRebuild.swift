import Disk
import Foundation
package import Journal
package import Pipeline
import Publication
package import Readings
package import Registry

/// Makes summaries from a journal without a service.
package struct JournalRebuild {
    private let data: DataFolder
    private let registry: RegistryTables
    private let windows: [WindowName]
    private let closing: Corridor.Closing

    /// `closing` is `.endOfInput` for a folder whose service has ended: its open windows are published as they stand.
    package init(
        data: DataFolder, registry: RegistryTables, windows: [WindowName], closing: Corridor.Closing = .endOfInput
    ) {
        self.data = data
        self.registry = registry
        self.windows = windows
        self.closing = closing
    }

    /// What was made.
    package struct Made: Sendable {
        /// The newest receive time.
        package var newest: Instant?
        package var files: Set<String>
        /// The first day of which every kind of file is whole; nil where the journal holds all records.
        package var firstWholeDay: CivilDate?
    }

    /// Makes everything again, in another folder, from the journal's records before `end`. Beside a running service it
    /// only reads.
    package func everything(
        into folder: String, upTo end: JournalPosition, at written: Instant, progress: (_ records: Int) -> Void
    ) throws -> Made {
        var live = try LiveSummaries(
            .init(data: data, output: folder, windows: windows, closing: closing, keepsCheckpoints: false),
            registry: registry, committed: end)
        try finish(&live, upTo: end, at: written, progress)
        return Made(
            newest: live.corridor.newest, files: live.paths,
            firstWholeDay: live.firstWhole.map { CivilDate(of: $0) })
    }

    /// Makes some days again in the data folder itself, whose service must not run: the journal's lock is taken.
    /// - Returns: the days that the journal no longer holds, whose files stay as they are.
    package func days(
        of request: RebuildRequest, at written: Instant, progress: (_ records: Int) -> Void
    ) throws -> Set<DayToRebuild> {
        let lock = try FileLock(
            DataFolder.lockName, in: Directory(makingIfMissing: data.state, readers: .group))
        defer { withExtendedLifetime(lock) {} }
        var journal = try JournalWriter(path: data.journal)
        if let note = request.note {
            try journal.appendNote(at: written, subject: note.subject, text: note.text.span)
            _ = try journal.commit()
        }
        let end = journal.committed
        var live = try LiveSummaries(
            .init(data: data, output: data.path, windows: windows, closing: closing), registry: registry,
            committed: end)
        let lost = try live.add(request.daysToRebuild(areas: live.corridor.areas))
        try finish(&live, upTo: end, at: written, progress)
        try live.checkpoint()
        return lost
    }

    /// The first day of which the journal has all that files rest on; nil where it holds every record there was.
    package static func firstWholeDay(of data: DataFolder) throws -> CivilDate? {
        guard FileManager.default.fileExists(atPath: data.journal) else { return nil }
        let whole = try JournalExtent(data.journal, CorridorSettings()).whole
        return whole == .all ? nil : CivilDate(of: max(whole.air, whole.charging, whole.received))
    }

    /// Takes a prepared import into the journal of the data folder, whose service must not run, and brings the files up to
    /// date with it. `progress` hears of the records that were read from the journal since its checkpoint.
    package func take(
        imported name: String, at written: Instant, progress: (_ records: Int) -> Void
    ) throws {
        let lock = try FileLock(
            DataFolder.lockName, in: Directory(makingIfMissing: data.state, readers: .group))
        defer { withExtendedLifetime(lock) {} }
        let imports = ImportFolder(data)
        var journal = try JournalWriter(path: data.journal)
        var prepared = try PreparedImport(name, at: imports.path(name, .preparing))
        while try prepared.append(to: &journal) { _ = try journal.commit() }
        let end = try journal.commit()
        var live = try LiveSummaries(
            .init(data: data, output: data.path, windows: windows, closing: closing), registry: registry,
            committed: end)
        try finish(&live, upTo: end, at: written, progress)
        try live.checkpoint()
        imports.forget(name)
    }

    private func finish(
        _ live: inout LiveSummaries, upTo end: JournalPosition, at written: Instant, _ progress: (Int) -> Void
    ) throws {
        var records = 0
        while live.position < end {
            let read = try live.read(upTo: end, at: written)
            records += read
            progress(records)
            if read == 0 { break }
        }
        // A late day may mark another; what is published at the end is what memory holds then.
        repeat {
            while try live.workInBackground(upTo: end, at: written) { progress(records) }
            try live.publish(closing, at: written)
        } while live.isRebuilding
    }
}
