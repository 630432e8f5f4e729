package import Readings

/// What messages changed in the numbers of copies, by the UTC day on which each copy was received.
///
/// Readings of one device, interval and quantity are copies of each other. The one that was received first stands
/// (received together: the smaller value). Every other copy with the standing value is a duplicate, with another value a
/// conflict. A copy that was received earlier but comes later moves the standing and what the others are, also those of
/// other days: so changes can be negative. Over all days they add up to the number of readings that came, and their sum
/// over any set of messages does not depend on the order.
///
/// One tally serves call after call. The day of the message at hand is kept in plain integers, since nearly all messages
/// change nothing else.
package struct CopyTally: Sendable {
    package struct Counts: Hashable, Sendable {
        package var standing = 0
        package var duplicates = 0
        package var conflicts = 0

        package init(standing: Int = 0, duplicates: Int = 0, conflicts: Int = 0) {
            self.standing = standing
            self.duplicates = duplicates
            self.conflicts = conflicts
        }

        package static func += (left: inout Counts, right: Counts) {
            left.standing += right.standing
            left.duplicates += right.duplicates
            left.conflicts += right.conflicts
        }
    }

    package struct Entry: Hashable, Sendable {
        /// The UTC day on which the copies were received, in days since 1970-01-01.
        package var day: Int32
        package var counts: Counts
    }

    /// The UTC day that `reset` named, in days since 1970-01-01, and its changes.
    package private(set) var ownDay: Int32
    package private(set) var own = Counts()
    /// Changes on other days, each day once; some may have come to nothing. Empty nearly always.
    package private(set) var others: [Entry] = []
    /// Midnight at which that day begins, in microseconds since 1970.
    private var ownStart: Int64
    /// `Microseconds.day` as a constant of this room: another room's is a call, which the hot path would notice.
    private static let dayLength: UInt64 = 86_400_000_000

    package init() {
        ownDay = 0
        ownStart = 0
    }

    /// Forgets the changes. `received` is when the next message was received: its day becomes the tally's own. A message
    /// of another day is counted as well, only more slowly.
    package mutating func reset(received: Instant) {
        own = Counts()
        if !others.isEmpty { others.removeAll(keepingCapacity: true) }
        if isOwnDay(received) { return }
        let date = CivilDate(of: received)
        ownDay = date.daysSince1970
        ownStart = date.startUTC.microseconds
    }

    /// One comparison: what lies before the day wraps around to a great distance.
    @inline(__always)
    private func isOwnDay(_ received: Instant) -> Bool {
        UInt64(bitPattern: received.microseconds &- ownStart) < Self.dayLength
    }

    /// Calls `body` with each day that changed and its changes.
    package func forEach(_ body: (_ day: Int32, _ changes: Counts) -> Void) {
        if own != Counts() { body(ownDay, own) }
        for entry in others where entry.counts != Counts() { body(entry.day, entry.counts) }
    }

    /// New readings, of which each stands.
    @inline(__always)
    mutating func addStanding(_ count: Int, received: Instant) {
        if isOwnDay(received) {
            own.standing += count
        } else {
            add(Counts(standing: count), day: CivilDate(of: received).daysSince1970)
        }
    }

    mutating func add(_ changes: Counts, day: Int32) {
        if day == ownDay {
            own += changes
        } else if let known = others.firstIndex(where: { $0.day == day }) {
            others[known].counts += changes
        } else {
            others.append(Entry(day: day, counts: changes))
        }
    }
}
