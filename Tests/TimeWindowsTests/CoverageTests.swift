import SeededRandom
import Readings
import Testing
import TimeWindows

@Suite("Capture is the union of intervals, cut at the window")
struct CoverageTests {
    private static let minute = DeviceHour.Stretch(start: 60 * Microseconds.second, end: 120 * Microseconds.second)

    private func covered(_ messages: [Message], _ stretch: DeviceHour.Stretch, coveredUntil: Int64 = 0) -> Double {
        let figures = DeviceHour(messages).figures(.pm2_5, stretch, coveredUntil: coveredUntil)
        return Double(figures.coveredMicroseconds) / 1e6
    }

    private func reading(at start: Int, lasting length: Int) -> Message {
        Message(at: start, lasting: length, received: start + length, (.pm2_5, Int64(start) * 1_000_000))
    }

    @Test(
        "intervals of the minute 60 to 120",
        arguments: [
            ([(60, 10), (70, 10)], 20.0), ([(60, 10), (65, 10)], 15), ([(60, 30), (65, 10)], 30),
            ([(60, 30), (60, 40)], 40), ([(60, 10), (110, 20)], 20), ([(119, 60)], 1), ([(60, 60)], 60),
            ([(60, 60), (61, 60), (62, 60)], 60), ([(120, 10)], 0), ([(59, 10)], 0), ([(60, 0)], 0),
            // Longer than the window: left out.
            ([(60, 61)], 0), ([(60, 61), (70, 10)], 10),
        ] as [([(Int, Int)], Double)])
    func union(intervals: [(Int, Int)], seconds: Double) {
        let messages = intervals.map { reading(at: $0.0, lasting: $0.1) }
        #expect(covered(messages, Self.minute) == seconds)
        #expect(covered(messages.reversed(), Self.minute) == seconds)
    }

    @Test("a reading longer than the window is in none of its figures")
    func longer() {
        let hour = DeviceHour([reading(at: 60, lasting: 61), reading(at: 70, lasting: 10)])
        let figures = hour.figures(.pm2_5, Self.minute)
        #expect(figures.n == 1)
        #expect(figures.minimum == 70_000_000)
        #expect(hour.wholeHour(.pm2_5).n == 2)
        #expect(DeviceHour([reading(at: 60, lasting: 61)]).figures(.pm2_5, Self.minute) == .empty)
    }

    @Test(
        "an interval that began before the window fills its beginning",
        // The readings cover 70 to 100.
        arguments: [
            (0, 30.0), (59, 30), (60, 30), (65, 35), (70, 40), (95, 40), (100, 40), (110, 50), (120, 60), (500, 60),
        ])
    func reachIn(untilSeconds: Int, seconds: Double) {
        let messages = [reading(at: 70, lasting: 30), reading(at: 90, lasting: 10)]
        #expect(
            covered(messages, Self.minute, coveredUntil: Int64(untilSeconds) * Microseconds.second) == seconds)
    }

    @Test("a window without readings is covered by the interval that reaches in")
    func silentWindow() {
        let figures = DeviceHour([reading(at: 0, lasting: 10)]).figures(
            .pm2_5, Self.minute, coveredUntil: 90 * Microseconds.second)
        #expect(figures.n == 0)
        #expect(figures.coveredMicroseconds == 30 * Microseconds.second)
    }

    @Test("a burst of duplicates and of overlapping readings covers no more than it covers")
    func bursts() {
        var messages = Array(repeating: reading(at: 60, lasting: 10), count: 50)
        #expect(covered(messages, Self.minute) == 10)
        #expect(DeviceHour(messages).figures(.pm2_5, Self.minute).n == 1)
        for second in 61..<65 { messages += Array(repeating: reading(at: second, lasting: 10), count: 9) }
        #expect(covered(messages, Self.minute) == 14)
    }

    @Test("a quantity that is missing from a row covers nothing there")
    func missingQuantity() {
        let both = Message(at: 60, received: 70, (.pm2_5, 1), (.no2, 1))
        let one = Message(at: 70, received: 80, flags: .clockReset, (.no2, 1))
        let hour = DeviceHour([both, one])
        #expect(hour.figures(.pm2_5, Self.minute).coveredMicroseconds == 10 * Microseconds.second)
        #expect(hour.figures(.no2, Self.minute).coveredMicroseconds == 20 * Microseconds.second)
        #expect(hour.figures(.pm2_5, Self.minute).flags.isEmpty)
        #expect(hour.figures(.no2, Self.minute).flaggedCount == 1)
    }

    @Test("rows in a stretch, half-open, searched from where the last stretch ended")
    func rows() {
        let hour = DeviceHour([0, 59, 60, 119, 120, 3599].map { reading(at: $0, lasting: 1) })
        #expect(hour.rows(in: Self.minute, from: 0) == 2..<4)
        #expect(hour.rows(in: Self.minute, from: 2) == 2..<4)
        #expect(hour.rows(in: DeviceHour.Stretch(start: 0, end: 60 * Microseconds.second), from: 0) == 0..<2)
        let last = DeviceHour.Stretch(start: 59 * Microseconds.minute, end: Microseconds.hour)
        #expect(hour.rows(in: last, from: 4) == 5..<6)
        #expect(hour.rows(in: last, from: 6) == 6..<6)
        let silent = DeviceHour.Stretch(start: 10 * Microseconds.minute, end: 11 * Microseconds.minute)
        #expect(hour.rows(in: silent, from: 0).isEmpty)
        #expect(hour.rows(in: .wholeHour, from: 0) == 0..<6)
    }

    @Test("minute by minute, the reach of one stretch begins the next", arguments: 0..<20)
    func throughTheHour(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let messages = (0..<80).map { _ in
            reading(at: Int.random(in: 0..<3600, using: &random), lasting: Int.random(in: 1...90, using: &random))
        }
        let hour = DeviceHour(messages)
        guard let column = hour.column(of: .pm2_5) else { return }
        var seconds: Set<Int> = []
        for message in messages where message.lengthSeconds <= 60 {
            seconds.formUnion(message.startSeconds..<(message.startSeconds + message.lengthSeconds))
        }
        var scratch = DeviceHour.Scratch()
        var reach: Int64 = 0
        var row = 0
        for start in stride(from: 0, to: 3600, by: 60) {
            let stretch = DeviceHour.Stretch(
                start: Int64(start) * Microseconds.second, end: Int64(start + 60) * Microseconds.second)
            let rows = hour.rows(in: stretch, from: row)
            row = rows.upperBound
            let figures = hour.figures(
                column: column, rows: rows, stretch: stretch, coveredUntil: reach, scratch: &scratch)
            reach = scratch.reach
            #expect(
                figures.coveredMicroseconds / Microseconds.second
                    == seconds.count { (start..<(start + 60)).contains($0) })
        }
        let past = seconds.max().map { max(0, $0 + 1 - 3600) } ?? 0
        #expect(
            hour.reachPastEnd(column: column, longest: Microseconds.minute) == Int64(past) * Microseconds.second)
    }

    @Test(
        "how far intervals reach past the hour, those longer than the window left out",
        arguments: [
            ([(3590, 10)], 3600, 0), ([(3590, 11)], 3600, 1), ([(3000, 900), (3590, 20)], 3600, 300),
            ([(3000, 900), (3590, 20)], 60, 10), ([(3599, 61)], 60, 0), ([(1, 3600)], 3600, 1), ([(0, 3600)], 3600, 0),
            ([(1, 3601)], 3600, 0), ([(3599, 3600)], 3600, 3599),
        ] as [([(Int, Int)], Int, Int64)])
    func pastEnd(intervals: [(Int, Int)], longest: Int, seconds: Int64) {
        let hour = DeviceHour(
            intervals.map { reading(at: $0.0, lasting: $0.1) } + [
                Message(at: 3599, lasting: 2000, received: 0, (.no2, 1))
            ])
        let reach = hour.column(of: .pm2_5).map {
            hour.reachPastEnd(column: $0, longest: Int64(longest) * Microseconds.second)
        }
        #expect(reach == seconds * Microseconds.second)
    }
}
