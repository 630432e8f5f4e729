import Readings
import Testing

@testable import Dialects

@Suite("ngsiv2 dialect")
struct NGSIv2DialectTests {
    private static let hour = at("2026-03-02T07:00:00Z")..<at("2026-03-02T08:00:00Z")

    @Test("The normalized example: units from metadata, humidity a fraction of one, the hour from its two dates")
    func example() {
        let decoding = Decoding(Fixture.bytes("ngsiv2-airqualityobserved-normalized.json"), .ngsiv2)
        #expect(decoding.device == "aq-school-01")
        #expect(
            decoding.values == [
                .pm2_5: 9_800_000, .pm10: 16_700_000, .no2: 40_900_000, .temperature: 11_600_000, .humidity: 78_200_000,
            ])
        #expect(decoding.samples.allSatisfy { $0.covers == Self.hour && $0.stamp == Self.hour.upperBound })
    }

    @Test(
        "Key-values, an array and a notification say the same as the normalized entity; a date without a zone is UTC",
        arguments: [
            #"{"id":"AirQualityObserved:WCC:a","type":"AirQualityObserved","pm25":9.8,"CO":0.25,"dateObserved":"2026-03-02T07:00:00/2026-03-02T08:00:00"}"#,
            #"[{"id":"a","type":"AirQualityObserved","pm25":9.8,"co":0.25,"dateObserved":"2026-03-02T07:00:00Z/2026-03-02T08:00:00Z"}]"#,
            #"""
            {"subscriptionId":"5aeb0ee97d4ef10a12a0262f","data":[{"id":"a","type":"AirQualityObserved",
            "dateObservedFrom":{"type":"DateTime","value":"2026-03-02T07:00:00.00Z","metadata":{}},
            "dateObservedTo":{"type":"DateTime","value":"2026-03-02T08:00:00.00Z","metadata":{}},
            "pm25":{"type":"Number","value":9.8,"metadata":{}},
            "co":{"type":"Number","value":250,"metadata":{"unitCode":{"type":"Text","value":"GQ"}}}}]}
            """#,
        ])
    func forms(_ text: String) {
        let decoding = Decoding(text, .ngsiv2)
        #expect(decoding.device == "a")
        #expect(decoding.values == [.pm2_5: 9_800_000, .co: 250_000])
        #expect(decoding.samples.allSatisfy { $0.covers == Self.hour && $0.stamp == Self.hour.upperBound })
    }

    @Test("An attribute's TimeInstant goes before dateObserved, which goes before the entity's TimeInstant")
    func whichStamp() {
        let own = #""no2":{"value":1,"metadata":{"TimeInstant":{"type":"DateTime","value":"2026-03-02T06:00:00Z"}}}"#
        let agent = #""TimeInstant":{"type":"DateTime","value":"2026-03-02T09:00:00Z"}"#
        let observed = #""dateObserved":"2026-03-02T08:00:00Z""#
        #expect(
            Decoding("{\(own),\"o3\":2,\(agent),\(observed)}", .ngsiv2).samples.map(\.stamp) == [
                at("2026-03-02T06:00:00Z"), at("2026-03-02T08:00:00Z"),
            ])
        #expect(Decoding("{\"o3\":2,\(agent)}", .ngsiv2).samples.map(\.stamp) == [at("2026-03-02T09:00:00Z")])
    }

    @Test("The model's own example, CO 500 in code GP, is taken as written; an unknown code makes it malformed")
    func unitCodes() {
        func text(_ code: String) -> String {
            #"{"CO":{"type":"Number","value":500,"metadata":{"unitCode":{"type":"Text","value":"\#(code)"}}}}"#
        }
        #expect(Decoding(text("GP"), .ngsiv2).values == [.co: 500_000_000])
        #expect(Decoding(text("GQ"), .ngsiv2).values == [.co: 500_000])
        #expect(Decoding(text("GX"), .ngsiv2).rejections == [.co: .malformedValue])
    }

    @Test(
        "Other entities, two devices and times that name no instant are refused",
        arguments: [
            (#"{"id":"x","type":"WeatherObserved","temperature":1}"#, .wrongShape), ("{}", .wrongShape),
            (#"{"data":[{"id":"x"}]}"#, .wrongShape), ("7", .wrongShape), (#"{"data":7}"#, .wrongShape),
            (#"{"data":[{"id":"a","no2":1},{"id":"b","no2":1}]}"#, .deviceMismatch),
            (#"{"no2":1,"dateObserved":"yesterday"}"#, .malformedStamp),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .ngsiv2).refusal == reason)
    }
}
