import SeededRandom
import Foundation
import Quality
import Readings
import Testing

@Suite("drift")
struct DriftCheckTests {
    /// Eight devices of 30 days; the third changes by a part in the 30 days, evenly in the logarithm.
    private static func network(_ seed: UInt64 = 1, drift: Double, noise: Double = 0.1) -> [[Int64?]] {
        var air = HonestAir(numbers: SplitMix64(seed: seed))
        var devices = air.network(devices: 8, hours: DriftCheck.hours, noise: noise)
        devices[2] = devices[2].enumerated().map { hour, value in
            // At twice the others, so that it is never the median itself.
            value.map { Int64(2 * Double($0) * pow(1 + drift, Double(hour) / Double(DriftCheck.hours))) }
        }
        return devices
    }

    @Test("without noise, 21 % up or down in 30 days is drift and 19 % is not", arguments: [0.21, 0.19, -0.19, -0.21])
    func threshold(drift: Double) {
        let devices = Self.network(drift: drift, noise: 0)
        #expect(DriftCheck.flagged(devices, of: .no2)[2] == (abs(drift) > 0.2))
        #expect(DriftCheck.flagged(devices, of: .no2).count { $0 } == (abs(drift) > 0.2 ? 1 : 0))
    }

    /// Three standard errors are about 22 % here: sigma 0.1 a night, 3 x 30 x 0.1 / sqrt(2247) = 0.19 in the logarithm.
    @Test("50 % in 30 days is found in the noise of nine sensors of ten, and of the others one in a hundred")
    func found() {
        let flags = (1...20).map { DriftCheck.flagged(Self.network($0, drift: 0.5), of: .no2) }
        #expect(flags.count { $0[2] } >= 18)
        #expect(flags.reduce(0) { $0 + $1.count { $0 } } - flags.count { $0[2] } <= 2)
    }

    @Test("only nights count, and 23 of them are needed")
    func nights() {
        let steady = Array(repeating: Array(repeating: Int64?.some(20_000_000), count: 720), count: 3)
        func device(_ value: (_ day: Int, _ hour: Int) -> Double?) -> [Int64?] {
            (0..<720).map { value($0 / 24, $0 % 24).map { Int64($0 * 1_000_000) } }
        }
        func isFlagged(_ value: (Int, Int) -> Double?) -> Bool {
            DriftCheck.flagged(steady + [device(value)], of: .no2)[3]
        }
        #expect(isFlagged { day, _ in 20 + Double(day) })
        #expect(isFlagged { day, hour in (1..<5).contains(hour) ? 20 + Double(day) : 20 })
        #expect(!isFlagged { day, hour in (1..<5).contains(hour) ? 20 : 20 + Double(day) })
        // Of each night two hours; 22 nights and 23.
        #expect(!isFlagged { day, hour in hour < 3 ? 20 + Double(day) : nil })
        #expect(!isFlagged { day, _ in (9..<17).contains(day) ? nil : 20 + Double(day) })
        #expect(isFlagged { day, _ in (9..<16).contains(day) ? nil : 20 + Double(day) })
        #expect(!isFlagged { _, _ in nil })
    }

    @Test("of 1000 honest devices, fewer than one in a hundred drifts")
    func falseAlarms() {
        var air = HonestAir(numbers: SplitMix64(seed: 3))
        var alarms = 0
        for _ in 0..<100 {
            alarms += DriftCheck.flagged(air.network(devices: 10, hours: 720), of: .no2).count { $0 }
        }
        #expect(alarms < 10, "\(alarms)")
    }
}
