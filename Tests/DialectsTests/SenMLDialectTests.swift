import Readings
import Testing

@testable import Dialects

@Suite("senml dialect")
struct SenMLDialectTests {
    @Test("The example: 1e-9 kg/m3 is 1 ug/m3, base name and time hold for all records, t counts from the base time")
    func example() {
        let decoding = Decoding(Fixture.bytes("senml.json"), .senml)
        // 1772439451 s is 2026-03-02T08:17:31Z; the last record is 60 s older.
        let stamp = at("2026-03-02T08:17:31Z")
        #expect(decoding.device == "0004a30b00000001")
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(9_800_000), stamp: stamp),
                Sample(quantity: .pm10, value: Millionths(16_700_000), stamp: stamp),
                Sample(quantity: .temperature, value: Millionths(11_600_000), stamp: stamp),
                Sample(quantity: .humidity, value: Millionths(78_200_000), stamp: stamp),
                Sample(quantity: .pm2_5, value: Millionths(9_900_000), stamp: at("2026-03-02T08:16:31Z")),
            ])
    }

    @Test("Base values hold until the next ones, and take part in their own record")
    func inheritance() {
        let decoding = Decoding(
            #"""
            [{"v":1,"n":"o3","bu":"ug/m3","bt":1772439451.5,"bn":"aq-1/"},{"n":"no2","v":2,"t":-0.25},
            {"n":"temperature","u":"Cel","v":3},{"bt":1772439460,"bu":"ppb","n":"no2","v":10}]
            """#, .senml)
        #expect(decoding.device == "aq-1")
        #expect(decoding.samples.map(\.quantity) == [.o3, .no2, .temperature, .no2])
        // 10 ppb * 1.9125 = 19.125.
        #expect(decoding.samples.map(\.value.count) == [1_000_000, 2_000_000, 3_000_000, 19_125_000])
        #expect(
            decoding.samples.map(\.stamp) == [
                at("2026-03-02T08:17:31.5Z"), at("2026-03-02T08:17:31.25Z"), at("2026-03-02T08:17:31.5Z"),
                at("2026-03-02T08:17:40Z"),
            ])
    }

    @Test(
        "A base value is added in the written unit, before the conversion",
        arguments: [
            // 270 + 14.75 = 284.75 K = 11.6 degC; 20 + -0.5 = 19.5 ug/m3; 8e-9 + 1.8e-9 kg/m3 = 9.8 ug/m3.
            ("temperature", "K", "270", "14.75", 11_600_000), ("pm10", "ug/m3", "20", "-0.5", 19_500_000),
            ("pm10", "kg/m3", "8e-9", "1.8e-9", 9_800_000),
        ] as [(String, String, String, String, Int64)])
    func baseValue(_ name: String, _ unit: String, _ base: String, _ value: String, _ millionths: Int64) {
        let text = "[{\"bn\":\"a:\",\"bv\":\(base),\"n\":\"\(name)\",\"u\":\"\(unit)\",\"v\":\(value)}]"
        #expect(Decoding(text, .senml).samples.map(\.value.count) == [millionths])
    }

    @Test("A base value that cannot be added makes the value malformed; only the sum can be a sentinel")
    func badBaseValue() {
        func reasons(_ base: String, _ value: String) -> [RejectionReason] {
            Decoding("[{\"bv\":\(base),\"n\":\"pm10\",\"u\":\"ug/m3\",\"v\":\(value)}]", .senml).rejected.map(\.reason)
        }
        #expect(reasons("\"x\"", "1") == [.malformedValue])
        #expect(reasons("1e7", "1") == [.malformedValue])
        #expect(reasons("1", "-1000") == [.sentinel] && reasons("-100", "-100") == [.sentinel])
        #expect(reasons("1", "-999") == [] && reasons("10", "-200") == [])
        #expect(reasons("1", "\"nan\"") == [.sentinel] && reasons("1", "\"x\"") == [.malformedValue])
        // 100000 + -200 Pa are 998 hPa.
        let pressure = Decoding(#"[{"bn":"a:","bv":100000,"n":"pressure","u":"Pa","v":-200}]"#, .senml)
        #expect(pressure.values == [.pressure: 998_000_000])
    }

    @Test(
        "Units of the registry and of its secondary units are converted exactly",
        arguments: [
            ("pm2_5", "9.8", "ug/m3", 9_800_000), ("no2", "21.4", "ppb", 40_927_500),
            ("no2", "0.0214", "ppm", 40_927_500),
            ("co", "0.5", "ppm", 582_100), ("co", "5e-7", "kg/m3", 500_000), ("co2", "431", "ppm", 431_000_000),
            ("temperature", "284.75", "K", 11_600_000), ("humidity", "0.782", "/", 78_200_000),
            ("humidity", "78.2", "/100", 78_200_000), ("humidity", "78.2", "%", 78_200_000),
            ("pressure", "101325", "Pa", 1_013_250_000), ("pressure", "1013.25", "hPa", 1_013_250_000),
            ("wind_speed", "18", "km/h", 5_000_000), ("wind_direction", "225", "deg", 225_000_000),
        ] as [(String, String, String, Int64)])
    func units(_ name: String, _ value: String, _ unit: String, _ millionths: Int64) {
        let text = "[{\"bn\":\"a:\",\"n\":\"\(name)\",\"u\":\"\(unit)\",\"v\":\(value)}]"
        #expect(Decoding(text, .senml).samples.map(\.value.count) == [millionths])
    }

    @Test(
        "A unit that is unknown, missing or cannot measure the quantity makes the value malformed",
        arguments: [
            #""n":"pm10","u":"UG/M3","v":1"#, #""n":"pm10","v":1"#, #""n":"pm10","u":"ppb","v":1"#,
            #""n":"co2","u":"ug/m3","v":1"#, #""n":"pm10","u":"ug/m3","v":"x""#,
        ])
    func unknownUnits(_ members: String) {
        let decoding = Decoding("[{\(members)}]", .senml)
        #expect(decoding.samples.isEmpty)
        #expect(decoding.rejected.map(\.reason) == [.malformedValue])
    }

    struct Times: CustomTestStringConvertible, Sendable {
        /// Base time and times of the records; nil where they are not written.
        var base: String?
        var times: [String?]
        /// Each record's stamp, or how long before or after the receipt it was observed.
        var observed: [Observed]
        var testDescription: String { "bt \(base ?? "-"), t \(times.map { $0 ?? "-" })" }
    }

    enum Observed: Equatable, Sendable {
        case at(String)
        case afterReceipt(Int64)
    }

    /// RFC 8428 section 4.5.3. 2^28 s after 1970 is 1978-07-04T21:24:16Z.
    static let timeCases: [Times] = [
        Times(base: nil, times: [nil], observed: [.afterReceipt(0)]),
        Times(base: nil, times: ["0", "-60", "-0.5"], observed: [0, -60_000_000, -500_000].map { .afterReceipt($0) }),
        Times(
            base: "-10", times: ["-5", nil, "5"],
            observed: [-15_000_000, -10_000_000, -5_000_000].map { .afterReceipt($0) }),
        Times(
            base: nil, times: ["30", "268435455"],
            observed: [30_000_000, 268_435_455_000_000].map { .afterReceipt($0) }),
        Times(base: nil, times: ["268435456"], observed: [.at("1978-07-04T21:24:16Z")]),
        Times(
            base: "1772439451", times: [nil, "-60", "0.25"],
            observed: [.at("2026-03-02T08:17:31Z"), .at("2026-03-02T08:16:31Z"), .at("2026-03-02T08:17:31.25Z")]),
        Times(base: "1.772439451e9", times: ["9"], observed: [.at("2026-03-02T08:17:40Z")]),
        // What counts is the sum.
        Times(
            base: "268435450", times: ["5", "6"],
            observed: [.afterReceipt(268_435_455_000_000), .at("1978-07-04T21:24:16Z")]),
        Times(base: "-268435450", times: ["1772439451"], observed: [.at("2017-08-29T10:53:21Z")]),
    ]

    @Test(
        "Base time and time are added; a sum of 2^28 s and more is since 1970, a smaller one counts from the receipt",
        arguments: timeCases)
    func addedTimes(example: Times) {
        let records = example.times.enumerated().map { index, time in
            let base = index == 0 ? example.base.map { "\"bt\":\($0)," } ?? "" : ""
            return "{\(base)\"n\":\"a:pm10\",\"u\":\"ug/m3\",\"v\":\(index)\(time.map { ",\"t\":\($0)" } ?? "")}"
        }
        let decoding = Decoding("[\(records.joined(separator: ","))]", .senml)
        #expect(decoding.rejected.isEmpty)
        #expect(decoding.samples.map(\.value.count) == example.times.indices.map { Int64($0) * 1_000_000 })
        #expect(
            decoding.samples.map { sample in
                sample.stamp.map { Observed.at($0.iso8601) } ?? .afterReceipt(sample.afterReceipt)
            } == example.observed)
    }

    @Test("A time of more than 2^28 s before now makes its own value malformed, and no other")
    func longAgo() {
        let decoding = Decoding(
            #"[{"n":"pm10","u":"ug/m3","v":1,"t":-268435456},{"n":"no2","u":"ug/m3","v":2,"t":-268435455.5}]"#, .senml)
        #expect(decoding.rejections == [.pm10: .malformedValue])
        #expect(decoding.values == [.no2: 2_000_000])
    }

    @Test(
        "A pack whose version has an unknown feature is refused; the drafts' versions and secondary units are read",
        arguments: [
            ("5", nil), ("10", nil), ("26", nil), ("11", .wrongShape), ("42", .wrongShape), ("58", .wrongShape),
            ("0", .wrongShape), ("-10", .wrongShape), ("10.5", .wrongShape), ("\"10\"", .wrongShape),
            ("9007199254740991", .wrongShape),
        ] as [(String, QuarantineReason?)])
    func versions(_ version: String, _ refusal: QuarantineReason?) {
        let text = "[{\"bver\":\(version),\"n\":\"a:wind_speed\",\"u\":\"km/h\",\"v\":18}]"
        let decoding = Decoding(text, .senml)
        #expect(decoding.refusal == refusal)
        #expect(decoding.values == (refusal == nil ? [.windSpeed: 5_000_000] : [:]))
    }

    @Test(
        "A base value holds until the next; a record's own unit comes before the base unit; a record without a value is none",
        arguments: [
            // 20 + 1, 20 + -2.5, then 0 + 3.
            (#"{"bv":20,"v":1},{"v":-2.5},{"bv":0,"v":3}"#, [21_000_000, 17_500_000, 3_000_000]),
            (#"{"bv":20},{"v":1}"#, [21_000_000]), (#"{"bv":20,"s":7},{"v":1}"#, [21_000_000]),
            (#"{"bs":20,"v":1},{"s":3,"v":2}"#, [1_000_000, 2_000_000]), (#"{"ut":60,"v":1}"#, [1_000_000]),
            // 1 mg/m3 is 1000 ug/m3, and the base unit holds again behind it.
            (#"{"v":1,"u":"mg/m3"},{"v":1}"#, [1_000_000_000, 1_000_000]),
            (#"{"v":1},{"bu":"mg/m3","v":1},{"v":2}"#, [1_000_000, 1_000_000_000, 2_000_000_000]),
        ] as [(String, [Int64])])
    func baseFields(_ records: String, _ values: [Int64]) {
        let text = "[{\"bn\":\"a:pm10\",\"bu\":\"ug/m3\"},\(records)]"
        let decoding = Decoding(text, .senml)
        #expect(decoding.refusal == nil && decoding.rejected.isEmpty && decoding.device == "a")
        #expect(decoding.samples.map(\.value.count) == values)
    }

    @Test(
        "The last part of the joined name is the quantity, the part before it the device",
        arguments: [
            (#""bn":"urn:dev:mac:0024befffe804ff1:","n":"pm25""#, "0024befffe804ff1"),
            (#""bn":"urn:dev:mac:0024befffe804ff1/","n":"PM25""#, "0024befffe804ff1"),
            (#""n":"urn:dev:mac:0024befffe804ff1:pm25""#, "0024befffe804ff1"),
            (#""bn":"urn:dev:mac:","n":"0024befffe804ff1:pm25""#, "0024befffe804ff1"),
            (#""bn":"urn:dev:ow:10e2073a01080063_pm2_5""#, "10e2073a01080063"),
            (#""bn":"urn:dev:ow:10e2073a01080063","n":"_pm2_5""#, "10e2073a01080063"),
            (#""bn":"aq-1","n":"pm2_5""#, "aq-1"), (#""bn":"aq-1/gate/","n":"pm2_5""#, "gate"),
            (#""n":"pm25""#, nil),
        ] as [(String, String?)])
    func names(_ members: String, _ device: String?) {
        let decoding = Decoding("[{\(members),\"u\":\"ug/m3\",\"v\":1}]", .senml)
        #expect(decoding.refusal == nil)
        #expect(decoding.device == device)
        #expect(decoding.values == [.pm2_5: 1_000_000])
    }

    @Test("Values that are no numbers, sums and other names are passed over")
    func otherRecords() {
        let decoding = Decoding(
            #"[{"bn":"a:","n":"pm10","vs":"x"},{"n":"door","vb":true},{"n":"pm10","u":"ug/m3","s":5},{"n":"V","u":"V","v":3}]"#,
            .senml)
        #expect(decoding.refusal == nil && decoding.samples.isEmpty && decoding.rejected.isEmpty)
        #expect(decoding.device == "a")
    }

    @Test(
        "Two devices, a name cut by the join, a label that must be understood, and other shapes are refused",
        arguments: [
            (#"[{"bn":"a:","n":"pm10","u":"ug/m3","v":1},{"bn":"b:","n":"pm10","u":"ug/m3","v":1}]"#, .deviceMismatch),
            (#"[{"bn":"urn:dev:mac:0024","n":"beff:pm10","u":"ug/m3","v":1}]"#, .wrongShape),
            (#"[{"bn":"a:","n":"pm10","u":"ug/m3","v":1,"scale_":2}]"#, .wrongShape),
            (#"{"n":"pm10","u":"ug/m3","v":1}"#, .wrongShape), ("[{}]", .wrongShape), ("[7]", .wrongShape),
            (#"[{"n":7,"v":1}]"#, .wrongShape), (#"[{"n":"pm10","bt":1e300,"u":"ug/m3","v":1}]"#, .malformedStamp),
            (#"[{"n":"pm10","bt":9e12,"t":9e12,"u":"ug/m3","v":1}]"#, .malformedStamp),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .senml).refusal == reason)
    }
}
