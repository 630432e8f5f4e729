import Readings
import Testing
import TimeWindows

@Suite("Totals over spans of several hours")
struct SpanTotalsTests {
    /// Hours from 0 on, from readings by seconds behind the first hour's start, seconds of length and micrograms.
    private func hours(_ readings: [(at: Int, lasting: Int, value: Int64)], _ quantity: Quantity = .no2) -> [DeviceHour]
    {
        let byHour = Dictionary(grouping: readings) { $0.at / 3600 }
        return byHour.sorted { $0.key < $1.key }.map { hour, readings in
            let start = Message.hour.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
            var table = DeviceHour(
                start: start, intervalLength: 60 * Microseconds.second, firstDelay: 0, expectedRows: 4,
                expectedColumns: 1)
            var tally = CopyTally()
            for reading in readings {
                let begin = Message.hour.advanced(byMicroseconds: Int64(reading.at) * Microseconds.second)
                let sample = Sample(quantity: quantity, value: Millionths(reading.value * 1_000_000), stamp: nil)
                _ = table.insert(
                    .init(
                        intervalStart: begin, intervalLength: Int64(reading.lasting) * Microseconds.second,
                        received: begin, flags: []), [sample][...], tally: &tally)
            }
            return table
        }
    }

    /// From `from` to `to`, in minutes behind the first hour's start.
    private func totals(
        _ from: Int, _ to: Int, _ readings: [(at: Int, lasting: Int, value: Int64)], _ quantity: Quantity = .no2
    ) -> SpanTotals {
        func instant(_ minutes: Int) -> Instant {
            Message.hour.advanced(byMicroseconds: Int64(minutes) * Microseconds.minute)
        }
        var totals = SpanTotals(instant(from)..<instant(to), quantity)
        for hour in hours(readings, quantity) {
            if let column = hour.column(of: quantity) { totals.add(hour, column: column) }
        }
        return totals
    }

    struct Scene: Sendable {
        var rule: String
        var readings: [(at: Int, lasting: Int, value: Int64)]
        var n: Int
        var coveredSeconds: Int
        /// Millionths of a millionth.
        var mean: Int128?
        var maximum: Int64 = 0
    }

    /// The span runs from minute 60 to minute 135: the second hour and a quarter of the third.
    static let scenes = [
        Scene(rule: "nothing", readings: [], n: 0, coveredSeconds: 0, mean: nil),
        Scene(
            rule: "readings of both hours", readings: [(3600, 60, 1), (3660, 60, 2), (7200, 60, 4), (8040, 60, 9)],
            n: 4,
            coveredSeconds: 240, mean: 4_000_000_000_000, maximum: 9_000_000),
        Scene(
            rule: "a mean is rounded once", readings: [(3600, 60, 1), (7200, 60, 1), (7260, 60, 0)], n: 3,
            coveredSeconds: 180, mean: 666_666_666_667, maximum: 1_000_000),
        Scene(
            rule: "before and behind the span", readings: [(3500, 60, 50), (3540, 60, 50), (8100, 60, 50)], n: 0,
            coveredSeconds: 0, mean: nil),
        Scene(
            rule: "an interval that began before covers the beginning, and counts elsewhere",
            readings: [(3000, 900, 50), (4500, 60, 2)], n: 1, coveredSeconds: 360, mean: 2_000_000_000_000,
            maximum: 2_000_000),
        Scene(
            rule: "an interval that reaches over the end counts, and covers up to the end",
            readings: [(7800, 900, 3)], n: 1, coveredSeconds: 300, mean: 3_000_000_000_000, maximum: 3_000_000),
        Scene(
            rule: "overlaps, also over the hour's end, cover once",
            readings: [(7100, 200, 1), (7200, 200, 2), (7250, 60, 3)],
            n: 3, coveredSeconds: 300, mean: 2_000_000_000_000, maximum: 3_000_000),
        Scene(
            rule: "hourly means: the one that begins in the span's last quarter counts",
            readings: [(0, 3600, 9), (3600, 3600, 10), (7200, 3600, 20), (10_800, 3600, 90)], n: 2,
            coveredSeconds: 4500,
            mean: 15_000_000_000_000, maximum: 20_000_000),
        Scene(
            rule: "negative values stay", readings: [(3600, 60, -3), (7200, 60, 1)], n: 2, coveredSeconds: 120,
            mean: -1_000_000_000_000, maximum: 1_000_000),
    ]

    @Test("what counts and what covers", arguments: scenes)
    func scene(scene: Scene) {
        for readings in [scene.readings, scene.readings.reversed()] {
            let totals = totals(60, 135, readings)
            #expect(totals.n == scene.n, "\(scene.rule)")
            #expect(totals.coveredMicroseconds == Int64(scene.coveredSeconds) * Microseconds.second, "\(scene.rule)")
            #expect(totals.mean?.count == scene.mean, "\(scene.rule)")
            if scene.n > 0 { #expect(totals.maximum == scene.maximum, "\(scene.rule)") }
        }
    }

    @Test("a reading longer than the span takes no part in it")
    func longer() {
        let readings: [(at: Int, lasting: Int, value: Int64)] = [(3600, 3600, 9), (3000, 1801, 8), (3700, 1800, 7)]
        let half = totals(60, 90, readings)
        #expect(half.n == 1)
        #expect(half.coveredMicroseconds == 1700 * Microseconds.second)
        #expect(half.mean?.count == 7_000_000_000_000)
    }

    @Test("directions are added as vectors: 350 and 10 degrees make north")
    func directions() throws {
        let north = totals(60, 135, [(3600, 60, 350), (7200, 60, 10)], .windDirection)
        #expect(try #require(north.mean).millionths == 0)
        let east = totals(60, 135, [(3600, 60, 80), (3660, 60, 90), (7200, 60, 100)], .windDirection)
        #expect(try #require(east.mean).millionths == 90_000_000)
    }

    @Test("of a whole hour the totals are the figures of the hour")
    func wholeHour() {
        var readings: [(at: Int, lasting: Int, value: Int64)] = []
        for index in 0..<59 {
            let value = Int64(index * index % 37)
            readings.append((at: 3600 + index * 61, lasting: 40 + index, value: value))
        }
        let totals = totals(60, 120, readings)
        let figures = hours(readings)[0].wholeHour(.no2)
        #expect(totals.n == Int(figures.n))
        #expect(totals.mean == figures.mean)
        #expect(totals.maximum == figures.maximum)
        #expect(totals.coveredMicroseconds == figures.coveredMicroseconds)
    }
}
