import Readings
import Testing

@testable import Dialects

/// Many writers of JSON put a stroke before each slash, and mean nothing by it (RFC 8259, section 7).
@Suite("Slashes with a stroke before them")
struct EscapedSlashTests {
    @Test(
        "A time is read as without the strokes",
        arguments: [
            (
                Dialect.purpleair, #"{"SensorId":"a","DateTime":"2026\/03\/02T08:17:31z","pm2_5_atm":5}"#,
                "2026-03-02T08:17:31Z"
            ),
            (
                .ngsiLD,
                #"{"id":"urn:a","type":"AirQualityObserved","dateObserved":"2026-03-02T08:00:00Z\/2026-03-02T09:00:00Z","no2":5}"#,
                "2026-03-02T09:00:00Z"
            ),
            (
                .sensorthings,
                #"""
                {"result":5,"phenomenonTime":"2026-03-02T08:00:00Z\/2026-03-02T08:15:00Z","Datastream":{"ObservedProperty":
                {"definition":"http:\/\/dd.eionet.europa.eu\/vocabulary\/aq\/pollutant\/8"},"unitOfMeasurement":{"symbol":"ug\/m3"}}}
                """#,
                "2026-03-02T08:15:00Z"
            ),
        ])
    func times(_ dialect: Dialect, _ payload: String, _ stamp: String) {
        let decoding = Decoding(payload, dialect)
        #expect(decoding.refusal == nil)
        #expect(decoding.samples.map { $0.stamp?.iso8601 } == [stamp])
        #expect(decoding.samples.map(\.value.count) == [5_000_000])
    }

    @Test("An entity that only says when it began is of that time, not of its arrival")
    func onlyBeginning() {
        let payload = #"{"id":"urn:a","type":"AirQualityObserved","dateObservedFrom":"2026-03-02T08:00:00Z","no2":5}"#
        #expect(Decoding(payload, .ngsiLD).samples.map { $0.stamp?.iso8601 } == ["2026-03-02T08:00:00Z"])
    }

    @Test("The warmth of a heated inlet is not the street's")
    func heatedInlet() {
        let payload = #"""
            {"esp8266id":"1","sensordatavalues":[{"value_type":"HECA_temperature","value":"31.5"},
            {"value_type":"HECA_humidity","value":"20"},{"value_type":"SDS_P2","value":"5"}]}
            """#
        #expect(Decoding(payload, .airrohr).values == [.pm2_5: 5_000_000])
    }
}
