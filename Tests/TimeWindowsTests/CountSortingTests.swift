import SeededRandom
import Testing

@testable import TimeWindows

@Suite("Sorting one window's counts")
struct CountSortingTests {
    @Test(
        "gives what the library's sort gives, for any spread and number of values",
        arguments: [0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 62])
    func spreads(bits: Int) {
        var random = SplitMix64(seed: UInt64(bits))
        var sorting = CountSorting()
        for count in [1, 2, 16, 24, 25, 26, 64, 65, 255, 256, 257, 360, 3600] {
            for base in [Int64(0), -(1 << 61), (1 << 61) - 1, -17] as [Int64] {
                let spread = Int64(1) << Int64(bits)
                let values: [Int64] = (0..<count).map { _ in base + Int64.random(in: 0...spread, using: &random) }
                var counts = values + [.min, .max, 3]
                sorting.sort(&counts, count: count, least: values.min() ?? 0, greatest: values.max() ?? 0)
                #expect(Array(counts[..<count]) == values.sorted())
            }
        }
    }

    @Test("the ends of Int64 among few and many values", arguments: [2, 24, 25, 300])
    func extremes(count: Int) {
        var sorting = CountSorting()
        let values: [Int64] = (0..<count).map { $0.isMultiple(of: 2) ? Int64.max - Int64($0) : .min + 1 + Int64($0) }
        var counts = values
        sorting.sort(&counts, count: count, least: values.min() ?? 0, greatest: values.max() ?? 0)
        #expect(counts == values.sorted())
    }
}
