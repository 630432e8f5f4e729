import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("The mean of wind directions")
struct WindVectorTests {
    private func mean(_ degrees: [Double]) -> Double {
        let messages = degrees.enumerated().map {
            Message(at: $0.offset, lasting: 1, received: 4000, (.windDirection, Int64(($0.element * 1e6).rounded())))
        }
        return Double(DeviceHour(messages).wholeHour(.windDirection).mean.count) / 1e12
    }

    @Test(
        "is the direction of the mean vector",
        arguments: [
            ([350, 10], 0.0), ([10, 350], 0), ([0, 90], 45), ([90, 0], 45), ([270, 0], 315), ([350, 20], 5),
            ([180], 180), ([359.9], 359.9), ([360], 0), ([-10, -10], 350), ([720, 720], 0), ([80, 100], 90),
            // Two unit vectors east and one north: atan2(2, 1) = 63.434949 degrees.
            ([90, 90, 0], 63.434949),
        ] as [([Double], Double)])
    func means(degrees: [Double], expected: Double) {
        #expect(abs(mean(degrees) - expected) < 2e-6)
    }

    @Test("is 0 where directions cancel each other", arguments: [[0, 180], [90, 270], [45, 225], [0, 120, 240]])
    func cancelled(degrees: [Double]) {
        // Components are whole 1e-9: what is left of three vectors is a rounding of one of them at most.
        if degrees.count == 2 { #expect(mean(degrees) == 0) }
        #expect((0..<360).contains(mean(degrees)))
    }

    @Test("does not depend on the order", arguments: 0..<10)
    func order(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let degrees = (0..<100).map { _ in Double(Int.random(in: 0..<360_000, using: &random)) / 1000 }
        let first = mean(degrees)
        for _ in 0..<5 { #expect(mean(degrees.shuffled(using: &random)) == first) }
    }

    @Test("stands without a standard deviation, and never reaches 360")
    func bounds() {
        let messages = [
            Message(at: 0, received: 1, (.windDirection, 0)), Message(at: 10, received: 1, (.windDirection, 1)),
        ]
        #expect(DeviceHour(messages).wholeHour(.windDirection).standardDeviation == nil)
        #expect(mean([359.9999999, 360]) == 0)
        #expect(mean([359.999999]) < 360)
    }
}
