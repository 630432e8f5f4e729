/// What several messages said of one device, quantity and instant.
///
/// The value that was received first stands (the design's rule for measurements); where two were received in the same
/// microsecond, the smaller one. Both are minima over the set of copies, so the order of processing has no say.
struct Contest: Hashable, Sendable {
    struct Copy: Hashable, Sendable {
        var value: Int64
        /// Smallest receive time of a copy with this value, in microseconds from the interval's start.
        var delay: Int64
        var count: Int
    }

    private(set) var copies: [Copy] = []

    mutating func note(value: Int64, delay: Int64, count: Int) {
        if let known = copies.firstIndex(where: { $0.value == value }) {
            copies[known].delay = min(copies[known].delay, delay)
            copies[known].count += count
        } else {
            copies.append(Copy(value: value, delay: delay, count: count))
        }
    }

    var winner: Int64 {
        var best = copies[0]
        for copy in copies.dropFirst() where (copy.delay, copy.value) < (best.delay, best.value) {
            best = copy
        }
        return best.value
    }

    /// Copies that say what stands, and copies that say something else.
    var counts: (same: Int, others: Int) {
        let standing = winner
        let same = copies.first { $0.value == standing }?.count ?? 0
        return (same, copies.reduce(0) { $0 + $1.count } - same)
    }
}
