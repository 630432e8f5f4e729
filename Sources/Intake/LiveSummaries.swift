import Journal
import Pipeline
import Publication
import Readings
import Registry
import Tables

/// The summaries of a data folder, kept up to date with its journal: what is read, published, forgotten, made again, and
/// kept in checkpoints. It has no thread and no clock; whoever drives it says what time it is and how far the journal is
/// committed.
struct LiveSummaries: ~Copyable {
    /// What a folder's summaries are made with.
    struct Plan: Sendable {
        var data: DataFolder
        /// Where the files go: the data folder, or another one for a comparison.
        var output: String
        var windows: [WindowName]
        var closing: Corridor.Closing
        /// While more records are to come.
        var running: Corridor.Closing {
            closing == .endOfInput ? .behindNewest(graceMicroseconds: 0) : closing
        }

        var keepsCheckpoints = true
        /// Records that a rebuild reads ahead of its days: as many as the memory of second deliveries looks back.
        var lookBackRecords = JournalStretch.usualLookBackRecords
        /// Whose rules of admission hold: the design's. Simulations have shorter ones, so that days are forgotten soon.
        var rules = CorridorSettings()
        /// Records a turn: small enough that a publication is never far away.
        var turnRecords = 20_000

        var settings: CorridorSettings {
            CorridorSettings(
                windows: windows, airAdmission: rules.airAdmission, chargingAdmission: rules.chargingAdmission,
                memory: .recent)
        }
    }

    let plan: Plan
    private(set) var registry: RegistryTables
    private var pass: JournalPass
    /// The same journal with another registry, from its beginning; it takes the place of `pass` when it has caught up.
    private var next: JournalPass?
    private var nextRegistry: RegistryTables?
    /// Days that `next` leaves to be made again; those of `pass` are not needed any more then.
    private var nextQueue = RebuildQueue()
    private var writing: SummaryWriting
    private var rebuild: DayRebuild?
    private var rebuildDays: Set<DayToRebuild> = []
    /// Those of them that memory held when the rebuild began.
    private var rebuildDaysHeld: Set<DayToRebuild> = []
    private var askedDays: Set<DayToRebuild> = []
    private var daysMade: Set<DayToRebuild> = []
    /// Until the journal of the last run is read, what is published stays as it is: a part of it would be less.
    private var catchUp: JournalPosition
    private(set) var sentences: [String] = []

    init(_ plan: Plan, registry: RegistryTables, committed: JournalPosition) throws {
        self.plan = plan
        self.registry = registry
        var writing = SummaryWriting(try SummaryPublication(folder: plan.output))
        var corridor = Corridor(registry: registry, settings: plan.settings)
        let extent = try JournalExtent(plan.data.journal, plan.settings)
        var start = JournalPosition.start
        let found =
            plan.keepsCheckpoints
            ? Checkpoint.read(into: &corridor, basis: plan.basis(registry), folder: plan.data.state) : nil
        writing.extent = extent
        writing.publication.whole = extent.whole
        writing.queue.whole = extent.whole
        if let found, found.position <= committed {
            start = found.position
            corridor.isRereading = found.position < committed
            writing.queue.add(found.daysToRebuild)
        } else {
            // One of a journal that was longer, since records that nobody acknowledged can be gone after a loss of power, or of
            // another registry: it must not fit when the journal has grown, or the registry is as it was, again. The files
            // are no longer those that it knew.
            if plan.keepsCheckpoints { try Checkpoint.remove(folder: plan.data.state) }
            corridor = Corridor(registry: registry, settings: plan.settings)
            corridor.begin(with: extent.whole)
            writing.publication.beginSweep()
        }
        pass = try JournalPass(corridor, journal: plan.data.journal, from: start)
        catchUp = committed
        sentences = writing.publication.recovery
        self.writing = writing
    }

    var corridor: Corridor { pass.corridor }
    var position: JournalPosition { pass.position }
    var isRebuilding: Bool { rebuild != nil || !writing.queue.isEmpty || next != nil }
    /// Another registry, or an admission from the late ledger, is being worked in.
    var isReadingAgain: Bool { next != nil }
    /// Another registry has been worked in, and its newest files are not published yet.
    private(set) var isRenewed = false
    /// The registry that is in force, or will be as soon as it is worked in.
    var newestRegistry: RegistryTables { nextRegistry ?? registry }
    var hasCaughtUp: Bool { pass.position >= catchUp }
    var isWaiting: Bool { writing.rewrites.isWaiting }
    var fileCount: Int { writing.publication.fileCount }
    var paths: Set<String> { writing.publication.paths }
    /// The first instant from which the journal has all for every kind of file; nil where it holds all records.
    var firstWhole: Instant? {
        let whole = writing.extent.whole
        return whole == .all ? nil : max(whole.air, whole.charging, whole.received)
    }
    /// Files and rows that were written, not counting files that stayed as they were.
    var written: (files: Int, rows: Int) { (writing.publication.filesWritten, writing.publication.rowsWritten) }
    /// Days that are still to be made again.
    var daysLeft: Set<DayToRebuild> { writing.queue.days.union(rebuildDays) }

    // MARK: Reading

    /// Reads a turn's records; returns how many. Days that end on the way are written before they are forgotten.
    mutating func read(upTo committed: JournalPosition, at clock: Instant) throws -> Int {
        let count = try pass.read(upTo: committed, atMost: plan.turnRecords)
        writing.publication.isBeside = next != nil
        if pass.corridor.isRereading, hasCaughtUp {
            pass.corridor.settle(plan.running)
            pass.corridor.isRereading = false
        }
        try writing.forget(&pass, plan.running, at: clock)
        writing.queue.add(pass.corridor.takeDaysToRebuild())
        if hasCaughtUp || pass.position >= committed { try endCatchingUp() }
        return count
    }

    /// Readings that a person admitted since: the journal is read again, as for another registry.
    private mutating func endCatchingUp() throws {
        if !pass.newAdmissions.isEmpty, next == nil { try readAgain(with: registry) }
        guard writing.publication.isSweeping, next == nil else { return }
        let pending = pendingPaths()
        let extent = writing.extent
        // Months and years may rest on hours that are not there any more.
        let long = writing.publication.paths.compactMap { Partition(longPeriodPath: $0) }
        try writing.publication.endSweep { pending.contains($0) || !extent.covers(path: $0) }
        pass.corridor.mark(long)
    }

    /// The files that are going to be written.
    private mutating func pendingPaths() -> Set<String> {
        pass.corridor.settle(plan.running)
        let partitions = pass.corridor.takeDirtyPartitions()
        pass.corridor.mark(partitions)
        var pending = writing.rewrites.held.union(partitions)
        var paths: Set<String> = []
        for day in daysLeft {
            if day.kind == .received { paths.formUnion(ReceivedTable.allCases.map { $0.path(of: day.date) }) }
            pending.formUnion(pass.corridor.partitions(day.kind, area: day.area, dates: day.date...day.date))
        }
        // A month keeps rows that are not made again: nobody made those of a file that is still to be confirmed.
        pending = pending.filter {
            $0.dataset.partitionLength != .month || pass.corridor.computedSpan(of: $0) == $0.span
        }
        return paths.union(pending.map(\.path))
    }

    // MARK: Publishing

    /// Brings figures up to date and writes the files that are due; all of them at the end of input.
    mutating func publish(_ closing: Corridor.Closing, at clock: Instant) throws {
        writing.publication.isBeside = next != nil
        try writing.publish(&pass, closing, at: clock)
        isRenewed = false
    }

    // MARK: Making again

    /// Takes another registry: the journal is read again with it, beside what goes on.
    mutating func take(_ other: RegistryTables) throws { try readAgain(with: other) }

    /// Has days made again. Returns those that the journal no longer holds: their files stay as they are.
    mutating func add(_ days: Set<DayToRebuild>) throws -> Set<DayToRebuild> {
        try lookAtExtent()
        askedDays = askedDays.intersection(daysLeft).union(days)
        if next != nil { nextQueue.add(days) }
        return writing.queue.add(days)
    }

    /// Files of hours that somebody changed, for people to be told.
    mutating func takeDamagedFiles() -> [DamagedFile] { writing.publication.takeDamagedFiles() }

    /// Days that were made since this was asked last.
    mutating func takeDaysMade() -> Set<DayToRebuild> {
        defer { daysMade = [] }
        return daysMade
    }

    /// Old parts of the journal may have been removed meanwhile: days that rest on them are not made again.
    private mutating func lookAtExtent() throws {
        writing.extent = try JournalExtent(plan.data.journal, plan.settings)
        writing.publication.whole = writing.extent.whole
        let days = writing.queue.days
        writing.queue = RebuildQueue()
        writing.queue.whole = writing.extent.whole
        writing.queue.add(days)
    }

    private mutating func readAgain(with other: RegistryTables) throws {
        if plan.keepsCheckpoints, plan.basis(other) != plan.basis(registry) {
            try Checkpoint.remove(folder: plan.data.state)
        }
        var corridor = Corridor(registry: other, settings: plan.settings)
        try lookAtExtent()
        corridor.begin(with: writing.extent.whole)
        corridor.lateAdmissions = pass.corridor.lateAdmissions + pass.newAdmissions
        next = try JournalPass(corridor, journal: plan.data.journal, from: .start)
        nextRegistry = other
        nextQueue = RebuildQueue()
        nextQueue.whole = writing.extent.whole
        // What somebody asked for is compared byte by byte; the pass looks at lengths and sums only.
        nextQueue.add(askedDays.intersection(daysLeft))
        writing.publication.beginSweep()
    }

    /// A slice of the work in the background; false when there is none.
    mutating func workInBackground(upTo committed: JournalPosition, at clock: Instant) throws -> Bool {
        writing.publication.isBeside = false
        if var again = next.take() {
            let count: Int
            swap(&writing.queue, &nextQueue)
            do {
                count = try again.read(upTo: committed, atMost: plan.turnRecords)
                try writing.forget(&again, plan.running, at: clock, isNext: true)
            } catch {
                swap(&writing.queue, &nextQueue)
                next = consume again
                throw error
            }
            writing.queue.add(again.corridor.takeDaysToRebuild())
            swap(&writing.queue, &nextQueue)
            guard count == 0 || again.position >= committed else {
                next = consume again
                return true
            }
            try exchange(again)
            return true
        }
        guard hasCaughtUp else { return false }
        if rebuild == nil {
            if !writing.queue.isEmpty { try lookAtExtent() }
            guard let job = writing.queue.next() else { return false }
            rebuildDays = job.days
            rebuildDaysHeld = job.days.filter { pass.corridor.holds($0) }
            rebuild = try DayRebuild(
                job, live: pass.corridor, registry: registry, journal: plan.data.journal, committed: committed,
                lookBackRecords: plan.lookBackRecords)
        }
        guard var running = rebuild.take() else { return false }
        do {
            guard try running.read(atMost: plan.turnRecords) else {
                rebuild = consume running
                return true
            }
            try lookAtExtent()
            let whole = writing.extent.whole
            try running.write(plan.closing, from: whole, into: &writing.publication, at: clock)
            renew(running.job)
            daysMade.formUnion(rebuildDays)
        } catch {
            writing.queue.add(rebuildDays)
            rebuildDays = []
            throw error
        }
        rebuildDays = []
        return true
    }

    /// A rebuild ends where the journal ended when it began. Where memory knows of later records of its days, it writes
    /// their files once more; days that it let go of meanwhile are made again once more.
    private mutating func renew(_ job: RebuildJob) {
        writing.queue.add(rebuildDaysHeld.filter { !pass.corridor.holds($0) })
        if job.kind == .received { return pass.corridor.markReceived(job.days.map(\.date)) }
        for day in job.days {
            let partitions = pass.corridor.partitions(job.kind, area: day.area, dates: day.date...day.date)
            pass.corridor.mark(partitions.filter { !pass.corridor.computedSpan(of: $0).isEmpty })
        }
    }

    private mutating func exchange(_ other: consuming JournalPass) throws {
        pass = other
        isRenewed = true
        if let nextRegistry { registry = nextRegistry }
        nextRegistry = nil
        writing.queue = nextQueue
        nextQueue = RebuildQueue()
        nextQueue.whole = writing.extent.whole
        writing.renewBeside(&pass)
        // A rebuild with the old registry is of no use: the pass made its days, or has them in its queue.
        rebuildDays = []
        rebuild = nil
        try endCatchingUp()
    }

    // MARK: Checkpoints

    /// Keeps what memory holds now. While the journal is read again with another registry the old checkpoint stays.
    mutating func checkpoint() throws {
        guard plan.keepsCheckpoints, next == nil, hasCaughtUp else { return }
        // What changed is kept as partitions to write: figures are worked out again without a look at what they were.
        pass.corridor.settle(plan.running)
        var kept = pass.corridor
        kept.mark(writing.rewrites.held)
        let checkpoint = Checkpoint(
            position: pass.position, lateAdmissions: kept.lateAdmissions,
            daysToRebuild: daysLeft)
        try checkpoint.write(kept, basis: plan.basis(registry), folder: plan.data.state)
    }
}

extension LiveSummaries.Plan {
    /// What a checkpoint rests on: the registry and the settings that figures depend on.
    func basis(_ registry: RegistryTables) -> String {
        var digest = FileDigest()
        digest.update(registry.canonicalText)
        digest.update(
            Array("\(windows.map(\.rawValue).sorted()) \(settings.airAdmission) \(settings.chargingAdmission)".utf8))
        return digest.hexadecimal
    }
}
