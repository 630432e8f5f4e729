import AirQuality
import Readings
import Testing

@Suite("Means of a stretch from published means")
struct MeanOfStretchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Local date in London, minutes after midnight.
        var date = "2026-03-27"
        var minutes = 480..<555
        /// Start in UTC, length in minutes, captured percent, mean in hundredths.
        var published: [(start: String, minutes: Int64, percent: Int64, hundredths: Int64)]
        /// Millionths.
        var mean: Int64?
        /// Millionths of the stretch.
        var capture: Int64
    }

    static let cases: [Case] = [
        // (60 x 40 + 15 x 20) / 75 = 2700 / 75
        Case(
            testDescription: "08:00-09:15 is four fifths the hour from 08:00 and one fifth that from 09:00",
            published: [("2026-03-27T08:00:00Z", 60, 100, 4000), ("2026-03-27T09:00:00Z", 60, 100, 2000)],
            mean: 36_000_000, capture: 1_000_000),
        // 60 / 75 = 80 %
        Case(
            testDescription: "the first hour alone covers four fifths, which is enough",
            published: [("2026-03-27T08:00:00Z", 60, 100, 4000)], mean: 40_000_000, capture: 800_000),
        Case(
            testDescription: "the last hour alone covers one fifth, which is not",
            published: [("2026-03-27T09:00:00Z", 60, 100, 2000)], mean: nil, capture: 200_000),
        // 45 and 15 minutes: (45 x 40 + 15 x 20) / 60 = 2100 / 60; 60 / 75
        Case(
            testDescription: "an hour with a gap weighs as what it captured",
            published: [("2026-03-27T08:00:00Z", 60, 75, 4000), ("2026-03-27T09:00:00Z", 60, 100, 2000)],
            mean: 35_000_000, capture: 800_000),
        // 60 x 0.93 = 55.8; / 75 = 74.4 %
        Case(
            testDescription: "less than three quarters of the stretch is no mean",
            published: [("2026-03-27T08:00:00Z", 60, 93, 4000)], mean: nil, capture: 744_000),
        // 45 of 60 minutes of 08:00-09:00
        Case(
            testDescription: "three quarters exactly is a mean", minutes: 480..<540,
            published: [("2026-03-27T08:00:00Z", 60, 75, 4000)], mean: 40_000_000, capture: 750_000),
        // (10 + 20 + 30 + 40 + 50) / 5
        Case(
            testDescription: "quarter-hours fit 08:00-09:15 without a remainder",
            published: [
                ("2026-03-27T07:45:00Z", 15, 100, 9900), ("2026-03-27T08:00:00Z", 15, 100, 1000),
                ("2026-03-27T08:15:00Z", 15, 100, 2000), ("2026-03-27T08:30:00Z", 15, 100, 3000),
                ("2026-03-27T08:45:00Z", 15, 100, 4000), ("2026-03-27T09:00:00Z", 15, 100, 5000),
                ("2026-03-27T09:15:00Z", 15, 100, 9900),
            ], mean: 30_000_000, capture: 1_000_000),
        // -1 x 60 / 90 = -0.666666…, away from zero
        Case(
            testDescription: "negative means stay negative, and are rounded once, away from zero", minutes: 480..<570,
            published: [("2026-03-27T08:00:00Z", 60, 100, -100), ("2026-03-27T09:00:00Z", 60, 100, 0)],
            mean: -666_667, capture: 1_000_000),
        // On 29 March 2026 08:00 in London is 07:00Z for the first time: the hour from 09:00Z has no part in it.
        Case(
            testDescription: "drop-off of the day on which clocks go forward", date: "2026-03-29",
            published: [
                ("2026-03-29T07:00:00Z", 60, 100, 4000), ("2026-03-29T08:00:00Z", 60, 100, 2000),
                ("2026-03-29T09:00:00Z", 60, 100, 9900),
            ], mean: 36_000_000, capture: 1_000_000),
        // On 25 October it is 08:00Z again.
        Case(
            testDescription: "drop-off of the day on which clocks go back", date: "2026-10-25",
            published: [
                ("2026-10-25T07:00:00Z", 60, 100, 9900), ("2026-10-25T08:00:00Z", 60, 100, 4000),
                ("2026-10-25T09:00:00Z", 60, 100, 2000),
            ], mean: 36_000_000, capture: 1_000_000),
        // 00:30Z to 02:00Z: (30 x 10 + 60 x 20) / 90 = 1500 / 90
        Case(
            testDescription: "00:30-03:00 on 29 March lasts an hour and a half", date: "2026-03-29", minutes: 30..<180,
            published: [("2026-03-29T00:00:00Z", 60, 100, 1000), ("2026-03-29T01:00:00Z", 60, 100, 2000)],
            mean: 16_666_667, capture: 1_000_000),
        // 23:30Z to 03:00Z: (30 x 10 + 60 x 20 + 60 x 30 + 60 x 40) / 210 = 5700 / 210
        Case(
            testDescription: "00:30-03:00 on 25 October lasts three hours and a half", date: "2026-10-25",
            minutes: 30..<180,
            published: [
                ("2026-10-24T23:00:00Z", 60, 100, 1000), ("2026-10-25T00:00:00Z", 60, 100, 2000),
                ("2026-10-25T01:00:00Z", 60, 100, 3000), ("2026-10-25T02:00:00Z", 60, 100, 4000),
            ], mean: 27_142_857, capture: 1_000_000),
    ]

    @Test("each mean weighs as the time that it covers inside of the stretch", arguments: cases)
    func weights(example: Case) throws {
        let window = SchoolWindow(
            name: "w", startMinute: example.minutes.lowerBound, endMinute: example.minutes.upperBound)
        let date = try #require(CivilDate(example.date))
        var mean = MeanOfStretch(try #require(window.span(on: date, in: SchoolWindowTests.london)))
        for part in example.published {
            let start = try #require(Instant(iso8601: part.start))
            mean.add(
                PublishedMean(
                    span: start..<start.advanced(byMicroseconds: part.minutes * Microseconds.minute),
                    capturePerMillion: part.percent * 10_000, mean: Millionths(part.hundredths * 10_000)))
        }
        #expect(mean.mean?.count == example.mean)
        #expect(mean.capturePerMillion == example.capture)
    }
}
