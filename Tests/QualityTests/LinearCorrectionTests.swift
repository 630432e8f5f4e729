import Quality
import Readings
import Testing

@Suite("corrections by a line")
struct LinearCorrectionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var raw: Int64
        var slope: Int64
        var offset: Int64
        var corrected: Int64?
        var testDescription: String { "\(raw) x \(slope) + \(offset)" }
    }

    /// All in millionths.
    static let cases = [
        // 12.4 x 0.82 + 1.5 = 11.668.
        Case(raw: 12_400_000, slope: 820_000, offset: 1_500_000, corrected: 11_668_000),
        // Slope 1 and offset 0 change nothing, at the ends of 64 bits either.
        Case(raw: .max, slope: 1_000_000, offset: 0, corrected: .max),
        Case(raw: .min, slope: 1_000_000, offset: 0, corrected: .min),
        // 0.000001 x 0.5 = 0.0000005, a tie: away from zero, on both sides. 0.000003 x 0.5 = 0.0000015.
        Case(raw: 1, slope: 500_000, offset: 0, corrected: 1), Case(raw: -1, slope: 500_000, offset: 0, corrected: -1),
        Case(raw: 3, slope: 500_000, offset: 0, corrected: 2), Case(raw: -3, slope: 500_000, offset: 0, corrected: -2),
        // 0.000001 x 0.499999 is just under the tie, x 0.500001 just over it.
        Case(raw: 1, slope: 499_999, offset: 0, corrected: 0), Case(raw: 1, slope: 500_001, offset: 0, corrected: 1),
        // The sum is rounded, not the product: -0.000001 + 0.0000005 = -0.0000005 goes to -0.000001; were the product
        // rounded first, to 0.000001, the sum would be 0.
        Case(raw: 1, slope: 500_000, offset: -1, corrected: -1),
        // 0.333333 x 0.333333 = 0.111110888889.
        Case(raw: 333_333, slope: 333_333, offset: 0, corrected: 111_111),
        // Small negatives stay negative: -0.4 x 1.1 - 0.2 = -0.64.
        Case(raw: -400_000, slope: 1_100_000, offset: -200_000, corrected: -640_000),
        // One millionth more than 64 bits hold, and far more.
        Case(raw: .max, slope: 1_000_000, offset: 1, corrected: nil),
        Case(raw: .min, slope: 1_000_000, offset: -1, corrected: nil),
        Case(raw: .max, slope: .max, offset: .max, corrected: nil),
        Case(raw: .min, slope: .min, offset: .max, corrected: nil),
        Case(raw: .min, slope: .max, offset: .min, corrected: nil),
    ]

    @Test(
        "raw x slope + offset is exact and rounded once, half away from zero; what does not fit is no value",
        arguments: cases)
    func corrected(example: Case) {
        let line = LinearCorrection(slope: Millionths(example.slope), offset: Millionths(example.offset))
        #expect(line.corrected(Millionths(example.raw))?.count == example.corrected)
    }
}
