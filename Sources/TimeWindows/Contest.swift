import Readings

/// What several messages said of one device, quantity and instant.
///
/// The value that was received first stands (the design's rule for measurements); where two were received in the same
/// microsecond, the smaller one. That is the minimum over the set of copies, so the order of processing has no say.
///
/// A copy takes the same time however many there are. Where the standing value changes, so does what the copies with the
/// old and the new one are: that takes a step for each UTC day on which copies were received, not for each copy.
struct Contest: Hashable, Sendable {
    struct Copy: Hashable, Comparable, Sendable {
        var value: Int64
        /// Receive time, in microseconds from the interval's start.
        var delay: Int64
        /// UTC day received, in days since 1970-01-01.
        var day: Int32

        static func < (left: Copy, right: Copy) -> Bool {
            (left.delay, left.value) < (right.delay, right.value)
        }
    }

    private(set) var standing: Copy
    /// All copies but the standing one, by value.
    private(set) var others = CopiesByDay<Int64>()

    init(standing: Copy) {
        self.standing = standing
    }

    /// Copies of any value, known to have been received no earlier than the standing one. They are not told to a tally.
    mutating func keep(value: Int64, day: Int32, count: Int) {
        others.add(value, day: day, count: count)
    }

    /// Takes a copy, tells the tally what changed, and returns the value that stands now.
    mutating func take(_ copy: Copy, _ tally: inout CopyTally) -> Int64 {
        guard copy < standing else {
            others.add(copy.value, day: copy.day)
            tally.add(counts(of: copy.value, 1), day: copy.day)
            return standing.value
        }
        let fallen = standing
        standing = copy
        tally.add(CopyTally.Counts(standing: 1), day: copy.day)
        tally.add(CopyTally.Counts(standing: -1), day: fallen.day)
        if fallen.value != copy.value {
            others.forEachDay(of: fallen.value) { day, count in
                tally.add(CopyTally.Counts(duplicates: -count, conflicts: count), day: day)
            }
            others.forEachDay(of: copy.value) { day, count in
                tally.add(CopyTally.Counts(duplicates: count, conflicts: -count), day: day)
            }
        }
        others.add(fallen.value, day: fallen.day)
        tally.add(counts(of: fallen.value, 1), day: fallen.day)
        return copy.value
    }

    /// All copies, as the changes that they made.
    func addAll(to tally: inout CopyTally) {
        tally.add(CopyTally.Counts(standing: 1), day: standing.day)
        for (key, count) in others.counts { tally.add(counts(of: key.kind, count), day: key.day) }
    }

    /// What copies of a value are that do not stand.
    private func counts(of value: Int64, _ count: Int) -> CopyTally.Counts {
        value == standing.value ? CopyTally.Counts(duplicates: count) : CopyTally.Counts(conflicts: count)
    }
}

extension Contest {
    /// Without the standing value, which the cell holds, and its day, which follows from its delay.
    func pack(into packer: inout Packer) {
        packer.put(standing.delay)
        others.pack(into: &packer) { $1.put($0) }
    }

    init(
        unpacking unpacker: inout Unpacker, value: Int64, dayOf: (_ delay: Int64) -> Int32
    ) throws(UnpackingError) {
        let delay = try unpacker.number(Int64.self)
        standing = Copy(value: value, delay: delay, day: dayOf(delay))
        others = try CopiesByDay(unpacking: &unpacker) { unpacker throws(UnpackingError) in try unpacker.number() }
    }
}
