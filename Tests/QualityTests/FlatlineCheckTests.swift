import Quality
import Readings
import Testing

@Suite("stuck sensors")
struct FlatlineCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var quantity: Quantity
        var value: Double
        /// How many still hours are flagged, and how many are not.
        var flagged: Int
        var testDescription: String { "\(quantity.name) at \(value) for \(flagged) h" }
    }

    /// The reference's times, and our own for what it does not have.
    static let cases = [
        Case(quantity: .no2, value: 31, flagged: 6), Case(quantity: .o3, value: 0, flagged: 6),
        Case(quantity: .co, value: 0.3, flagged: 6), Case(quantity: .pm2_5, value: 12, flagged: 3),
        Case(quantity: .pm10, value: 3.000001, flagged: 3), Case(quantity: .pm2_5, value: 0, flagged: 6),
        Case(quantity: .pm2_5, value: 3, flagged: 24), Case(quantity: .temperature, value: 11, flagged: 24),
        Case(quantity: .humidity, value: 100, flagged: 24), Case(quantity: .windSpeed, value: 0, flagged: 24),
    ]

    @Test("so many still hours are flagged, all of them, and one less is not", arguments: cases)
    func times(example: Case) {
        let moving: [CheckedHour?] = [.scattered(20, by: 0.2), .scattered(25, by: 0.2)]
        for count in [example.flagged - 1, example.flagged, example.flagged + 7] {
            let still = Array(repeating: CheckedHour?.some(.still(example.value)), count: count)
            let flags = FlatlineCheck.flagged(moving + still + moving, of: example.quantity)
            let expected = Array(repeating: count >= example.flagged, count: count)
            #expect(flags == [false, false] + expected + [false, false], "\(count)")
        }
    }

    @Test("an hour without readings, or with one other reading, ends the run")
    func interrupted() {
        var hours = Array(repeating: CheckedHour?.some(.still(40)), count: 11)
        hours[5] = nil
        #expect(!FlatlineCheck.flagged(hours, of: .no2).contains(true))
        hours[5] = CheckedHour(mean: 40_000_000, minimum: 40_000_000, maximum: 40_100_000)
        #expect(!FlatlineCheck.flagged(hours, of: .no2).contains(true))
        // A sensor that counts in whole ppb, 1.9125 ug/m3, says nothing by 0.1.
        #expect(FlatlineCheck.flagged(hours, of: .no2, resolution: 1_912_500) == Array(repeating: true, count: 11))
        // A whole step is a change.
        hours[5] = .still(41.9125)
        #expect(!FlatlineCheck.flagged(hours, of: .no2, resolution: 1_912_500).contains(true))
    }

    @Test("one value after another may stand still")
    func steps() {
        let hours =
            [Double](repeating: 8, count: 3) + [Double](repeating: 9, count: 2) + [Double](repeating: 7, count: 4)
        #expect(
            FlatlineCheck.flagged(hours.map { .still($0) }, of: .pm10)
                == [true, true, true, false, false, true, true, true, true])
    }
}
