import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("One device's hour holds the same in any order of arrival")
struct DeviceHourOrderTests {
    private static let quarter = DeviceHour.Stretch(start: 0, end: Microseconds.quarterHour)

    /// What differs from the reference; empty when nothing does.
    private func differences(_ messages: [Message], from reference: ReferenceHour) -> String {
        var counted: DayCounts = [:]
        let hour = DeviceHour(messages, adding: &counted)
        var found = ""
        if counted != reference.copiesByDay {
            found += "copies \(counted), expected \(reference.copiesByDay); "
        }
        var held = CopyTally()
        hour.addCopies(to: &held)
        if held.byDay != reference.copiesByDay {
            found += "copies held \(held.byDay), expected \(reference.copiesByDay); "
        }
        for quantity in [Quantity.pm2_5, .no2] {
            for stretch in [DeviceHour.Stretch.wholeHour, Self.quarter] {
                let figures = hour.figures(quantity, stretch)
                let expected = reference.figures(quantity, stretch)
                if figures != expected { found += "\(quantity.name): \(figures), expected \(expected); " }
            }
        }
        return found.isEmpty ? "" : "\(messages): \(found)"
    }

    private func expectSame(inAllOrdersOf messages: [Message]) {
        let reference = ReferenceHour(messages)
        var order = messages
        func permute(_ count: Int) -> String {
            if count <= 1 { return differences(order, from: reference) }
            for index in 0..<count {
                let found = permute(count - 1)
                if !found.isEmpty { return found }
                order.swapAt(count.isMultiple(of: 2) ? index : 0, count - 1)
            }
            return ""
        }
        let found = permute(order.count)
        #expect(found.isEmpty)
    }

    @Test("every sequence of three messages about one instant")
    func everyTriple() {
        let payloads: [[(Quantity, Int64)]] = [
            [(.pm2_5, 1)], [(.pm2_5, 2)], [(.no2, 1)], [(.pm2_5, 1), (.no2, 1)], [(.no2, 1), (.pm2_5, 2)],
            [(.pm2_5, 1), (.pm2_5, 1)], [(.pm2_5, 2), (.pm2_5, 1)],
        ]
        var pool: [Message] = []
        for payload in payloads {
            for (received, flags) in [(1, ReadingFlags()), (2, []), (2, .clockReset)] {
                var message = Message(at: 0, received: received, flags: flags)
                message.values = payload.map { Message.Value(quantity: $0.0, millionths: $0.1 * 1_000_000) }
                pool.append(message)
            }
        }
        for first in pool {
            for second in pool {
                for third in pool {
                    let messages = [first, second, third]
                    let found = differences(messages, from: ReferenceHour(messages))
                    if !found.isEmpty {
                        Issue.record("\(found)")
                        return
                    }
                }
            }
        }
    }

    @Test("all 720 orders of six messages, duplicates, conflicts and partial messages among them", arguments: 0..<12)
    func sixMessages(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        expectSame(inAllOrdersOf: (0..<6).map { _ in Self.message(&random, instants: 2) })
    }

    @Test("all orders of one message and its copies", arguments: [1, 2, 3])
    func copies(count: Int) {
        let message = Message(at: 20, received: 31, (.pm2_5, 12_400_000), (.no2, 38_200_000))
        var late = message
        late.receivedSeconds = 900
        late.flags = .withoutStamp
        expectSame(
            inAllOrdersOf: Array(repeating: message, count: count) + Array(repeating: late, count: count / 2 + 1)
                + [Message(at: 20, received: 31, (.pm2_5, 12_400_001))])
    }

    @Test("the value that was received first stands; received together, the smaller one")
    func conflict() {
        let early = Message(at: 0, received: 10, (.pm2_5, 9_000_000))
        let late = Message(at: 0, received: 11, (.pm2_5, 7_000_000))
        let together = Message(at: 0, received: 10, (.pm2_5, 8_000_000))
        #expect(DeviceHour([late, early]).wholeHour(.pm2_5).minimum == 9_000_000)
        #expect(DeviceHour([late, early]).wholeHour(.pm2_5).n == 1)
        #expect(DeviceHour([early, late, together]).wholeHour(.pm2_5).maximum == 8_000_000)
    }

    @Test("a copy's flag stands, whichever copy came first")
    func flagOfACopy() {
        let plain = Message(at: 0, received: 10, (.pm2_5, 9_000_000))
        let flagged = Message(at: 0, received: 11, flags: .arrivalTime, (.pm2_5, 9_000_000))
        #expect(DeviceHour([plain, flagged]).wholeHour(.pm2_5).flags == .arrivalTime)
        #expect(DeviceHour([flagged, plain]).wholeHour(.pm2_5).flags == .arrivalTime)
        var hour = DeviceHour([plain])
        var tally = CopyTally()
        let isChanged = hour.insert(flagged.arrival, flagged.samples[...], tally: &tally)
        #expect(isChanged, "a flag is a change that a window shows")
        let isChangedAgain = hour.insert(flagged.arrival, flagged.samples[...], tally: &tally)
        #expect(!isChangedAgain)
    }

    @Test("intervals of different length that begin together are different readings")
    func lengths() {
        let short = Message(at: 60, lasting: 10, received: 70, (.pm2_5, 1_000_000))
        let long = Message(at: 60, lasting: 60, received: 120, (.pm2_5, 2_000_000))
        expectSame(inAllOrdersOf: [short, long, short, long, Message(at: 0, received: 9, (.pm2_5, 5_000_000))])
        #expect(DeviceHour([long, short]).wholeHour(.pm2_5).n == 2)
    }

    @Test("an hour of 200 messages, each up to three times, shuffled", arguments: 0..<8)
    func shuffled(seed: Int) {
        var random = SplitMix64(seed: 1000 + UInt64(seed))
        var messages: [Message] = []
        for _ in 0..<200 {
            let message = Self.message(&random, instants: 30)
            for _ in 0..<Int.random(in: 1...3, using: &random) { messages.append(message) }
        }
        let reference = ReferenceHour(messages)
        for _ in 0..<4 {
            messages.shuffle(using: &random)
            var counted: DayCounts = [:]
            let hour = DeviceHour(messages, adding: &counted)
            #expect(counted == reference.copiesByDay)
            for quantity in [Quantity.pm2_5, .no2, .temperature] {
                // 30 instants of 2 lengths: 60 values at most, so percentiles are exact.
                for minutes in [1, 15] {
                    let stretch = DeviceHour.Stretch(start: 0, end: Int64(minutes) * Microseconds.minute)
                    #expect(hour.figures(quantity, stretch) == reference.figures(quantity, stretch))
                }
            }
        }
    }

    @Test("the extremes of Int64 are readings like others, in any order")
    func extremes() {
        let least = Message(at: 0, received: 1, (.pm2_5, .min))
        let most = Message(at: 10, received: 11, (.pm2_5, .max))
        let small = Message(at: 20, received: 21, (.pm2_5, -1))
        for messages in [[least, most, small, least], [small, least, least, most], [most, small, least, least]] {
            var counted: DayCounts = [:]
            let hour = DeviceHour(messages, adding: &counted)
            #expect(counted == [20_514: .init(standing: 3, duplicates: 1)])
            #expect(hour.wholeHour(.pm2_5).n == 3)
            // The one value that marks an empty cell gives way to its neighbour, a millionth away.
            #expect(hour.wholeHour(.pm2_5).minimum == .min + 1)
            #expect(hour.wholeHour(.pm2_5).maximum == .max)
            #expect(hour.wholeHour(.pm2_5).median == -1)
        }
    }

    /// A message of a tiny world, so that copies, conflicts and partial messages are frequent.
    static func message(_ random: inout SplitMix64, instants: Int) -> Message {
        let quantities: [Quantity] = [.pm2_5, .no2, .temperature]
        // Thousandths, millionths and a value beyond Int32 millionths make the table change its cells.
        let values: [Int64] = [12_400_000, 12_400_001, -300_000, 3_000_000_000_000]
        let start = Int.random(in: 0..<instants, using: &random) * 10
        // On the day of the interval, around the midnight after it (16 h after the hour's start), or a day later.
        let days = [57_599, 57_600, 57_601, 144_000]
        let received = Int.random(in: 0..<3, using: &random) == 0 ? days.randomElement(using: &random) : nil
        var message = Message(
            at: start, lasting: Bool.random(using: &random) ? 10 : 60,
            received: received ?? start + Int.random(in: 10...12, using: &random),
            flags: Int.random(in: 0..<4, using: &random) == 0 ? .clockReset : [])
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            message.values.append(
                Message.Value(
                    quantity: quantities.randomElement(using: &random) ?? .pm2_5,
                    millionths: values.randomElement(using: &random) ?? 0))
        }
        return message
    }
}
