import Readings
import Testing

@testable import Registry

@Suite("Spans as sets of instants")
struct InstantCoverageTests {
    private static func spans(_ ends: [(Int64, Int64)]) -> [Range<Instant>] {
        ends.map { Instant(microseconds: $0)..<Instant(microseconds: $1) }
    }

    private static let table: [([(Int64, Int64)], [(Int64, Int64)], [(Int64, Int64)])] = [
        ([], [], []), ([(1, 5)], [], [(1, 5)]), ([(1, 5)], [(1, 5)], []), ([(1, 5)], [(1, 3)], [(3, 5)]),
        ([(1, 5)], [(3, 8)], [(1, 3), (5, 8)]), ([(1, 5)], [(5, 9)], [(1, 9)]), ([(1, 9)], [(3, 5)], [(1, 3), (5, 9)]),
        ([(1, 3), (3, 5)], [(1, 5)], []), ([(4, 9), (1, 6)], [(1, 9)], []), ([(1, 2), (3, 4)], [(2, 3)], [(1, 4)]),
        ([(.min, .max)], [(0, 1)], [(.min, 0), (1, .max)]), ([(3, 3)], [(1, 1)], []),
    ]

    @Test("the symmetric difference holds what one holds and the other does not", arguments: table.indices)
    func symmetricDifference(index: Int) {
        let (left, right, expected) = Self.table[index]
        let one = InstantCoverage(Self.spans(left))
        let other = InstantCoverage(Self.spans(right))
        #expect(one.symmetricDifference(other).spans == Self.spans(expected))
        #expect(other.symmetricDifference(one).spans == Self.spans(expected))
    }
}
