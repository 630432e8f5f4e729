package import Journal
import Pipeline
import Publication
package import Readings
import Registry
import Tables

/// A rebuild job at work: a corridor of its own reads the part of the journal on which the days rest.
struct DayRebuild: ~Copyable {
    let job: RebuildJob
    private var pass: JournalPass
    private let end: JournalPosition

    /// `live` knows when each device was heard first and last, and what was admitted late.
    init(
        _ job: RebuildJob, live: Corridor, registry: RegistryTables, journal: String, committed: JournalPosition,
        lookBackRecords: Int
    ) throws {
        var settings = live.settings
        settings.memory = job.kind.memory(forDays: job.span, live.settings, live.lateAdmissions)
        var corridor = Corridor(registry: registry, settings: settings)
        corridor.adoptExtents(of: live)
        corridor.lateAdmissions = live.lateAdmissions
        let stretch = try JournalStretch(
            journal, received: job.kind.received(forDays: job.span, live.settings, live.lateAdmissions),
            committed: committed, lookBackRecords: lookBackRecords)
        let pass = try JournalPass(corridor, journal: journal, from: stretch.start)
        self.job = job
        self.pass = pass
        end = stretch.end
    }

    /// Takes records; true when all that the days rest on was taken.
    mutating func read(atMost limit: Int) throws -> Bool {
        let count = try pass.read(upTo: end, atMost: limit)
        if job.kind != .received, let newest = pass.corridor.newest {
            pass.corridor.forgetReceivedDays(before: CivilDate(of: newest))
        }
        return count == 0 || pass.position >= end
    }

    /// Writes the days' files; those whose bytes are the same stay as they are.
    mutating func write(
        _ closing: Corridor.Closing, from whole: WholeDays, into publication: inout SummaryPublication,
        at written: Instant
    ) throws {
        pass.corridor.settle(closing)
        _ = pass.corridor.takeDirtyPartitions()
        if job.kind == .received {
            for day in job.days.sorted() where day.date.startUTC >= whole.received {
                try publication.publish(receivedDay: day.date, of: pass.corridor, reason: .rebuild, at: written)
            }
            try publication.save()
            return
        }
        var partitions: Set<Partition> = []
        for day in job.days where day.date.startUTC >= whole.first(job.kind) {
            partitions.formUnion(pass.corridor.partitions(job.kind, area: day.area, dates: day.date...day.date))
        }
        // Months and years are left to the pass that lives on, which writes them once for all of these days.
        try publication.publish(
            partitions.filter { !$0.dataset.restsOnFiles }.sorted(), of: pass.corridor, closing, reason: .rebuild,
            at: written)
    }
}

/// The part of a journal that holds all messages received in a span of time, and enough before it that second deliveries
/// are told as they were when they came.
package struct JournalStretch {
    package var start: JournalPosition
    package var end: JournalPosition

    /// As many records as the memory of second deliveries looks back.
    package static let usualLookBackRecords = 2 * 65_536

    package init(
        _ journal: String, received span: Range<Instant>, committed: JournalPosition,
        lookBackRecords: Int = Self.usualLookBackRecords
    ) throws {
        let segments = try JournalReader.segments(ofJournalAt: journal)
        end = committed
        if let last = segments.lastIndex(where: { $0.mayHoldMessages(from: span.lowerBound, before: span.upperBound) }),
            last + 1 < segments.count
        {
            end = min(committed, segments[last].end)
        }
        let first = segments.firstIndex { $0.mayHoldMessages(from: span.lowerBound, before: span.upperBound) }
        guard var index = first else {
            start = end
            return
        }
        var records = 0
        while index > 0, records < lookBackRecords {
            index -= 1
            records += segments[index].records
        }
        start = segments[index].start
    }
}
