internal import Publication

/// `kerbside verify`: whether the files of a data folder are what was published, add up, and follow from the journal.
///
/// It reads only: the folder may belong to a service that runs, to another user, or to a copy.
package struct Verification {
    private let folder: DataFolder
    private let days: DaySpan
    private let isServed: () -> Bool
    private let pause: () -> Void
    private let rebuild: (_ into: String) throws -> RebuiltFiles

    /// - Parameters:
    ///   - data: the data folder.
    ///   - isServed: whether a service works in it now; then what does not agree is looked at again.
    ///   - pause: waits about half a second.
    ///   - rebuild: fills an empty folder with what the records and the registry give.
    package init(
        data: String, days: DaySpan, isServed: @escaping () -> Bool, pause: @escaping () -> Void,
        rebuild: @escaping (_ into: String) throws -> RebuiltFiles
    ) {
        folder = DataFolder(path: data)
        self.days = days
        self.isServed = isServed
        self.pause = pause
        self.rebuild = rebuild
    }

    /// What is being done, for people: bytes read so far and in all.
    package typealias Progress = (_ bytes: Int64, _ total: Int64) -> Void

    /// Makes all checks. Throws only when the folder itself cannot be read.
    package func run(progress: @escaping Progress) throws -> AuditReport {
        // The journal first: whatever is published later is in it.
        let journal = try journal(progress)
        var manifest = ManifestCheck(folder: folder, days: days, isServed: isServed, pause: pause)
        manifest.progress = progress
        try manifest.run()
        var balance = BalanceCheck(
            folder: folder, manifest: manifest.reading.manifest, days: days, journal: journal.look, isServed: isServed()
        )
        balance.run()
        var rebuilding = RebuildCheck(folder: folder, days: days, rebuild: rebuild)
        try rebuilding.run(&manifest)
        if journal.check.findingCount > 0, rebuilding.check.findingCount > 0 {
            rebuilding.warn(
                "The journal does not hold, so it may give less than was published: rebuild nothing before it is restored."
            )
        }
        return AuditReport(checks: [manifest.check, journal.check, balance.check, rebuilding.check])
    }

    private func journal(_ progress: @escaping Progress) throws -> (check: AuditCheck, look: JournalCheck?) {
        guard try folder.hasFolder("journal") else {
            var check = AuditCheck(.journal)
            let manifest = Manifest.read(try folder.manifest() ?? []).manifest
            let isFromFeeds = manifest.entries.keys.contains { $0.hasPrefix(Manifest.sourcePrefix) }
            if isFromFeeds || manifest.entries.isEmpty {
                check.reasonNotChecked =
                    isFromFeeds ? "these files were made from recorded feeds, without a journal" : "there is none"
            } else {
                check.add(.journalMissing)
            }
            return (check, nil)
        }
        var look = JournalCheck(path: folder.path + "/journal", isServed: isServed, pause: pause)
        look.progress = progress
        look.run()
        return (look.check, look)
    }
}
