import Pipeline
import Publication
import Readings
import Tables

/// What a folder of summaries still owes to its readers, and the writing of it.
struct SummaryWriting: ~Copyable {
    var publication: SummaryPublication
    var queue = RebuildQueue()
    private(set) var rewrites = PartitionRewrites()
    var extent = JournalExtent()
    /// What was written while the journal was read again, with the registry of before: the parts of partitions, and days
    /// received.
    private var beside: [Partition: Range<Instant>] = [:]
    private var besideDates: Set<CivilDate> = []

    init(_ publication: consuming SummaryPublication) {
        self.publication = publication
    }

    /// Brings figures up to date and writes the files that are due; all of them at the end of input.
    mutating func publish(_ pass: inout JournalPass, _ closing: Corridor.Closing, at clock: Instant) throws {
        pass.corridor.settle(closing)
        let now = PartitionRewrites.Moment(clock: clock, newest: pass.corridor.newest ?? .distantPast)
        let due = rewrites.due(pass.corridor.takeDirtyPartitions(), at: now, isAtEnd: closing == .endOfInput)
        try write(due, of: &pass, closing, at: clock)
    }

    /// Writes what is about to leave memory, and lets it go. `isNext`: the pass is to take the place of the one whose
    /// partitions are held back.
    mutating func forget(
        _ pass: inout JournalPass, _ closing: Corridor.Closing, at clock: Instant, isNext: Bool = false
    ) throws {
        guard let step = pass.corridor.nextForgetting() else { return }
        pass.corridor.settle(closing)
        let changed = pass.corridor.takeDirtyPartitions()
        let dirty = isNext ? changed : rewrites.all(changed)
        let (last, later) = pass.corridor.split(dirty, by: step)
        // Before anything can fail: nobody else knows of these.
        pass.corridor.mark(later)
        try write(last, of: &pass, closing, at: clock)
        pass.corridor.forget(step)
    }

    private mutating func write(
        _ partitions: [Partition], of pass: inout JournalPass, _ closing: Corridor.Closing, at clock: Instant
    ) throws {
        // A partition waited for a pass whose place another took, which has let go of it meanwhile.
        let gone = partitions.filter { pass.corridor.computedSpan(of: $0).isEmpty }
        for partition in gone { queue.add(partition.days(outside: pass.corridor.computedSpan(of: partition))) }
        let partitions = gone.isEmpty ? partitions : partitions.filter { !gone.contains($0) }
        let dates = pass.corridor.takeChangedReceivedDays()
        if publication.isBeside {
            for partition in partitions {
                let span = pass.corridor.computedSpan(of: partition)
                beside[partition] =
                    beside[partition].map { min($0.lowerBound, span.lowerBound)..<span.upperBound } ?? span
            }
            besideDates.formUnion(dates)
        }
        do {
            try publication.publish(
                partitions, of: pass.corridor, closing, reason: closing == .endOfInput ? .closed : .update, at: clock)
            for date in dates {
                try publication.publish(receivedDay: date, of: pass.corridor, reason: .update, at: clock)
            }
            if !dates.isEmpty { try publication.save() }
        } catch {
            // A full disk passes: all of it is written again then.
            pass.corridor.mark(partitions)
            pass.corridor.markReceived(dates)
            throw error
        }
        queue.add(publication.takeLostDays())
        queue.add(pass.corridor.takeDaysToRebuild())
    }

    /// Has everything written again that was written with the registry of before, by the pass that took its place.
    mutating func renewBeside(_ pass: inout JournalPass) {
        for (partition, span) in beside {
            let computed = pass.corridor.computedSpan(of: partition)
            if !computed.isEmpty { pass.corridor.mark([partition]) }
            queue.add(partition.days(outside: computed).filter { span.contains($0.date.startUTC) })
        }
        queue.add(Set(besideDates.map { DayToRebuild(.received, area: "", date: $0) }))
        beside = [:]
        besideDates = []
    }
}
