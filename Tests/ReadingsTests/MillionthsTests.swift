import Readings
import Testing

@Suite("Exact decimals")
struct MillionthsTests {
    @Test(
        "a decimal becomes whole millionths, rounded once, half away from zero",
        arguments: [
            ("0", Int64(0)), ("-0", 0), ("12.4", 12_400_000), ("-0.4", -400_000), ("1e3", 1_000_000_000),
            ("1.5E-3", 1_500), ("0.0000005", 1), ("0.0000004999999", 0), ("-0.0000005", -1), ("1e-400", 0),
            ("0.000000500000000000000000000000001", 1), ("9223372036854.775807", .max),
            ("123456789012.3456785", 123_456_789_012_345_679), ("0e999", 0), ("100e-2", 1_000_000),
            ("0.093136", 93_136), ("5842177", 5_842_177_000_000),
        ])
    func exact(text: String, millionths: Int64) throws {
        let bytes = Array(text.utf8)
        #expect(try Millionths(decimal: bytes.span) == Millionths(millionths))
    }

    @Test(
        "what JSON does not call a number is refused",
        arguments: ["", "-", "+1", "01", "1.", ".5", "9,8", "NaN", "Infinity", "0x10", "1e", "1e+", " 1", "1 ", "--1"])
    func notANumber(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: DecimalError.notANumber) { try Millionths(decimal: bytes.span) }
    }

    @Test(
        "a number that 64 bits of millionths cannot hold is out of range",
        arguments: ["1e400", "-1e400", "9223372036854.775808", "1e13", "100000000000000000000000000000000000000000"])
    func outOfRange(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: DecimalError.outOfRange) { try Millionths(decimal: bytes.span) }
    }

    @Test("fractions round half away from zero")
    func rounding() {
        #expect(Millionths.rounded(5, over: 2) == 3)
        #expect(Millionths.rounded(-5, over: 2) == -3)
        #expect(Millionths.rounded(4, over: 3) == 1)
        #expect(Millionths.rounded(5, over: 3) == 2)
    }
}
