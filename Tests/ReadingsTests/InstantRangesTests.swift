import Readings
import Testing

@Suite("Sets of time, exact ratios and local hours")
struct InstantRangesTests {
    private static func ranges(_ ranges: [Range<Int64>]) -> [Range<Instant>] {
        ranges.map { Instant(microseconds: $0.lowerBound)..<Instant(microseconds: $0.upperBound) }
    }

    @Test("union joins what overlaps or touches, in any order")
    func union() {
        #expect(Self.ranges([5..<7, 0..<2, 9..<9, 2..<3, 6..<8]).united() == Self.ranges([0..<3, 5..<8]))
        #expect(Self.ranges([0..<3, 5..<8]).microseconds == 6)
    }

    @Test("intersection and difference, instant by instant, of all sets of six instants")
    func everySet() {
        let sets = (0..<64).map { bits in
            Self.ranges((0..<6).filter { bits >> $0 & 1 == 1 }.map { $0..<($0 + 1) }).united()
        }
        func bits(_ set: [Range<Instant>]) -> Int {
            (0..<6).reduce(0) { bits, at in
                bits | (set.contains { $0.contains(Instant(microseconds: Int64(at))) } ? 1 << at : 0)
            }
        }
        for (one, left) in sets.enumerated() {
            for (other, right) in sets.enumerated() {
                #expect(bits(left.intersection(right)) == one & other)
                #expect(bits(left.subtracting(right)) == one & ~other)
                #expect(left.subtracting(right) == left.subtracting(right).united())
            }
        }
    }

    @Test("a ratio is compared exactly, rounded half away from zero, and empty without a denominator")
    func ratio() throws {
        #expect(ExactRatio(1, of: 0 as Int64) == nil && ExactRatio(1, of: -1 as Int64) == nil)
        let third = try #require(ExactRatio(1, of: 3 as Int64))
        #expect(third.percentTenThousandths == 333_333 && third.isAbove(percent: 33) && !third.reaches(percent: 34))
        let half = try #require(ExactRatio(1, of: 2 as Int64))
        #expect(half.reaches(percent: 50) && !half.isAbove(percent: 50))
        #expect(half.rounded(times: 1) == 1)
        #expect(ExactRatio(-1, of: 2 as Int64)?.rounded(times: 1) == -1)
    }

    @Test("weekdays by ISO 8601: 1970 began on a Thursday; 29 February 2000 was a Tuesday")
    func weekdays() {
        #expect(CivilDate(year: 1970, month: 1, day: 1).isoWeekday == 4)
        #expect(CivilDate(year: 1969, month: 12, day: 28).isoWeekday == 7)
        #expect(CivilDate(year: 2000, month: 2, day: 29).isoWeekday == 2)
        #expect(CivilDate(year: 2026, month: 3, day: 30).isoWeekday == 1)
    }

    @Test("a zone of three quarters of an hour cuts UTC's hours where its own clock strikes")
    func quarters() {
        let kathmandu = TimeZoneRules(firstOffsetSeconds: 20_700, transitions: [])
        let start = CivilDate(year: 2026, month: 7, day: 1).startUTC
        let pieces = kathmandu.localHours(in: start..<start.advanced(byMicroseconds: Microseconds.hour))
        #expect(pieces.map(\.hour.hour) == [5, 6])
        #expect(pieces.map { [$0.span].microseconds / Microseconds.minute } == [15, 45])
    }
}
