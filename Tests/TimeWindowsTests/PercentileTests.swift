import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("Percentiles")
struct PercentileTests {
    /// Values as numpy.percentile(x, q) gives them (its default is type 7); position = (n - 1) * q.
    static let known: [(values: [Int64], median: Int64, p95: Int64)] = [
        ([7], 7, 7),
        // 0.5 -> 1 + 0.5 * (2 - 1) = 1.5 -> 2 half away from zero; 0.95 -> 1.95 -> 2
        ([1, 2], 2, 2),
        // -1.5 -> -2; -2 + 0.95 = -1.05 -> -1
        ([-2, -1], -2, -1),
        // position 1.5 -> 25; 2.85 -> 30 + 0.85 * 10 = 38.5 -> 39
        ([10, 20, 30, 40], 25, 39),
        // position 2 -> 35; 3.8 -> 40 + 0.8 * 10 = 48
        ([15, 20, 35, 40, 50], 35, 48),
        // position 10 -> 10; 19 -> 19
        (Array(0...20), 10, 19),
        // position 31.5 -> 32.5 * 1000; 59.85 -> (60 + 0.85) * 1000
        ((1...64).map { $0 * 1000 }, 32_500, 60_850),
        ([Int64.min + 1, .max], 0, 8_301_034_833_169_298_226),
    ]

    @Test("up to 64 values are exact, linear between order statistics", arguments: known)
    func exact(values: [Int64], median: Int64, p95: Int64) {
        #expect(Percentile.value(ofAscending: values, count: values.count, unit: 1, twentieths: 10) == median)
        #expect(Percentile.value(ofAscending: values, count: values.count, unit: 1, twentieths: 19) == p95)
    }

    @Test("the unit of the counts is taken before interpolating")
    func unit() {
        // 12.4 and 12.5 in thousandths: the median is 12.45, the 95th 12.495.
        #expect(Percentile.value(ofAscending: [12_400, 12_500], count: 2, unit: 1000, twentieths: 10) == 12_450_000)
        #expect(Percentile.value(ofAscending: [12_400, 12_500], count: 2, unit: 1000, twentieths: 19) == 12_495_000)
        // 0.001 and 0.002: halfway is 0.0015, which thousandths could not hold.
        #expect(Percentile.value(ofAscending: [1, 2], count: 2, unit: 1000, twentieths: 10) == 1500)
    }

    @Test("64 values are exact, 65 come from buckets")
    func boundary() {
        // 1,000,000 lies in the bucket of 2^12 = 4096 that begins at 244 * 4096 = 999,424; its middle is 1,001,472.
        let values = [0, 2_000_000] + [Int64](repeating: 1_000_000, count: 63)
        let messages = values.enumerated().map {
            Message(at: $0.offset * 10, received: $0.offset * 10 + 1, (.pm2_5, $0.element))
        }
        #expect(DeviceHour(Array(messages[..<64])).wholeHour(.pm2_5).median == 1_000_000)
        #expect(DeviceHour(messages).wholeHour(.pm2_5).median == 1_001_472)
        #expect(Percentile.value(ofAscending: values.sorted(), count: 65, unit: 1, twentieths: 10) == 1_001_472)
    }

    @Test("no percentile lies outside the values, however wide the bucket", arguments: [1, -1] as [Int64])
    func withinTheValues(sign: Int64) {
        // 1013.25 hPa lies in a bucket of 2^22 millionths, 4.2 hPa wide.
        let pressures = (0..<360).map { sign * (1_013_250_000 + Int64($0 % 7) * 1000) }
        let figures = DeviceHour(
            pressures.enumerated().map { Message(at: $0.offset * 10, received: 4000, (.pressure, $0.element)) }
        ).wholeHour(.pressure)
        #expect(figures.minimum <= figures.median)
        #expect(figures.median <= figures.percentile95)
        #expect(figures.percentile95 <= figures.maximum)
    }

    @Test("a bucket's middle is within 0.4 % of the value, keeps its sign, and small values are exact")
    func bucketMiddles() {
        for value in Int64(-255)...255 { #expect(Percentile.bucketMiddle(value) == value) }
        var magnitudes: [Int64] = [256, 257, 511, 512, 513, .max]
        for power in 9..<63 { magnitudes += [-1, 0, 1].map { (Int64(1) << power) + $0 } }
        var random = SplitMix64(seed: 7)
        for _ in 0..<2000 {
            magnitudes.append(
                Int64.random(in: 256 ... .max, using: &random) >> Int64.random(in: 0...54, using: &random))
        }
        for magnitude in magnitudes {
            let middle = Percentile.bucketMiddle(magnitude)
            #expect(Double(abs(middle - magnitude)) <= 0.004 * Double(magnitude), "\(magnitude)")
            #expect(Percentile.bucketMiddle(-magnitude) == -middle)
        }
        #expect(Percentile.bucketMiddle(.min) < 0)
    }

    @Test("greater values never have smaller middles")
    func monotone() {
        var last = Percentile.bucketMiddle(-70_000)
        for value in Int64(-69_999)...70_000 {
            let middle = Percentile.bucketMiddle(value)
            #expect(middle >= last)
            last = middle
        }
    }

    @Test("long windows: within 0.4 % of the exact percentile, whatever the size and spread", arguments: 0..<30)
    func longWindows(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let count = Int.random(in: 65...360, using: &random)
        let most = Int64(1) << Int64.random(in: 3...50, using: &random)
        let values = (0..<count).map { _ in Int64.random(in: 0...most, using: &random) }
        let messages = values.enumerated().map { Message(at: $0.offset * 10, received: 4000, (.pm10, $0.element)) }
        let figures = DeviceHour(messages.shuffled(using: &random)).wholeHour(.pm10)
        let ascending = values.sorted()
        #expect(figures.minimum == ascending[0])
        #expect(figures.maximum == ascending[count - 1])
        for (twentieths, found) in [(10, figures.median), (19, figures.percentile95)] {
            let position = Double(count - 1) * Double(twentieths) / 20
            let low = ascending[Int(position)]
            let high = ascending[min(Int(position) + 1, count - 1)]
            let exact = Double(low) + Double(high - low) * (position - position.rounded(.down))
            #expect(abs(Double(found) - exact) <= 0.004 * exact + 1)
        }
    }
}
