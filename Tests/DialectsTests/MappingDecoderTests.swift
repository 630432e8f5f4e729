import Readings
import Testing

@testable import Dialects

extension Mapping {
    /// Summer time of 2026 in London: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [
            .init(at: at("2026-03-29T01:00:00Z"), offsetSeconds: 3600),
            .init(at: at("2026-10-25T01:00:00Z"), offsetSeconds: 0),
        ])

    /// A mapping of these values, changed as a test needs it.
    static func test(_ payload: Payload, _ values: [MappedValue], _ change: (inout Mapping) -> Void = { _ in })
        -> Mapping
    {
        var mapping = Mapping(name: "test", payload: payload, values: values)
        change(&mapping)
        return mapping
    }

    func decode(
        _ payload: String, behindDevice tail: String = "", received: String = "2026-03-02T08:20:00Z"
    ) -> Decoding {
        decode(bytes: Array(payload.utf8), behindDevice: tail, received: received)
    }

    func decode(bytes payload: [UInt8], behindDevice tail: String, received: String) -> Decoding {
        var decoder = MappingDecoder(self)
        var decoded = Decoded()
        var decoding = Decoding()
        let tail = Array(tail.utf8)
        do {
            try decoder.decode(
                payload.span, behindDevice: tail.span, wall: WallClock(zone: Self.london, received: at(received)),
                into: &decoded)
        } catch {
            decoding.refusal = error
        }
        decoding.device = decoded.device.map { String(decoding: payload[$0], as: UTF8.self) }
        decoding.samples = decoded.samples
        decoding.rejected = decoded.rejected
        return decoding
    }
}

extension MappedPlace {
    static func at(_ path: String) -> MappedPlace {
        MappedPath(path).map { .path($0) } ?? .whole
    }
}

private func words(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

@Suite("mappings of JSON")
struct MappingDecoderTests {
    private static func value(
        _ quantity: Quantity, _ path: String, _ unit: UnitCode, _ change: (inout MappedValue) -> Void = { _ in }
    ) -> MappedValue {
        var value = MappedValue(quantity: quantity, place: .at(path), unit: unit)
        change(&value)
        return value
    }

    @Test(
        "A path finds names with dots and slashes, elements by place and by what a member says",
        arguments: [
            ("PMS5003/PM2.5", #"{"PMS5003":{"PM1":6,"PM2.5":10.5}}"#),
            ("a~1b/~01", #"{"a/b":{"~1":10.5,"/":3}}"#),
            ("data/[1]", #"{"data":[7,10.5,8]}"#),
            ("[0]/v", #"[{"v":10.5},{"v":11}]"#),
            ("s/[type=PM25]/value", #"{"s":[{"value":1,"type":"PM10"},{"value":10.5,"type":"PM25"}]}"#),
            ("s/[id=4]/value", #"{"s":[{"value":1,"id":5},{"value":"10.5","id":4},{"value":2,"id":4}]}"#),
            ("\u{E9}/x", #"{"\u00e9":{"x":10.5}}"#),
        ])
    func paths(path: String, payload: String) {
        let mapping = Mapping.test(.json, [Self.value(.pm2_5, path, .microgramPerCubicMetre)])
        #expect(mapping.decode(payload).values == [.pm2_5: 10_500_000])
    }

    @Test("What is no path is none", arguments: ["", "a//b", "a/", "[x]", "a/[", "[-1]", "[=5]", "a/[1"])
    func noPath(text: String) {
        #expect(MappedPath(text) == nil)
    }

    @Test(
        "A value that is no value is rejected, and so is one whose unit nobody knows",
        arguments: [
            (#"{"v":-1}"#, RejectionReason.sentinel), (#"{"v":"-1.0"}"#, .sentinel), (#"{"v":-999}"#, .sentinel),
            (#"{"v":"off"}"#, .sentinel), (#"{"v":"NaN"}"#, .sentinel), (#"{"v":"9,8"}"#, .malformedValue),
            (#"{"v":true}"#, .malformedValue), (#"{"v":[1]}"#, .malformedValue), (#"{"v":""}"#, .malformedValue),
            (#"{"v":1,"u":"stone"}"#, .malformedValue), (#"{"v":1,"u":"hPa"}"#, .malformedValue),
            (#"{"v":1,"qa":"bad"}"#, .sentinel), (#"{"v":1e400}"#, .malformedValue),
        ])
    func rejections(payload: String, reason: RejectionReason) {
        let mapping = Mapping.test(
            .json,
            [
                Self.value(.temperature, "v", .celsius) {
                    $0.unitPlace = .at("u")
                    $0.sentinels = [Millionths(-1_000_000)]
                    $0.sentinelWords = words("off")
                    $0.trustConditions = [MappedCondition(place: .at("qa"), words: words("good"))]
                }
            ])
        let trusted = payload.contains("qa") ? payload : payload.dropLast() + #","qa":"good"}"#
        let decoding = mapping.decode(trusted)
        #expect(decoding.rejections == [.temperature: reason])
        #expect(decoding.samples.isEmpty && decoding.refusal == nil)
    }

    @Test(
        "A unit is converted exactly: the mapping's, or the payload's where it names one",
        arguments: [
            (Quantity.temperature, UnitCode.celsius, #"{"v":50,"u":"F"}"#, Int64(10_000_000)),  // (50 - 32) * 5/9
            (.temperature, .fahrenheit, #"{"v":50}"#, 10_000_000),
            (.temperature, .celsius, #"{"v":283.15,"u":"K"}"#, 10_000_000),
            (.pressure, .hectopascal, #"{"v":760,"u":"mmHg"}"#, 1_013_247_200),  // 760 * 1.33322
            (.pressure, .hectopascal, #"{"v":29.92,"u":"inHg"}"#, 1_013_207_589),  // 29.92 * 33.86389 = 1013.2075888
            (.no2, .partPerBillion, #"{"v":20}"#, 38_250_000),  // 20 * 1.9125
            (.co, .partPerMillion, #"{"v":"0.5"}"#, 582_100),  // 0.5 * 1.1642
            (.humidity, .one, #"{"v":0.715}"#, 71_500_000),
            (.windSpeed, .milePerHour, #"{"v":10}"#, 4_470_400),  // 1609.344 m / 360 s
            (.windSpeed, .knot, #"{"v":9}"#, 4_630_000),  // 9 * 1852 / 3600
        ])
    func units(quantity: Quantity, unit: UnitCode, payload: String, millionths: Int64) {
        let mapping = Mapping.test(.json, [Self.value(quantity, "v", unit) { $0.unitPlace = .at("u") }])
        #expect(mapping.decode(payload).values == [quantity: millionths])
    }

    @Test("A factor is applied with the unit, and rounded once")
    func factor() {
        let mapping = Mapping.test(
            .json, [Self.value(.temperature, "v", .celsius) { $0.times = Millionths(10_000) }])
        // 2153 hundredths.
        #expect(mapping.decode(#"{"v":2153}"#).values == [.temperature: 21_530_000])
    }

    @Test("Of two fields for one quantity the first that has a value counts, and only once")
    func firstCounts() {
        let mapping = Mapping.test(
            .json, [Self.value(.temperature, "a", .celsius), Self.value(.temperature, "b", .celsius)])
        #expect(mapping.decode(#"{"b":2,"a":1}"#).samples.map(\.value.count) == [1_000_000])
        let decoding = mapping.decode(#"{"a":"nan","b":2}"#)
        #expect(decoding.samples.map(\.value.count) == [2_000_000] && decoding.rejected.isEmpty)
        #expect(mapping.decode(#"{"a":"nan","b":"x"}"#).rejected.map(\.reason) == [.sentinel])
        #expect(mapping.decode(#"{"a":null,"b":2}"#).samples.count == 1)
    }

    private static let long = Mapping.test(
        .json,
        [
            value(.pm2_5, "value", .microgramPerCubicMetre) {
                $0.conditions = [MappedCondition(place: .at("metric"), words: words("pm", "pm25"))]
            },
            value(.temperature, "/t", .celsius),
        ]
    ) {
        $0.records = MappedPath("data")
        $0.device = .at("id")
        $0.time = MappedTime(stamp: .interval(from: .at("from"), to: .at("to")))
    }

    @Test("Each record has its own time and interval; a path from the top is every record's")
    func records() {
        let decoding = Self.long.decode(
            #"{"data":[{"metric":"pm","value":1,"id":"d","from":"2026-03-02T08:00:00Z","to":"2026-03-02T09:00:00Z"},"#
                + #"{"metric":"other","value":7,"id":"d","from":"2026-03-02T09:00:00Z","to":"2026-03-02T10:00:00Z"}],"#
                + #""t":11.5}"#)
        let first = at("2026-03-02T08:00:00Z")..<at("2026-03-02T09:00:00Z")
        let second = at("2026-03-02T09:00:00Z")..<at("2026-03-02T10:00:00Z")
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(1_000_000), stamp: first.upperBound, covers: first),
                Sample(quantity: .temperature, value: Millionths(11_500_000), stamp: first.upperBound, covers: first),
                Sample(quantity: .temperature, value: Millionths(11_500_000), stamp: second.upperBound, covers: second),
            ])
        #expect(decoding.device == "d")
    }

    @Test(
        "A payload without what the mapping needs is refused with a reason, or says nothing",
        arguments: [
            (
                #"{"data":[{"metric":"pm","value":1,"id":"a"},{"metric":"pm","value":2,"id":"b"}]}"#,
                QuarantineReason?.some(.deviceMismatch)
            ),
            (
                #"{"data":[{"metric":"pm","value":1,"from":"2026-03-02T09:00:00Z","to":"2026-03-02T09:00:00Z"}]}"#,
                .malformedStamp
            ),
            (#"{"data":[{"metric":"pm","value":1,"from":"yesterday"}]}"#, .malformedStamp),
            (#"{"data":[{"metric":"pm","value":1,"from":true}]}"#, .malformedStamp),
            (#"{"data":[{"metric":"else","value":1}]}"#, .wrongShape), (#"{"data":7}"#, .wrongShape),
            (#"{}"#, .wrongShape), (#"[1]"#, .wrongShape), (#"{"data":[}"#, .notJSON),
            (#"{"data":[{"value":1,"value":2}]}"#, .duplicateKey), (#"{"data":[]}"#, nil), ("", nil),
            (#"{"data":[{"metric":"pm","value":null}]}"#, nil),
        ])
    func refusals(payload: String, reason: QuarantineReason?) {
        var expected = Decoding()
        expected.refusal = reason
        #expect(Self.long.decode(payload) == expected)
    }

    @Test("A mapping may let payloads without any value pass as context")
    func context() {
        var mapping = Self.long
        mapping.isContextWithoutValues = true
        #expect(mapping.decode(#"{"linkquality":105}"#) == Decoding())
        #expect(mapping.decode(#"{"linkquality""#).refusal == .notJSON)
    }

    @Test("A single object in the place of the list of records is one record")
    func oneRecord() {
        var mapping = Self.long
        mapping.records = MappedPath("/")
        #expect(mapping.decode(#"{"metric":"pm","value":1}"#).values == [.pm2_5: 1_000_000])
        #expect(mapping.decode(#"[{"metric":"pm","value":1},{"metric":"pm25","value":2}]"#).samples.count == 2)
    }
}
