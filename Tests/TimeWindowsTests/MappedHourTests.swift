import SeededRandom
import Readings
import Testing

@testable import TimeWindows

@Suite("An hour with other values in one column")
struct MappedHourTests {
    /// PM2.5 of 10, 20, 30 and NO2 of 1, 2, 3, at 0 s, 10 s and 20 s.
    private static let messages = (1...3).map { index in
        Message(
            at: (Int(index) - 1) * 10, received: Int(index) * 10, flags: index == 2 ? .clockReset : [],
            (.pm2_5, index * 10_000_000), (.no2, index * 1_000_000))
    }

    /// The column of a quantity that the hours of these tests have.
    private static func column(_ quantity: Quantity, _ hour: DeviceHour) throws -> Int {
        try #require(hour.column(of: quantity))
    }

    @Test("a slope of 1.1 and an offset of 0.5 give 11.5, 22.5 and 33.5; the device's own values stay")
    func correction() throws {
        let hour = DeviceHour(Self.messages)
        let mapped = hour.mapped(column: try Self.column(.pm2_5, hour)) { $1 / 10 * 11 + 500_000 }
        let figures = mapped.wholeHour(.pm2_5)
        #expect(figures.minimum == 11_500_000)
        #expect(figures.median == 22_500_000)
        #expect(figures.maximum == 33_500_000)
        #expect(figures.mean.millionths == 22_500_000)
        #expect(figures.coveredMicroseconds == 30 * Microseconds.second)
        #expect(figures.flaggedCount == 1)
        #expect(mapped.wholeHour(.no2) == hour.wholeHour(.no2))
        #expect(mapped.quantities == hour.quantities)
        #expect(hour.wholeHour(.pm2_5).maximum == 30_000_000)
    }

    @Test("no value leaves the cell empty: the reading neither counts nor covers")
    func dropped() throws {
        let hour = DeviceHour(Self.messages)
        let mapped = hour.mapped(column: try Self.column(.pm2_5, hour)) { $0 == 10_000_000 ? nil : $1 }
        let figures = mapped.wholeHour(.pm2_5)
        #expect(figures.n == 2)
        #expect(figures.coveredMicroseconds == 20 * Microseconds.second)
        #expect(figures.flaggedCount == 0)
        #expect(figures.mean.millionths == 20_000_000)
        #expect(mapped.rowCount == 3)
        #expect(mapped.wholeHour(.no2).n == 3)
        let none = hour.mapped(column: try Self.column(.pm2_5, hour)) { _, _ in nil }
        #expect(none.wholeHour(.pm2_5) == .empty)
    }

    @Test("the same figures as of an hour in which the device had said the other values", arguments: 0..<20)
    func asIfSaid(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        // Values that fit the table's narrow cells, need finer ones, or wide ones.
        let others: [Int64] = [7_000_000, 7_000_001, -3_000_000_000_001, .max]
        let messages = (0..<50).map { _ in DeviceHourOrderTests.message(&random, instants: 40) }
        let hour = DeviceHour(messages)
        let column = try Self.column(.pm2_5, hour)
        let chosen = (0..<40).map { _ in others[Int.random(in: 0...(seed % 4), using: &random)] }
        let mapped = hour.mapped(column: column) { offset, _ in chosen[Int(offset / 10_000_000)] }
        let said = DeviceHour(
            messages.map { message in
                var said = message
                for index in said.values.indices where said.values[index].quantity == .pm2_5 {
                    said.values[index].millionths = chosen[message.startSeconds / 10]
                }
                return said
            })
        for quantity in [Quantity.pm2_5, .no2, .temperature] {
            #expect(
                mapped.wholeHour(quantity) == (quantity == .pm2_5 ? said : hour).wholeHour(quantity))
        }
    }

    @Test("copies are forgotten: what stands is all that a mapped hour holds")
    func copies() throws {
        let hour = DeviceHour(Self.messages + Self.messages + [Message(at: 0, received: 99, (.pm2_5, 1))])
        let mapped = hour.mapped(column: try Self.column(.pm2_5, hour)) { $1 }
        var tally = CopyTally()
        mapped.addCopies(to: &tally)
        #expect(tally.byDay == [20_514: .init(standing: 6)])
    }
}
