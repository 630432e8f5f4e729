import Quality
import Readings
import Testing

@Suite("spikes")
struct SpikeCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var hours: [Double?]
        var flagged: [Int]
        var testDescription: String { name }
    }

    /// NO2 in ug/m3. Of 30, 34, 200, 32, 31 the median is 32, the median distance 2: 168 > max(5 x 1.4826 x 2, 96).
    static let cases = [
        Case(name: "one hour", hours: [30, 34, 200, 32, 31, 33], flagged: [2]),
        // The median of 30, 34, 32, 31, 127 is 32; 95 is not more than 96, and 97 is.
        Case(name: "not three times the median above it", hours: [30, 34, 127, 32, 31, 33], flagged: []),
        Case(name: "just over it", hours: [30, 34, 129, 32, 31, 33], flagged: [2]),
        Case(name: "two hours, and back", hours: [30, 34, 31, 200, 210, 32, 31, 33], flagged: [3, 4]),
        Case(name: "three hours are an event", hours: [30, 34, 31, 200, 210, 190, 32, 31, 33], flagged: []),
        Case(name: "a step that stays", hours: [30, 34, 31, 200, 210, 190, 205, 208, 199], flagged: []),
        Case(name: "a dip has no room below", hours: [30, 34, 1, 32, 31], flagged: []),
        // 5 x 1.4826 x 30 = 222 > 196 - 10 = 186: the others scatter too.
        Case(name: "a noisy place", hours: [-20, 40, 196, 10, -30, 8], flagged: []),
        Case(name: "below zero", hours: [5, 4, -60, 6, 5], flagged: [2]),
        // The median of 30, 34, 200, 32 is 33.
        Case(name: "one hour is missing", hours: [30, 34, 200, nil, 32], flagged: [2]),
        Case(name: "two are missing", hours: [30, nil, 200, nil, 32], flagged: []),
        Case(name: "nobody knows whether it comes back", hours: [30, 34, 32, 31, 200], flagged: []),
        Case(name: "less than noise", hours: [0.5, 0.4, 19, 0.6, 0.5], flagged: []),
    ]

    @Test("five times the scatter and three times the median, back within two hours", arguments: cases)
    func means(example: Case) {
        let hours = example.hours.map { $0.map { CheckedHour.still($0) } }
        let flags = SpikeCheck.flagged(hours, of: .no2)
        #expect(flags.indices.filter { flags[$0] } == example.flagged)
    }

    /// 30 readings of 10 ug/m3 and one of 300 have a mean of 19.4, which is no spike.
    @Test("a single reading is found by the hour's maximum")
    func single() {
        var hours = Array(repeating: CheckedHour?.some(.scattered(10)), count: 7)
        hours[3] = CheckedHour(mean: 19_354_839, minimum: 8_000_000, maximum: 300_000_000)
        #expect(SpikeCheck.flagged(hours, of: .pm2_5) == [false, false, false, true, false, false, false])
        #expect(!SpikeCheck.flagged(hours, of: .temperature).contains(true))
    }
}
