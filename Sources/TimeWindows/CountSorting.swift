/// Sorts one window's counts in memory that is used again for the next.
struct CountSorting: Sendable {
    private var other: [Int64] = []

    private static let fewest = 24
    /// Counts spread wider than this take the library's sort.
    private static let widestBits = 32

    /// Sorts `counts[..<count]`, which lie between `least` and `greatest`.
    ///
    /// Few values are inserted one by one; for the hundreds of an hour, passes over the bytes of their distance from the
    /// least value cost a third of comparing: readings of one hour differ in two bytes as a rule.
    mutating func sort(_ counts: inout [Int64], count: Int, least: Int64, greatest: Int64) {
        let bits = UInt64.bitWidth - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
        if bits == 0 { return }
        if count <= Self.fewest {
            insertOneByOne(&counts, count: count)
        } else if bits > Self.widestBits {
            counts[..<count].sort()
        } else {
            var shift: UInt64 = 0
            while shift < UInt64(bits) {
                distribute(&counts, count: count, least: least, shift: shift)
                shift += 8
            }
        }
    }

    private func insertOneByOne(_ counts: inout [Int64], count: Int) {
        for place in 1..<max(1, count) {
            let value = counts[place]
            var at = place
            while at > 0, counts[at - 1] > value {
                counts[at] = counts[at - 1]
                at -= 1
            }
            counts[at] = value
        }
    }

    /// One stable pass by the byte at `shift`.
    private mutating func distribute(_ counts: inout [Int64], count: Int, least: Int64, shift: UInt64) {
        if other.count < counts.count { other = Array(repeating: 0, count: counts.count) }
        Self.distribute(counts.span, into: &other, count: count, least: least, shift: shift)
        swap(&counts, &other)
    }

    private static func distribute(
        _ counts: Span<Int64>, into other: inout [Int64], count: Int, least: Int64, shift: UInt64
    ) {
        var starts = InlineArray<257, Int32>(repeating: 0)
        for index in 0..<count {
            starts[byte(counts[index], least, shift) + 1] &+= 1
        }
        for byte in 1..<257 { starts[byte] &+= starts[byte - 1] }
        var target = other.mutableSpan
        for index in 0..<count {
            let byte = byte(counts[index], least, shift)
            target[Int(starts[byte])] = counts[index]
            starts[byte] &+= 1
        }
    }

    @inline(__always)
    private static func byte(_ count: Int64, _ least: Int64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: count &- least) &>> shift) & 0xff)
    }
}
