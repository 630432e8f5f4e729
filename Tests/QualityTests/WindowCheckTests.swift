import SeededRandom
import Foundation
import Quality
import Readings
import Testing

@Suite("checks of published windows")
struct WindowCheckTests {
    private typealias Check = ([CheckedHour?], Quantity) -> [Bool]

    private static func hours(_ seed: UInt64, count: Int) -> [CheckedHour?] {
        var air = HonestAir(numbers: SplitMix64(seed: seed))
        return air.weather(hours: count).map { .scattered(12 * exp($0), by: 0.15) }
    }

    @Test(
        "of 300 days of honest hours, fewer than one in a hundred is flagged by a check",
        arguments: 0..<4 as Range<UInt64>)
    func falseAlarms(seed: UInt64) {
        let hours = Self.hours(seed, count: 7200)
        for quantity in [Quantity.pm2_5, .no2] {
            #expect(FlatlineCheck.flagged(hours, of: quantity).count { $0 } == 0)
            #expect(SpikeCheck.flagged(hours, of: quantity).count { $0 } < 72)
            #expect(NoiseCheck.flagged(hours, of: quantity).count { $0 } == 0)
        }
    }

    /// Holes, still stretches and spikes, so that every check has something to flag.
    @Test("an hour's flag rests on its declared reach alone", arguments: 0..<4 as Range<UInt64>)
    func reach(seed: UInt64) {
        var hours = Self.hours(seed, count: 300)
        var numbers = SplitMix64(seed: seed)
        for _ in 0..<12 {
            let first = Int(numbers.next() % 270)
            let value = hours[first]?.mean ?? 0
            switch numbers.next() % 3 {
            case 0:
                for hour in first..<first + Int(numbers.next() % 30) { hours[hour] = .still(Double(value / 1_000_000)) }
            case 1: hours[first] = .scattered(200 + Double(value / 1_000_000), by: 0.5)
            default: hours[first] = nil
            }
        }
        for quantity in [Quantity.pm2_5, .no2, .temperature] {
            for (check, reach) in [
                ({ FlatlineCheck.flagged($0, of: $1) }, FlatlineCheck.reach),
                ({ SpikeCheck.flagged($0, of: $1) }, SpikeCheck.reach),
                ({ NoiseCheck.flagged($0, of: $1) }, NoiseCheck.reach),
            ] as [(Check, CheckReach)] {
                let whole = check(hours, quantity)
                for hour in hours.indices {
                    let first = max(0, hour - reach.backHours)
                    let part = check(Array(hours[first...min(hours.count - 1, hour + reach.aheadHours)]), quantity)
                    #expect(part[hour - first] == whole[hour], "\(quantity) \(hour)")
                }
            }
        }
    }

    @Test("every flag has a word and a reason, in the order of the words, which is that of the text")
    func words() {
        let words = WindowFlags.meanings.map(\.word)
        #expect(words == ["drift", "flatline", "neighbours", "noise", "spike"])
        #expect(words == words.sorted())
        #expect(Set(WindowFlags.meanings.map(\.flag.rawValue)) == [1, 2, 4, 8, 16])
        #expect(WindowFlags.meanings.allSatisfy { $0.reason.hasSuffix(".") })
        #expect(WindowFlags().text == "")
        #expect(([.spike, .flatline] as WindowFlags).text == "flatline spike")
    }

    @Test("values of any size are safe to check")
    func extremes() {
        let hours = [Int64.max, .min, 0, .max, .min, -1, 1, .max].map {
            CheckedHour?.some(CheckedHour(mean: $0, minimum: .min, maximum: .max, standardDeviation: .max))
        }
        let devices = Array(
            repeating: [Int64.max, .min, 0, 1] + Array(repeating: Int64?.some(.max), count: 716), count: 4)
        for quantity in Quantity.allCases {
            #expect(FlatlineCheck.flagged(hours, of: quantity, resolution: .max).count == hours.count)
            #expect(SpikeCheck.flagged(hours, of: quantity).count == hours.count)
            #expect(NoiseCheck.flagged(hours, of: quantity).count == hours.count)
            #expect(!NeighbourCheck.flagged(devices, of: quantity).contains(true))
            #expect(!DriftCheck.flagged(devices, of: quantity).contains(true))
        }
        #expect(FlatlineCheck.flagged([], of: .no2).isEmpty && SpikeCheck.flagged([], of: .no2).isEmpty)
    }
}

@Suite("logarithms in whole numbers")
struct BinaryLogarithmTests {
    @Test("powers of two are exact; zero and below have none")
    func powers() {
        for power in 0..<Int64(63) {
            #expect(BinaryLogarithm.steps(of: 1 << power) == power * BinaryLogarithm.octave)
        }
        #expect(BinaryLogarithm.steps(of: 0) == nil)
        #expect(BinaryLogarithm.steps(of: -1) == nil)
    }

    /// log2 of a double is good to 2^-46 for these sizes, far below a step of 2^-20.
    @Test("never more than one step below the true logarithm, and never above it")
    func bound() throws {
        var numbers = SplitMix64(seed: 5)
        let chosen = (0..<20_000).map { _ in Int64(numbers.next() >> (1 + numbers.next() % 62)) } + [.max, 3, 5, 7, 10]
        for number in chosen where number > 0 {
            let steps = try #require(BinaryLogarithm.steps(of: number))
            let exact = log2(Double(number)) * Double(BinaryLogarithm.octave)
            #expect(exact - Double(steps) < 1.000_1 && exact - Double(steps) > -0.000_1, "\(number)")
        }
        // log10(2) = 0.30102999566: log2(10) = 3.32192809489, times 2^20 is 3483294.07...
        #expect(BinaryLogarithm.steps(of: 10) == 3_483_294)
    }
}
