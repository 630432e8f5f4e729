import Readings
import Tables

/// Holds a partition back that was written a moment ago, so that late readings which trickle in, and cars that charge,
/// rewrite it once and not each time. Windows that end on time are further apart than the pause.
struct PartitionRewrites {
    /// A moment of the service: by its clock, and by the newest receive time, which runs faster in a replay.
    struct Moment {
        var clock: Instant
        var newest: Instant
    }

    private var waiting: Set<Partition> = []
    private var written: [Partition: Moment] = [:]

    var isWaiting: Bool { !waiting.isEmpty }

    /// The partitions to write now, of the new ones and of those that waited; all of them at the end.
    mutating func due(_ partitions: [Partition], at now: Moment, isAtEnd: Bool) -> [Partition] {
        waiting.formUnion(partitions)
        let due = waiting.filter { isAtEnd || !isTooSoon($0, now) }
        waiting.subtract(due)
        for partition in due { written[partition] = now }
        // What was written long ago needs no memory.
        written = written.filter { isTooSoon($0.key, now) }
        return due.sorted()
    }

    /// Those that wait, which nobody but this value knows of.
    var held: Set<Partition> { waiting }

    /// The new partitions and those that waited; none waits afterwards.
    mutating func all(_ partitions: [Partition]) -> [Partition] {
        defer { waiting = [] }
        return waiting.union(partitions).sorted()
    }

    private func isTooSoon(_ partition: Partition, _ now: Moment) -> Bool {
        guard let last = written[partition] else { return false }
        let pause = Self.pauseMicroseconds(partition.dataset)
        // A clock that was set back tells nothing.
        let elapsed = now.clock.microseconds(since: last.clock)
        guard (0..<pause).contains(elapsed) else { return false }
        // A year is worked out from a year of files: a replay that runs fast has it worked out no oftener.
        return partition.dataset.restsOnFiles || now.newest.microseconds(since: last.newest) < pause
    }

    /// A list of sessions changes with each record while cars charge: a quarter of an hour is soon enough.
    private static func pauseMicroseconds(_ dataset: Dataset) -> Int64 {
        switch dataset {
        case .chargingSession: Microseconds.quarterHour
        // They change when a day is complete, or a late reading changed one.
        case .airMonth, .airIndexDay, .chargingOutage: Microseconds.hour
        case .airYear, .airExceedance, .chargingReliability, .chargingUtilisation, .chargingProfile, .chargingSiteMonth,
            .chargingBandMonth, .chargingBoroughMonth:
            6 * Microseconds.hour
        default: 20 * Microseconds.second
        }
    }
}
