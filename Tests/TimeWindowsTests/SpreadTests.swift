import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("Mean and standard deviation")
struct SpreadTests {
    private func figures(_ values: [Int64]) -> WindowFigures {
        let messages = values.enumerated().map { index, value in
            Message(at: index, lasting: 1, received: 4000, (.pm2_5, value))
        }
        return DeviceHour(messages).wholeHour(.pm2_5)
    }

    @Test("1 to n: the mean is (n + 1) / 2, the variance n (n + 1) / 12", arguments: [2, 3, 10, 59, 64, 65, 360, 3600])
    func oneToN(count: Int) {
        let exact = (Double(count) * Double(count + 1) / 12).squareRoot()
        for unit in [Int64(1000), 1_000_000, 1] {
            let found = figures((1...Int64(count)).map { $0 * unit })
            #expect(found.n == Int32(count))
            #expect(found.mean.count == Int128(count + 1) * Int128(unit) * 500_000)
            #expect(found.standardDeviation == Int64((exact * Double(unit)).rounded()))
        }
    }

    @Test(
        "known samples",
        arguments: [
            // Deviations -3, -1, -1, -1, 0, 0, 2, 4: squares add up to 32, over 7.
            ([2, 4, 4, 4, 5, 5, 7, 9], Int128(5), Int64(2_138_090)),
            // 32 / 7 = 4.571428..., whose root is 2.138090; shifted and mirrored it stays.
            ([-2, -4, -4, -4, -5, -5, -7, -9], -5, 2_138_090),
            (
                [1_000_002, 1_000_004, 1_000_004, 1_000_004, 1_000_005, 1_000_005, 1_000_007, 1_000_009], 1_000_005,
                2_138_090
            ),
            ([3, 3, 3], 3, 0),
            // 1 / sqrt 2 = 0.707107 either side of 0.
            ([-1, 0, 1], 0, 1_000_000),
        ] as [([Int64], Int128, Int64)])
    func known(units: [Int64], mean: Int128, deviation: Int64) {
        let found = figures(units.map { $0 * 1_000_000 })
        #expect(found.mean.count == mean * 1_000_000_000_000)
        #expect(found.standardDeviation == deviation)
    }

    @Test("one value has no standard deviation")
    func single() {
        #expect(figures([5]).standardDeviation == nil)
    }

    @Test("a mean is rounded once, half away from zero, at 1e-12")
    func meanRounding() {
        // 0.000001 / 3 = 0.000000333333; 0.000002 / 3 = 0.000000666667.
        #expect(figures([1, 0, 0]).mean.count == 333_333)
        #expect(figures([1, 1, 0]).mean.count == 666_667)
        #expect(figures([-1, -1, 0]).mean.count == -666_667)
        // 1 / 64 of a millionth is 15625 of 1e-12, exactly.
        #expect(figures([1] + [Int64](repeating: 0, count: 63)).mean.count == 15_625)
        #expect(Picounits(500_000).millionths == 1)
        #expect(Picounits(-500_000).millionths == -1)
        #expect(Picounits(499_999).millionths == 0)
    }

    @Test("the extremes of Int64 neither stop the process nor bend the mean", arguments: [2, 3, 4, 65, 360])
    func extremes(count: Int) {
        let highest = figures([Int64](repeating: .max, count: count))
        #expect(highest.mean.count == Int128(Int64.max) * 1_000_000)
        #expect(highest.standardDeviation == 0)
        // Half at each end: mean 0 (or one value's share), deviation near 2^63.
        let ends = figures((0..<count).map { $0.isMultiple(of: 2) ? .max : .min + 1 })
        let odd = Int128(count % 2) * Int128(Int64.max) * 1_000_000
        #expect(ends.mean.count == Millionths.rounded(odd, over: Int128(count)))
        #expect(ends.standardDeviation == .max)
    }

    @Test("great values that lie close together keep their small spread")
    func greatAndClose() {
        // 9e12 units apart by 1, 2, ..., 9 units: the deviation of 1...9 is sqrt(7.5) = 2.738613.
        let found = figures((1...9).map { 9_000_000_000_000_000_000 + $0 * 1_000_000 })
        #expect(found.standardDeviation == 2_738_613)
    }

    @Test("a great spread is exact to fifteen digits")
    func greatSpread() throws {
        // k * 1e17 for -9...9: n = 19, the variance of consecutive numbers is 19 * 20 / 12, its root 5.627314.
        let found = try #require(figures((-9...9).map { $0 * 100_000_000_000_000_000 }).standardDeviation)
        let exact = (Double(19 * 20) / 12).squareRoot() * 1e17
        #expect(abs(Double(found) - exact) < 1e3)
    }

    @Test("the same values give the same bytes, in whatever unit the table keeps them", arguments: 0..<20)
    func representations(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let count = Int.random(in: 2...300, using: &random)
        let values = (0..<count).map { _ in Int64.random(in: -90_000...900_000, using: &random) * 1000 }
        let plain = figures(values)
        // A later conflict that loses, in millionths or beyond Int32, must leave no trace but its count.
        for loser in [Int64(1), 3_000_000_000_000_001] {
            var messages = values.enumerated().map {
                Message(at: $0.offset, lasting: 1, received: 4000, (.pm2_5, $0.element))
            }
            messages.insert(Message(at: 0, lasting: 1, received: 4001, (.pm2_5, loser)), at: 0)
            #expect(DeviceHour(messages).wholeHour(.pm2_5) == plain)
            #expect(DeviceHour(messages.shuffled(using: &random)).wholeHour(.pm2_5) == plain)
        }
    }
}
