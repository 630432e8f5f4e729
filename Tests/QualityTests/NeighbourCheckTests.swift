import SeededRandom
import Quality
import Readings
import Testing

@Suite("devices and their neighbours")
struct NeighbourCheckTests {
    /// Six devices of 72 hours; the second is changed.
    private static func network(_ seed: UInt64 = 1, _ change: (Int64) -> Int64?) -> [[Int64?]] {
        var air = HonestAir(numbers: SplitMix64(seed: seed))
        var devices = air.network(devices: 6, hours: NeighbourCheck.hours, site: 0.1)
        devices[1] = devices[1].map { $0.flatMap(change) }
        return devices
    }

    private static let second = [false, true, false, false, false, false]

    @Test("one that reads three times its neighbours, a third, in milligrams, or nothing but zero, is flagged")
    func apart() {
        #expect(NeighbourCheck.flagged(Self.network { $0 * 3 }, of: .pm2_5) == Self.second)
        #expect(NeighbourCheck.flagged(Self.network { $0 / 3 }, of: .pm2_5) == Self.second)
        #expect(NeighbourCheck.flagged(Self.network { $0 / 1000 }, of: .pm2_5) == Self.second)
        #expect(NeighbourCheck.flagged(Self.network { $0 * 1000 }, of: .no2) == Self.second)
        #expect(NeighbourCheck.flagged(Self.network { _ in 0 }, of: .pm10) == Self.second)
        #expect(NeighbourCheck.flagged(Self.network { _ in -1_000_000 }, of: .o3) == Self.second)
    }

    /// Three sigma of London's sites are exp(3 x 0.347) = 2.83 for NO2 and exp(3 x 0.168) = 1.66 for PM2.5.
    @Test(
        "what sites of London differ by is no fault",
        arguments: [
            (.no2, 2.8, false), (.no2, 2.9, true), (.pm2_5, 1.64, false), (.pm2_5, 1.68, true), (.pm10, 1.88, false),
            (.pm10, 1.92, true), (.o3, 0.46, false), (.o3, 0.45, true), (.temperature, 9, false), (.co2, 9, false),
        ] as [(Quantity, Double, Bool)])
    func sites(quantity: Quantity, ratio: Double, isFlagged: Bool) {
        let hours = (0..<72).map { Int64(10_000_000 + $0 * 500_000) }
        let other = hours.map { Int64?.some(Int64(Double($0) * ratio)) }
        let flags = NeighbourCheck.flagged([hours, hours, other, hours], of: quantity)
        #expect(flags == [false, false, isFlagged, false])
    }

    @Test("an afternoon apart is not three days, and 53 hours do not judge")
    func short() {
        var count = 0
        let afternoon = Self.network {
            count += 1
            return count > 66 ? $0 * 50 : $0
        }
        #expect(!NeighbourCheck.flagged(afternoon, of: .pm2_5).contains(true))
        for hours in [53, 54] {
            var left = hours
            let devices = Self.network {
                left -= 1
                return left >= 0 ? $0 * 5 : nil
            }
            #expect(NeighbourCheck.flagged(devices, of: .pm2_5)[1] == (hours == 54))
        }
    }

    @Test("with two devices nobody can say which is wrong; with three the median can")
    func few() {
        let devices = Self.network { $0 * 8 }
        #expect(NeighbourCheck.flagged(Array(devices[0...1]), of: .pm2_5) == [false, false])
        #expect(NeighbourCheck.flagged(Array(devices[0...2]), of: .pm2_5) == [false, true, false])
        #expect(NeighbourCheck.flagged([], of: .pm2_5).isEmpty)
    }

    @Test("the order of the devices does not matter")
    func order() {
        let devices = Self.network { $0 * 3 }
        #expect(NeighbourCheck.flagged(devices.reversed(), of: .pm2_5) == Self.second.reversed())
    }

    /// Sites as far apart as London's, and noise of their own as London's: three sigma of a normal distribution are 0.3 %.
    @Test("of 3000 honest devices in networks of ten, fewer than one in a hundred is flagged")
    func falseAlarms() {
        var air = HonestAir(numbers: SplitMix64(seed: 7))
        var alarms = 0
        for _ in 0..<300 {
            alarms += NeighbourCheck.flagged(air.network(devices: 10, hours: 72), of: .pm2_5).count { $0 }
        }
        #expect(alarms < 30, "\(alarms)")
    }
}
