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

    @Test("A base value that cannot be added makes the value malformed; a sentinel stays one")
    func badBaseValue() {
        func reasons(_ base: String, _ value: String) -> [RejectionReason] {
            Decoding("[{\"bv\":\(base),\"n\":\"pm10\",\"u\":\"ug/m3\",\"v\":\(value)}]", .senml).rejected.map(\.reason)
        }
        #expect(reasons("\"x\"", "1") == [.malformedValue])
        #expect(reasons("1e7", "1") == [.malformedValue])
        #expect(reasons("1", "-999") == [.sentinel])
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

    @Test("Times below 2^28 s count from now: no stamp; of several only the newest is now, the others are rejected")
    func relativeTimes() {
        let first = Decoding(#"[{"bn":"a:","n":"pm10","u":"ug/m3","v":1,"t":268435455}]"#, .senml)
        #expect(first.samples.map(\.stamp) == [nil])
        // 2^28 s after 1970 is 1978-07-04T21:24:16Z.
        let absolute = Decoding(#"[{"bn":"a:","n":"pm10","u":"ug/m3","v":1,"t":268435456}]"#, .senml)
        #expect(absolute.samples.map(\.stamp) == [at("1978-07-04T21:24:16Z")])
        for order in [[-60, 0, -5], [0, -5, -60], [-5, -60, 0]] {
            let records = order.map { #"{"n":"pm10","u":"ug/m3","v":\#(100 + $0),"t":\#($0)}"# }
            let decoding = Decoding("[\(records.joined(separator: ","))]", .senml)
            #expect(decoding.samples.map(\.value.count) == [100_000_000])
            #expect(decoding.samples.map(\.stamp) == [nil])
            #expect(decoding.rejected.map(\.reason) == [.malformedValue, .malformedValue])
        }
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
