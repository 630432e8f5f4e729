import Quality
import Readings
import Testing

@Suite("the EPA's corrections of PM2.5")
struct SmokeMapCorrectionTests {
    @Test("every golden vector, to its last decimal")
    func golden() throws {
        let table = try Table(named: "epa_pm25_correction_vectors")
        try #require(table.rows.count == 102)
        for row in table.rows.indices {
            let (raw, humidity) = (try table.value(row, 0), try table.value(row, 1))
            #expect(try SmokeMapCorrection.atm.corrected(raw, humidity: humidity) == table.value(row, 2), "\(row)")
            #expect(try SmokeMapCorrection.cf1.corrected(raw, humidity: humidity) == table.value(row, 3), "\(row)")
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var formula: SmokeMapCorrection
        /// All in millionths.
        var raw: Int64
        var humidity: Int64
        var corrected: Int64?
        var testDescription: String { "\(formula) of \(raw) at \(humidity)" }
    }

    static let cases = [
        // 0.524 x 29.999999 - 0.0862 x 40 + 5.75 = 15.719999476 - 3.448 + 5.75 = 18.021999476.
        Case(formula: .atm, raw: 29_999_999, humidity: 40_000_000, corrected: 18_021_999),
        // A third of the way from 30 to 50 is no whole number of millionths: 36.666667 has w = 0.33333335, the slope
        // 0.524 + 0.262 w = 0.6113333377; 22.415556115... - 3.448 + 5.75.
        Case(formula: .atm, raw: 36_666_667, humidity: 40_000_000, corrected: 24_717_556),
        // Half of the line and half of the parabola at 235: (0.786 x 235 - 0.0862 x 50 + 5.75 = 186.15;
        // 0.000884 x 55225 + 0.69 x 235 + 2.966 = 213.9349) / 2 = 200.04245.
        Case(formula: .atm, raw: 235_000_000, humidity: 50_000_000, corrected: 200_042_450),
        // -0.4 x 0.524 + 5.75 - 8.62 = -3.0796 is below the floor; at humidity 0, 5.5404 is not.
        Case(formula: .atm, raw: -400_000, humidity: 100_000_000, corrected: 0),
        Case(formula: .atm, raw: -400_000, humidity: 0, corrected: 5_540_400),
        // 343 belongs to the line, the next millionth to the parabola: 0.000393 x 117649.000686 + 0.46 x 343.000001 + 2.97
        // = 46.236057269598 + 157.78000046 + 2.97.
        Case(formula: .cf1, raw: 343_000_001, humidity: 100_000_000, corrected: 206_986_058),
        // 0.52 x 0.000001 is a little more than half a millionth; with 0.086 x 10 taken from 5.75.
        Case(formula: .cf1, raw: 1, humidity: 10_000_000, corrected: 4_890_001),
        Case(formula: .atm, raw: .max, humidity: 0, corrected: nil),
        Case(formula: .cf1, raw: .max, humidity: 0, corrected: nil),
        Case(formula: .atm, raw: .min, humidity: 0, corrected: nil),
        Case(formula: .atm, raw: 0, humidity: .min, corrected: nil),
    ]

    @Test("exact and rounded once; never below 0; what does not fit is no value", arguments: cases)
    func corrected(example: Case) {
        let value = example.formula.corrected(Millionths(example.raw), humidity: Millionths(example.humidity))
        #expect(value?.count == example.corrected)
    }

    @Test("five segments join without a step, at any humidity", arguments: [30, 50, 210, 260] as [Int64])
    func continuous(edge: Int64) throws {
        for humidity in stride(from: Int64(0), through: 100, by: 10) {
            let count = edge * Millionths.perUnit
            func value(_ raw: Int64) throws -> Int64 {
                try #require(
                    SmokeMapCorrection.atm.corrected(
                        Millionths(raw), humidity: Millionths(humidity * Millionths.perUnit))
                ).count
            }
            // Two millionths of the slope, which is at most 1.2 on any segment, and of the steepening between them.
            #expect(try abs(value(count) - value(count - 1)) <= 3)
        }
    }

    @Test("each form names its input")
    func input() {
        #expect(SmokeMapCorrection.atm.input == .atm)
        #expect(SmokeMapCorrection.cf1.input == .cf1)
    }
}
