import AirQuality
import Readings
import Testing

@Suite("Days of one kind beside a comparator")
struct MatchedDaysTests {
    private static func figure(_ units: Int64?, capture: Int64 = 100) -> DayFigure {
        DayFigure(capturePerMillion: capture * 10_000, mean: units.map { Millionths($0 * Millionths.perUnit) })
    }

    /// Days on which school and comparator have these means.
    private static func days(_ means: [(Int64?, Int64?)], minutes: Int64 = 75) -> MatchedDays {
        var days = MatchedDays()
        for (school, other) in means {
            days.add(
                school: figure(school, capture: school == nil ? 50 : 100),
                comparator: other == nil ? .nothing : figure(other), length: minutes * Microseconds.minute)
        }
        return days
    }

    @Test("a difference is of the days on which both are valid, and of no others")
    func pairs() {
        // Ten pairs 12 apart, a school day alone at 100, a comparator day alone at 0.
        let term = Self.days((0..<10).map { (40 + $0, 28 + $0) } + [(100, nil), (nil, 0)])
        #expect(term.days == 12 && term.pairs == 10)
        #expect(term.school.validDays == 11 && term.comparator.validDays == 11)
        // (40 + … + 49 + 100) / 11 = 545 / 11; (28 + … + 37 + 0) / 11 = 325 / 11
        #expect(term.school.mean == Millionths(49_545_455))
        #expect(term.comparator.mean == Millionths(29_545_455))
        #expect(term.difference == Millionths(12_000_000))
        // The school has 50 % of its last day, the comparator nothing of the one before: 11.5 and 11 of 12 days.
        #expect(term.schoolCapturePerMillion == 958_333)
        #expect(term.comparatorCapturePerMillion == 916_667)
    }

    @Test("what both places share drops out: term is 10 higher than the holidays, the place itself only 6")
    func matched() {
        let term = Self.days((0..<10).map { (40 + $0, 28 + $0) })
        let holidays = Self.days((0..<10).map { (30 + $0, 24 + $0) })
        #expect(term.school.mean == Millionths(44_500_000) && holidays.school.mean == Millionths(34_500_000))
        #expect(term.difference == Millionths(12_000_000) && holidays.difference == Millionths(6_000_000))
        #expect(term.difference(lessThatOf: holidays) == Millionths(6_000_000))
        #expect(holidays.difference(lessThatOf: term) == Millionths(-6_000_000))
    }

    @Test("the last difference is rounded once, from the exact fraction")
    func roundedOnce() {
        // 6/11 - 6/13 = 12/143 = 0.0839160839…; the rounded parts, 0.545455 - 0.461538, are one millionth more apart.
        let term = Self.days((0..<11).map { ($0 < 6 ? 1 : 0, 0) })
        let holidays = Self.days((0..<13).map { ($0 < 6 ? 1 : 0, 0) })
        #expect(term.difference == Millionths(545_455) && holidays.difference == Millionths(461_538))
        #expect(term.difference(lessThatOf: holidays) == Millionths(83_916))
    }

    @Test("the standard error is that of two samples of unequal variance; days that all say the same have none")
    func standardError() {
        // Differences of 1 and 3 in turn, ten of them: mean 2, squares of deviations 10, variance 10 / 9. Of 0 and 8, sixteen:
        // mean 4, squares 16 x 16, variance 256 / 15. sqrt(10 / 90 + 256 / 240) = sqrt(1.177777…) = 1.0852547…
        let term = Self.days((0..<10).map { ($0 % 2 == 0 ? 21 : 23, 20) })
        let holidays = Self.days((0..<16).map { ($0 % 2 == 0 ? 20 : 28, 20) })
        #expect(term.difference(lessThatOf: holidays) == Millionths(-2_000_000))
        #expect(term.standardError(ofDifferenceTo: holidays) == Millionths(1_085_255))
        #expect(holidays.standardError(ofDifferenceTo: term) == Millionths(1_085_255))
        let steady = Self.days(Array(repeating: (30, 20), count: 10))
        #expect(steady.standardError(ofDifferenceTo: steady) == Millionths(0))
        #expect(term.standardError(ofDifferenceTo: Self.days([(1, 1)])) == nil)
    }

    @Test("too few days give no figure", arguments: [0, 4, 5, 9, 10])
    func tooFew(days: Int) {
        let few = Self.days(Array(repeating: (30, 20), count: days))
        let enough = Self.days(Array(repeating: (30, 20), count: 10))
        #expect(few.school.validDays == days)
        #expect((few.school.mean != nil) == (days >= 5))
        #expect((few.comparator.mean != nil) == (days >= 5))
        #expect((few.difference != nil) == (days >= 10))
        #expect((few.difference(lessThatOf: enough) != nil) == (days >= 10))
        #expect((enough.difference(lessThatOf: few) != nil) == (days >= 10))
        #expect((few.schoolCapturePerMillion != nil) == (days > 0))
    }

    @Test("a day counts once in a mean, and by its length in the capture")
    func lengths() {
        var days = Self.days([(nil, nil)], minutes: 60)
        days.add(school: Self.figure(10), comparator: .nothing, length: 180 * Microseconds.minute)
        // The school has half of an hour and all of three: (0.5 x 60 + 180) / 240.
        #expect(days.schoolCapturePerMillion == 875_000)
        #expect(days.comparatorCapturePerMillion == 0)
    }
}
