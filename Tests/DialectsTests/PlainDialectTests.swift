import Readings
import Testing

@testable import Dialects

@Suite("plain dialect")
struct PlainDialectTests {
    @Test("The documented message decodes to its values, exactly")
    func documented() {
        let decoding = Decoding(Fixture.plain, .plain)
        let stamp = at("2026-03-02T08:15:30.25Z")
        #expect(decoding.refusal == nil)
        #expect(decoding.device == "aq-0123")
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(12_400_000), stamp: stamp),
                Sample(quantity: .no2, value: Millionths(38_200_000), stamp: stamp),
                Sample(quantity: .temperature, value: Millionths(11_200_000), stamp: stamp),
                Sample(quantity: .humidity, value: Millionths(71_000_000), stamp: stamp),
            ])
    }

    @Test("Members may come in any order, spaced out, beside unknown ones")
    func order() {
        let text = """
             { "v" : {"x":[1,{"y":null}]}, "readings" : { "no2" : 38.2 , "iaq":{"a":1}, "pm2_5":12.4 },
            "ts":"2026-03-02T08:15:30.250Z", "device" : "aq-0123" }
            """
        let decoding = Decoding(text, .plain)
        #expect(decoding.device == "aq-0123")
        #expect(decoding.values == [.no2: 38_200_000, .pm2_5: 12_400_000])
        #expect(decoding.samples.allSatisfy { $0.stamp == at("2026-03-02T08:15:30.25Z") })
    }

    @Test("Every quantity is known by its name, and by its aliases")
    func names() {
        for quantity in Quantity.allCases {
            #expect(Decoding("{\"readings\":{\"\(quantity.name)\":1.5}}", .plain).values == [quantity: 1_500_000])
        }
        let aliases: [(String, Quantity)] = [
            ("temp_c", .temperature), ("rh", .humidity), ("pm25", .pm2_5), ("pm02", .pm2_5), ("\\u0072h", .humidity),
        ]
        for (alias, quantity) in aliases {
            #expect(Decoding("{\"readings\":{\"\(alias)\":1.5}}", .plain).values == [quantity: 1_500_000], "\(alias)")
        }
    }

    @Test("One quantity under two names is refused like a key that stands twice")
    func aliasTwice() {
        #expect(Decoding(#"{"readings":{"rh":1,"humidity":2}}"#, .plain).refusal == .duplicateKey)
        #expect(Decoding(#"{"ts":1,"Time":2,"readings":{}}"#, .plain).refusal == .duplicateKey)
    }

    @Test("Readings beside the device count only when there is no `readings`, wherever it stands")
    func topLevel() {
        #expect(Decoding(#"{"device":"a","no2":7}"#, .plain).values == [.no2: 7_000_000])
        #expect(Decoding(#"{"no2":7,"readings":{"o3":5}}"#, .plain).values == [.o3: 5_000_000])
        #expect(Decoding(#"{"readings":{"o3":5},"no2":7}"#, .plain).values == [.o3: 5_000_000])
    }

    @Test(
        "A stamp is RFC 3339 with a zone, or a number of seconds, milliseconds or microseconds, exact",
        arguments: [
            ("\"2026-03-02T08:15:30.250Z\"", "2026-03-02T08:15:30.25Z"),
            ("\"2026-03-02T08:15:30Z\"", "2026-03-02T08:15:30Z"),
            ("\"2026-03-02T09:15:30+01:00\"", "2026-03-02T08:15:30Z"),
            ("\"2026-03-02t08:15:30.1234567z\"", "2026-03-02T08:15:30.123456Z"),
            ("\"2024-02-29T23:59:59.999Z\"", "2024-02-29T23:59:59.999Z"),
            ("\"2026-03-02T24:00:00Z\"", "2026-03-03T00:00:00Z"),
            ("\"2026-03-02T08:15:30\\u005a\"", "2026-03-02T08:15:30Z"),
            ("1772439451", "2026-03-02T08:17:31Z"), ("1772439451775", "2026-03-02T08:17:31.775Z"),
            ("1772439451775123", "2026-03-02T08:17:31.775123Z"), ("1772439451.775", "2026-03-02T08:17:31.775Z"),
            ("1772439451775.5", "2026-03-02T08:17:31.7755Z"), ("1.772439451775e9", "2026-03-02T08:17:31.775Z"),
            ("12", "1970-01-01T00:00:12Z"), ("4102444800", "2100-01-01T00:00:00Z"), ("-5", "1969-12-31T23:59:55Z"),
        ])
    func stamps(_ written: String, _ expected: String) {
        let decoding = Decoding("{\"ts\":\(written),\"readings\":{\"no2\":1}}", .plain)
        #expect(decoding.samples.map(\.stamp) == [at(expected)])
    }

    @Test(
        "A stamp that names no instant refuses the message",
        arguments: [
            "\"2026-03-02T08:15:30\"", "\"2026-02-29T08:15:30Z\"", "\"2026-02-29T08:15:30.000Z\"",
            "\"2026-13-01T00:00:00Z\"",
            "\"2026-03-02T25:00:00Z\"", "\"2026-03-02T08:60:00.000Z\"", "\"02/03/2026 08:15\"", "\"\"",
            "\"1772439451\"",
            "true", "{}", "[]", "1e300", "9223372036854775807", "-9223372036854775808", "\"2026-03-02T08:15:3x.250Z\"",
        ])
    func noStamp(_ written: String) {
        #expect(Decoding("{\"ts\":\(written),\"readings\":{\"no2\":1}}", .plain).refusal == .malformedStamp)
    }

    @Test("A missing or null stamp is left to the receive time")
    func missingStamp() {
        for text in [#"{"readings":{"no2":1}}"#, #"{"ts":null,"readings":{"no2":1}}"#] {
            #expect(
                Decoding(text, .plain).samples == [Sample(quantity: .no2, value: Millionths(1_000_000), stamp: nil)])
        }
    }

    @Test(
        "A value that is none is rejected with a reason, and the rest of the message stands",
        arguments: [
            ("-999", .sentinel), ("-999.0", .sentinel), ("-200", .sentinel), ("\"-999\"", .sentinel),
            ("\"nan\"", .sentinel),
            ("\"NaN\"", .sentinel), ("\"9,8\"", .malformedValue), ("\"\"", .malformedValue),
            ("\" 9.8\"", .malformedValue),
            ("\"9.8 ug\"", .malformedValue), ("true", .malformedValue), ("{\"v\":1}", .malformedValue),
            ("[1]", .malformedValue),
            ("1e400", .malformedValue), ("-1e13", .malformedValue), ("\"0x10\"", .malformedValue),
            ("\"9\\u002e8\"", .malformedValue),
        ] as [(String, RejectionReason)])
    func rejected(_ written: String, _ reason: RejectionReason) {
        let decoding = Decoding("{\"readings\":{\"no2\":\(written),\"o3\":5}}", .plain)
        #expect(decoding.rejected == [RejectedSample(quantity: .no2, reason: reason)])
        #expect(decoding.values == [.o3: 5_000_000])
    }

    @Test("Numbers may stand in quotes; null is not there; -1 and -45 are values here")
    func values() {
        let text = #"{"readings":{"no2":"9.8","o3":null,"so2":-1,"no":-45,"co":"1e-1","pm10":-0.4}}"#
        let decoding = Decoding(text, .plain)
        #expect(
            decoding.values == [.no2: 9_800_000, .so2: -1_000_000, .no: -45_000_000, .co: 100_000, .pm10: -400_000])
        #expect(decoding.rejected.isEmpty)
    }

    @Test(
        "A whole payload of nan is one missing value of a quantity that nobody knows",
        arguments: ["nan", "NaN", " NAN\n"])
    func bareNaN(_ text: String) {
        let decoding = Decoding(text, .plain)
        #expect(decoding.rejected == [RejectedSample(quantity: nil, reason: .sentinel)])
        #expect(decoding.refusal == nil)
    }

    @Test(
        "A message of another shape is refused; JSON comes first",
        arguments: [
            ("[]", .wrongShape), ("5", .wrongShape), ("\"x\"", .wrongShape), ("{}", .wrongShape),
            (#"{"device":"a"}"#, .wrongShape),
            (#"{"readings":[1]}"#, .wrongShape), (#"{"readings":null}"#, .wrongShape),
            (#"{"device":{},"readings":{}}"#, .wrongShape),
            (#"{"readings":[1],"a":}"#, .notJSON), (#"{"ts":"x","readings":{}"#, .notJSON), ("nano", .notJSON),
            ("na", .notJSON),
            (#"{"readings":{"no2":1}}{}"#, .notJSON), (#"{"readings":[1],"a":1,"a":2}"#, .duplicateKey),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        var expected = Decoding()
        expected.refusal = reason
        #expect(Decoding(text, .plain) == expected)
    }

    @Test("A message without any reading, and an empty payload, are context")
    func context() {
        var expected = Decoding()
        #expect(Decoding("", .plain) == expected)
        expected.device = "a"
        #expect(Decoding(#"{"device":"a","readings":{}}"#, .plain) == expected)
        expected.device = "17"
        #expect(Decoding(#"{"device":17,"readings":{"unknown":1}}"#, .plain) == expected)
    }

    @Test("A decoder's memory of the last date does not leak into the next message")
    func reuse() {
        var decoder = Dialects.Decoder()
        for (written, expected) in [
            ("2026-03-02T08:00:00.000Z", "2026-03-02T08:00:00Z"), ("2026-03-03T08:00:00.000Z", "2026-03-03T08:00:00Z"),
            ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"), ("2025-03-02T08:00:00Z", "2025-03-02T08:00:00Z"),
        ] {
            let payload = Array("{\"ts\":\"\(written)\",\"readings\":{\"no2\":1}}".utf8)
            #expect(Decoding(payload, .plain, &decoder).samples.map(\.stamp) == [at(expected)])
        }
    }
}
