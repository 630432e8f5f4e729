import Readings
import Tables
import Testing

@Suite("How values are written")
struct CSVFieldTests {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "millionths have up to six decimals, trailing zeros cut, and zero has no sign",
        arguments: [
            (0, "0"), (1, "0.000001"), (-1, "-0.000001"), (10, "0.00001"), (500_000, "0.5"), (-500_000, "-0.5"),
            (999_999, "0.999999"), (1_000_000, "1"), (-1_000_000, "-1"), (12_400_000, "12.4"), (10_000_000, "10"),
            (101_000_001, "101.000001"), (1_000_100_000, "1000.1"), (.max, "9223372036854.775807"),
            (.min, "-9223372036854.775808"),
        ] as [(Int64, String)])
    func millionths(value: Int64, expected: String) {
        #expect(text { $0.append(millionths: value) } == expected)
    }

    @Test(
        "whole numbers",
        arguments: [
            (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (99, "99"), (100, "100"), (3600, "3600"),
            (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
        ] as [(Int64, String)])
    func whole(value: Int64, expected: String) {
        #expect(text { $0.append(whole: value) } == expected)
    }

    /// 1/3 is 33.33333… %, 2/3 66.66666… %; 1/800000 is 0.000125 %, whose fifth decimal rounds up to 0.0001 % and no
    /// further; 1/2000000 is 0.00005 %, a half, and rounds away from zero; a hair less does not.
    @Test(
        "percentages have up to four decimals, half away from zero",
        arguments: [
            (0, 3600, "0"), (3600, 3600, "100"), (2700, 3600, "75"), (1, 3, "33.3333"), (2, 3, "66.6667"),
            (1, 800_000, "0.0001"), (1, 2_000_000, "0.0001"), (1, 2_000_001, "0"), (-1, 2_000_000, "-0.0001"),
            (7200, 3600, "200"), (1_999_999, 2_000_000, "100"), (1_999_997, 2_000_000, "99.9999"), (1, 8, "12.5"),
            (86_399_999_999, 86_400_000_000, "100"),
        ] as [(Int64, Int64, String)])
    func percent(part: Int64, whole: Int64, expected: String) {
        #expect(text { $0.append(percentOf: part, in: whole) } == expected)
    }

    @Test(
        "seconds have up to three decimals, half away from zero",
        arguments: [
            (0, "0"), (1_000_000, "1"), (1_500_000, "1.5"), (499, "0"), (500, "0.001"), (-499, "0"), (-500, "-0.001"),
            (1_234_567, "1.235"), (86_400_000_000, "86400"), (59_999_499, "59.999"), (59_999_500, "60"),
        ] as [(Int64, String)])
    func seconds(microseconds: Int64, expected: String) {
        #expect(text { $0.append(secondsOf: microseconds) } == expected)
    }

    /// A millionth of a Wh is 1e-9 kWh, so a thousand of them are the last decimal.
    @Test(
        "energy is in kWh with up to six decimals, half away from zero",
        arguments: [
            (0, "0"), (1_000_000_000, "1"), (4_000_000_000, "4"), (2_000_000, "0.002"), (499, "0"), (500, "0.000001"),
            (-500, "-0.000001"), (1_500, "0.000002"), (12_345_678_499, "12.345678"), (12_345_678_500, "12.345679"),
        ] as [(Int64, String)])
    func energy(millionths: Int64, expected: String) {
        #expect(text { $0.append(kilowattHoursOf: WattHours(millionths: millionths)) } == expected)
    }

    /// RFC 4180, section 2: rules 6 and 7.
    @Test(
        "a field with a comma, a quote or a line break is quoted, and quotes inside are doubled",
        arguments: [
            ("", ""), ("plain", "plain"), ("a b", "a b"), ("Volt, Ltd.", "\"Volt, Ltd.\""),
            ("the \"fast\" one", "\"the \"\"fast\"\" one\""), ("two\nlines", "\"two\nlines\""),
            ("a\rb", "\"a\rb\""), ("\r\n", "\"\r\n\""), ("Zoë", "Zoë"), ("'", "'"), (";", ";"), ("\"", "\"\"\"\""),
        ])
    func quoting(field: String, expected: String) {
        #expect(text { $0.append(text: field) } == expected)
    }

    @Test("truth is written true and false", arguments: [(true, "true"), (false, "false")])
    func flags(value: Bool, expected: String) {
        #expect(text { $0.append(flag: value) } == expected)
    }
}
