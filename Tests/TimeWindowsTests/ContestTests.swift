import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("Contests of many copies")
struct ContestTests {
    private static let count = 40_000

    /// Takes no time that grows with the copies already there: at one step a copy, 40,000 would be 800 million steps.
    @Test("forty thousand values for one instant, each received earlier than the one before, later, or in no order")
    func manyValues() {
        var random = SplitMix64(seed: 9)
        let ascending = (0..<Self.count).map { index in
            Message(at: 0, received: 10 + index, (.pm2_5, Int64(index) * 1000))
        }
        for messages in [ascending, ascending.reversed(), ascending.shuffled(using: &random)] {
            var days: DayCounts = [:]
            let hour = DeviceHour(messages, adding: &days)
            #expect(hour.wholeHour(.pm2_5).maximum == 0)
            // All were received within 40,010 s of 08:00, before midnight.
            #expect(days == [20_514: .init(standing: 1, conflicts: Self.count - 1)])
        }
    }

    @Test("two values that take the standing from each other forty thousand times, over ten days")
    func alternating() {
        // Each is received 20 s earlier than the one before: 800,000 s from the first to the last.
        let messages = (0..<Self.count).reversed().map { index in
            Message(at: 0, received: 10 + 20 * index, (.pm2_5, index.isMultiple(of: 2) ? 1000 : 2000))
        }
        var days: DayCounts = [:]
        let hour = DeviceHour(messages, adding: &days)
        #expect(hour.wholeHour(.pm2_5).maximum == 1000)
        #expect(days.values.reduce(0) { $0 + $1.standing } == 1)
        #expect(days.values.reduce(0) { $0 + $1.duplicates } == Self.count / 2 - 1)
        #expect(days.values.reduce(0) { $0 + $1.conflicts } == Self.count / 2)
        #expect(days.count == 10)
        // A full day holds 4,320 of them, half of each value.
        #expect(days[20_516] == .init(duplicates: 2160, conflicts: 2160))
    }

    @Test("forty thousand readings that begin together and last differently are as many readings")
    func manyLengths() {
        let start = Message.hour
        var hour = DeviceHour(start: start, intervalLength: 1, firstDelay: 0, expectedRows: 4, expectedColumns: 1)
        var tally = CopyTally()
        tally.reset(received: start)
        for length in (1...Self.count).reversed() {
            let arrival = DeviceHour.Arrival(
                intervalStart: start, intervalLength: Int64(length), received: start, flags: [])
            let sample = Sample(quantity: .pm2_5, value: Millionths(1_000_000), stamp: nil)
            _ = hour.insert(arrival, [sample], tally: &tally)
        }
        #expect(tally.byDay == [20_514: .init(standing: Self.count)])
        #expect(hour.rowCount == Self.count)
    }
}
