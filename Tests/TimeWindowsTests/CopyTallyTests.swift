import SeededRandom
import Readings
import Testing
import TimeWindows

/// The hour of these tests begins at 2026-03-02T08:00:00Z: day 20,514 since 1970-01-01, which ends 57,600 s later.
@Suite("Copies are counted on the UTC day that received them")
struct CopyTallyTests {
    private static let first: Int32 = 20_514
    private static let second: Int32 = 20_515
    private static let third: Int32 = 20_516
    private static let midnight = 57_600

    @Test("days since 1970: 2026-03-02 is 56 years, 14 leap days, January, February and a day after 1970-01-01")
    func dayNumber() {
        #expect(56 * 365 + 14 + 31 + 28 + 1 == Int(Self.first))
        var hour = DeviceHour([Message(at: 0, received: 10, (.pm2_5, 1))])
        #expect(hour.insert(Message(at: 10, received: 20, (.pm2_5, 1))) == [Self.first: .init(standing: 1)])
    }

    @Test("a copy counts on its own day: the last second of a day and the first of the next")
    func midnight() {
        var hour = DeviceHour([Message(at: 0, received: 10, (.pm2_5, 1))])
        let before = Message(at: 0, received: Self.midnight - 1, (.pm2_5, 1))
        let after = Message(at: 0, received: Self.midnight, (.pm2_5, 2))
        #expect(hour.insert(before) == [Self.first: .init(duplicates: 1)])
        #expect(hour.insert(after) == [Self.second: .init(conflicts: 1)])
    }

    @Test("a copy received earlier that comes later takes the standing, and the other counts on its own day")
    func earlierCopy() {
        let early = Message(at: 0, received: 10, (.pm2_5, 1))
        let late = Message(at: 0, received: Self.midnight, (.pm2_5, 1))
        let other = Message(at: 0, received: Self.midnight, (.pm2_5, 2))
        var same = DeviceHour([late])
        #expect(
            same.insert(early) == [
                Self.first: .init(standing: 1), Self.second: .init(standing: -1, duplicates: 1),
            ])
        var different = DeviceHour([other])
        #expect(
            different.insert(early) == [
                Self.first: .init(standing: 1), Self.second: .init(standing: -1, conflicts: 1),
            ])
    }

    @Test("a new standing value turns the copies of the old one to conflicts, and its own to duplicates")
    func reclassified() {
        // 5 stands since the second day, came again that day and twice on the third; 7 came on the second and third.
        let day2 = Self.midnight
        let day3 = Self.midnight + 86_400
        var hour = DeviceHour([
            Message(at: 0, received: day2, (.pm2_5, 5)), Message(at: 0, received: day2 + 1, (.pm2_5, 5)),
            Message(at: 0, received: day3, (.pm2_5, 5)), Message(at: 0, received: day3 + 9, (.pm2_5, 5)),
            Message(at: 0, received: day2 + 5, (.pm2_5, 7)), Message(at: 0, received: day3 + 5, (.pm2_5, 7)),
        ])
        // Now 7 turns out to have been received on the first day.
        #expect(
            hour.insert(Message(at: 0, received: 10, (.pm2_5, 7))) == [
                Self.first: .init(standing: 1),
                // The standing 5 falls, its copy is a conflict now, the 7 a duplicate: conflicts 1 + 1 - 1.
                Self.second: .init(standing: -1, duplicates: 0, conflicts: 1),
                // Two duplicates of 5 become conflicts, one conflict of 7 a duplicate.
                Self.third: .init(duplicates: -1, conflicts: 1),
            ])
        #expect(hour.wholeHour(.pm2_5).minimum == 7)
    }

    @Test("a quantity named twice in one message is two readings: one stands, the other is counted")
    func namedTwice() {
        let twice = Message(at: 0, received: 10, (.pm2_5, 9_000_000), (.pm2_5, 8_000_000))
        var days: DayCounts = [:]
        #expect(DeviceHour([twice], adding: &days).wholeHour(.pm2_5).maximum == 8_000_000)
        #expect(days == [Self.first: .init(standing: 1, conflicts: 1)])
        let same = Message(at: 0, received: 10, (.pm2_5, 9_000_000), (.pm2_5, 9_000_000))
        var hour = DeviceHour([Message(at: 0, received: 10, (.pm2_5, 9_000_000), (.no2, 1_000_000))])
        #expect(hour.insert(same) == [Self.first: .init(duplicates: 2)], "no2 did not come again")
    }

    @Test(
        "copies of a whole message in any order: one of each reading stands on the first day, the others are duplicates"
    )
    func wholeMessages() {
        let times = [10, 11, Self.midnight, Self.midnight + 1, Self.midnight + 86_400]
        var random = SplitMix64(seed: 5)
        for _ in 0..<20 {
            let messages = times.shuffled(using: &random).map {
                Message(at: 0, received: $0, (.pm2_5, 1), (.no2, 2), (.temperature, 3))
            }
            var days: DayCounts = [:]
            _ = DeviceHour(messages, adding: &days)
            #expect(
                days == [
                    Self.first: .init(standing: 3, duplicates: 3), Self.second: .init(duplicates: 6),
                    Self.third: .init(duplicates: 3),
                ])
        }
    }

    @Test("one tally serves message after message, of whatever day, and sums them up")
    func reused() {
        var tally = CopyTally()
        var hour = DeviceHour([Message(at: 0, received: 10, (.pm2_5, 1))])
        tally.reset(received: Message(at: 0, received: 20, (.pm2_5, 1)).arrival.received)
        #expect(tally.ownDay == Self.first)
        for received in [20, Self.midnight, 30, Self.midnight + 1] {
            let message = Message(at: 0, received: received, (.pm2_5, 2))
            _ = hour.insert(message.arrival, message.samples[...], tally: &tally)
        }
        #expect(tally.own == .init(conflicts: 2))
        #expect(tally.byDay == [Self.first: .init(conflicts: 2), Self.second: .init(conflicts: 2)])
        tally.reset(received: Message.hour.advanced(byMicroseconds: Microseconds.day))
        #expect(tally.byDay.isEmpty)
        #expect(tally.ownDay == Self.second)
    }

    @Test("whatever comes in whatever order, the changes add up to the readings, after each message", arguments: 0..<20)
    func sumIsReadings(seed: Int) {
        var random = SplitMix64(seed: 400 + UInt64(seed))
        var taken: [Message] = []
        var days: DayCounts = [:]
        var hour = DeviceHour([Message(at: 0, received: 10, (.pm10, 1))], adding: &days)
        for _ in 0..<150 {
            let message = DeviceHourOrderTests.message(&random, instants: 3)
            taken.append(message)
            for (day, changes) in hour.insert(message) { days[day, default: .init()] += changes }
            let sum = days.values.reduce(0) { $0 + $1.standing + $1.duplicates + $1.conflicts }
            #expect(sum == 1 + taken.reduce(0) { $0 + $1.values.count })
        }
        let reference = ReferenceHour(taken + [Message(at: 0, received: 10, (.pm10, 1))])
        #expect(days == reference.copiesByDay)
        var held = CopyTally()
        hour.addCopies(to: &held)
        #expect(held.byDay == reference.copiesByDay)
    }
}
