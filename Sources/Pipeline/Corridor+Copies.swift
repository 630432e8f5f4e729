import TimeWindows

extension Corridor {
    /// The admitted readings by what they are, from the readings that memory holds: accepted = standing + duplicates +
    /// conflicts. It looks at every hour, so it is for the end of a run.
    package var readingCopies: MessageBalance.ReadingCopies {
        var duplicates = eventDuplicates
        var conflicts = eventConflicts
        for sensor in sensors {
            for hour in sensor.hours {
                let copies = hour.duplicatesAndConflicts
                duplicates += copies.duplicates
                conflicts += copies.conflicts
            }
        }
        return .init(
            standing: balance.accepted - duplicates - conflicts, duplicates: duplicates, conflicts: conflicts)
    }
}
