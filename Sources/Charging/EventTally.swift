import Readings

/// What insertions changed in the count of the events of a charge point, by UTC day received. Over all insertions,
/// standing, duplicates and conflicts add up to the number of copies inserted, in whatever order they came.
package struct EventTally: Hashable, Sendable {
    /// The changes of one day; a reclassification makes them negative.
    package struct Entry: Hashable, Sendable {
        /// The UTC day received, in days since 1970-01-01.
        package let day: Int32
        /// Events that stand, each by its earliest copy.
        package fileprivate(set) var standing: Int = 0
        /// Copies of an event beyond the one received first.
        package fileprivate(set) var duplicates: Int = 0
        /// Events that say something else of a connector and instant than the one that stands, each by its earliest copy.
        package fileprivate(set) var conflicts: Int = 0
    }

    /// One for each day that was touched, in the order of touching. Few: an insertion touches at most three.
    package private(set) var entries: [Entry] = []

    package init() {}

    /// Empties it and keeps its memory.
    package mutating func reset() {
        entries.removeAll(keepingCapacity: true)
    }

    package mutating func add(day: Int32, standing: Int = 0, duplicates: Int = 0, conflicts: Int = 0) {
        let index = entries.lastIndex { $0.day == day } ?? entries.endIndex
        if index == entries.endIndex { entries.append(Entry(day: day)) }
        entries[index].standing += standing
        entries[index].duplicates += duplicates
        entries[index].conflicts += conflicts
    }

    mutating func add(_ received: Instant, standing: Int = 0, duplicates: Int = 0, conflicts: Int = 0) {
        add(
            day: CivilDate(of: received).daysSince1970, standing: standing, duplicates: duplicates,
            conflicts: conflicts)
    }
}
