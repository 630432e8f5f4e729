import Readings
import Testing

@testable import Dialects

@Suite("ocpi dialect")
struct OCPIDialectTests {
    private static func told(_ payload: String) -> [String] { ToldEvents(payload, .ocpi).lines }

    /// The words of OCPI 2.2.1 section 8.4.22, and two of operators.
    @Test(
        "Each status word is known; WORKING is in service, FAULTED is out of order",
        arguments: [
            ("AVAILABLE", "Available"), ("BLOCKED", "Blocked"), ("CHARGING", "InUse"), ("INOPERATIVE", "Unavailable"),
            ("OUTOFORDER", "Faulted"), ("PLANNED", "Retired"), ("REMOVED", "Retired"), ("RESERVED", "Reserved"),
            ("UNKNOWN", "Unknown"), ("WORKING", "InService"), ("FAULTED", "Faulted"),
        ])
    func words(word: String, expected: String) {
        #expect(
            Self.told("{\"status\":\"\(word)\",\"last_updated\":\"2026-03-02T08:00:00Z\"}")
                == ["2026-03-02T08:00:00Z \(expected)"])
    }

    @Test("Any other word is unknown and counted")
    func unknownWord() {
        #expect(Self.told(#"{"status":"MELTED"}"#) == ["Unknown", "rejected: malformed_value"])
        #expect(Self.told(#"{"status":"charging"}"#) == ["Unknown", "rejected: malformed_value"])
    }

    @Test("A Location, a list of them and a reply say the same; a list may have many")
    func envelopes() {
        let evse = #"{"uid":"E1","evse_id":"GB*A*E1","status":"AVAILABLE","last_updated":"2026-03-02T08:00:00Z"}"#
        let location = #"{"id":"L","publish":true,"evses":[\#(evse)],"last_updated":"2026-03-02T09:00:00Z"}"#
        let expected = ["E1 (GB*A*E1) 2026-03-02T08:00:00Z Available"]
        for payload in [
            location, "[\(location)]", "{\"data\":[\(location)],\"status_code\":1000}", "{\"data\":\(location)}",
        ] { #expect(Self.told(payload) == expected) }
        #expect(Self.told("[\(location),\(location.replacing("E1", with: "E2"))]").count == 2)
        #expect(Self.told(#"{"data":[],"status_code":1000}"#) == [])
    }

    @Test("A time without its Z is UTC; one that cannot be read is none, and costs the list nothing")
    func times() {
        let list = #"""
            [{"id":"L","evses":[{"uid":"E1","status":"AVAILABLE","last_updated":"2026-03-02T08:00:00"},
            {"uid":"E2","status":"RESERVED","last_updated":"yesterday"},{"evse_id":"GB*A*E3","status":"UNKNOWN"},
            {"uid":"E4"}]}]
            """#
        #expect(Self.told(list) == ["E1 2026-03-02T08:00:00Z Available", "E2 Reserved", "GB*A*E3 Unknown"])
    }

    @Test("A changed session tells what it names; one that names no EVSE is counted as nobody's")
    func changes() {
        #expect(
            Self.told(#"{"id":"S1","evse_uid":"E1","status":"COMPLETED","last_updated":"2026-03-02T08:00:00Z"}"#)
                == ["E1 2026-03-02T08:00:00Z session S1 COMPLETED updated 2026-03-02T08:00:00Z"])
        #expect(
            Self.told(#"{"id":"S1","evse_uid":"E1","kwh":1.5,"last_updated":"2026-03-02T08:00:00Z"}"#)
                == ["E1 2026-03-02T08:00:00Z session S1 1500 Wh updated 2026-03-02T08:00:00Z"])
        #expect(
            Self.told(#"{"kwh":1.5,"last_updated":"2026-03-02T08:00:00Z"}"#) == ["rejected: not_registered"])
        #expect(Self.told(#"{"status":"COMPLETED"}"#) == ["rejected: not_registered"])
    }

    @Test(
        "The total stands, whatever the periods add up to; without one their energies do, and times and powers always")
    func periods() {
        let periods = #"""
            "charging_periods":[{"start_date_time":"2026-03-02T08:00:00Z","dimensions":[{"volume":0.12,"type":"ENERGY"},
            {"type":"TIME","volume":0.5},{"type":"MAX_POWER","volume":7.2}]},
            {"dimensions":[{"type":"ENERGY","volume":41},{"type":"TIME","volume":0.25},{"type":"PARKING_TIME","volume":1},
            {"type":"MAX_POWER","volume":3},{"type":"FLAT","volume":1}]}]
            """#
        let measured = "charging 2700 s parking 3600 s peak 7200 W"
        #expect(
            Self.told(#"{"id":"S","evse_uid":"E","kwh":41.12,\#(periods)}"#) == ["E session S 41120 Wh \(measured)"])
        #expect(Self.told(#"{"id":"S","evse_uid":"E",\#(periods)}"#) == ["E session S 41120 Wh \(measured)"])
        #expect(Self.told(#"{"id":"S","evse_uid":"E","kwh":2,\#(periods)}"#) == ["E session S 2000 Wh \(measured)"])
    }

    @Test("Connectors, Tariffs and Tokens are context; what is no object of OCPI is refused")
    func others() {
        for context in [
            #"{"id":"1","standard":"IEC_62196_T2","format":"SOCKET","last_updated":"2026-03-02T08:00:00Z"}"#,
            #"{"uid":"04A1B2C3D4E580","type":"RFID","contract_id":"X","valid":true}"#, #"{"name":"a","publish":false}"#,
            "[]",
        ] { #expect(Self.told(context) == [], "\(context)") }
        for refused in ["{}", #"{"name":"a"}"#, #"[{"x":1}]"#, #"{"data":{"x":1}}"#, "7", "\"AVAILABLE\"", "[7]"] {
            #expect(Self.told(refused) == ["refused: wrong_shape"], "\(refused)")
        }
    }

    @Test("A bill does not prove that the unit is in contact; a status of the operator's system does")
    func origins() throws {
        for (payload, origin) in [
            (#"{"id":"C","total_energy":1,"cdr_location":{"evse_uid":"E"}}"#, MessageOrigin.thirdParty),
            (#"{"status":"AVAILABLE"}"#, .unit),
        ] {
            var decoder = Dialects.Decoder()
            var decoded = Decoded()
            let bytes = Array(payload.utf8)
            try decoder.decode(bytes.span, dialect: .ocpi, into: &decoded)
            #expect(decoded.origin == origin)
        }
    }
}
