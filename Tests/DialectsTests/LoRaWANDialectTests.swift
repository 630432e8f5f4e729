import Foundation
import Readings
import Testing

@testable import Dialects

@Suite("ttn and chirpstack dialects")
struct LoRaWANDialectTests {
    /// 21.4 ppb * 1.9125 ug/m3 per ppb = 40.9275 ug/m3; the rest is in the file's units. `battery` is no quantity.
    private static let measured: [Quantity: Int64] = [
        .pm2_5: 9_800_000, .pm10: 16_700_000, .no2: 40_927_500, .temperature: 11_600_000, .humidity: 78_200_000,
    ]

    @Test("The Things Stack: the device is device_id, the stamp is the network server's, not the two others")
    func ttn() {
        let decoding = Decoding(Fixture.bytes("ttn-v3-uplink.json"), .ttn)
        #expect(decoding.device == "aq-school-01")
        #expect(decoding.values == Self.measured)
        #expect(decoding.samples.count == 5)
        #expect(decoding.samples.allSatisfy { $0.stamp == at("2026-03-02T08:17:31.898Z") && $0.covers == nil })
        #expect(decoding.rejected.isEmpty)
    }

    @Test("ChirpStack: the device is devEui, the stamp is time, whose nanoseconds are cut")
    func chirpStack() {
        let decoding = Decoding(Fixture.bytes("chirpstack-v4-up.json"), .chirpstack)
        #expect(decoding.device == "0004a30b00000001")
        #expect(decoding.values == Self.measured)
        #expect(decoding.samples.allSatisfy { $0.stamp == at("2026-03-02T08:17:31.775023Z") })
    }

    @Test(
        "A copy of a frame that another gateway heard, or that is sent again, gives equal samples",
        arguments: [
            (.ttn, "2026-03-02T08:17:31.802Z", "2026-03-02T08:17:30.100Z"),
            (.ttn, "2026-03-02T08:17:32.105283441Z", "2026-03-02T08:19:00Z"),
            (.ttn, "wcc-gw-03", "wcc-gw-04"),
            (.chirpstack, "2026-03-02T08:17:31.775023+00:00", "2026-03-02T08:17:33.100000+00:00"),
            (.chirpstack, "2026-03-02T08:17:31.801023+00:00", "2026-03-02T08:17:33.100000+00:00"),
        ] as [(Dialect, String, String)])
    func copies(_ dialect: Dialect, _ first: String, _ second: String) {
        let payload = Fixture.bytes(dialect == .ttn ? "ttn-v3-uplink.json" : "chirpstack-v4-up.json")
        let text = String(decoding: payload, as: UTF8.self)
        let copy = text.replacingOccurrences(of: first, with: second)
        #expect(copy != text)
        #expect(Decoding(copy, dialect).samples == Decoding(text, dialect).samples)
    }

    private static func ttn(_ uplink: String, _ more: String = "") -> Decoding {
        Decoding(#"{"end_device_ids":{"device_id":"d"},"uplink_message":{\#(uplink)}\#(more)}"#, .ttn)
    }

    private static func chirpStack(_ members: String) -> Decoding {
        Decoding(#"{"deviceInfo":{"devEui":"d"}\#(members)}"#, .chirpstack)
    }

    @Test("A frame with bytes that no decoder read is refused; commands (port 0) and empty frames are context")
    func undecoded() {
        #expect(Self.ttn(#""f_port":2,"frm_payload":"AGI=""#).refusal == .wrongShape)
        #expect(Self.ttn(#""f_port":2,"frm_payload":"AGI=","decoded_payload":null"#).refusal == .wrongShape)
        #expect(Self.chirpStack(#","fPort":2,"data":"AGI=""#).refusal == .wrongShape)
        // The port is left out where it is nought.
        for context in [
            Self.ttn(#""frm_payload":"AGI=""#), Self.ttn(#""f_port":0,"frm_payload":"AGI=""#), Self.ttn(#""f_port":2"#),
            Self.ttn(#""f_port":2,"frm_payload":"AGI=","decoded_payload":{"battery":3.6}"#),
            Self.chirpStack(#","fPort":0,"data":"AGI=""#), Self.chirpStack(#","fPort":2,"data":"""#),
            Self.chirpStack(#","margin":10,"batteryLevel":80.0"#),
        ] {
            #expect(context.refusal == nil && context.samples.isEmpty && context.device == "d")
        }
    }

    @Test("Joins, the fate of downlinks and simulated uplinks measured nothing: context")
    func otherEvents() {
        let join = Decoding(#"{"end_device_ids":{"device_id":"d"},"join_accept":{"session_key_id":"x"}}"#, .ttn)
        #expect(join.refusal == nil && join.samples.isEmpty)
        let values = #""f_port":2,"frm_payload":"AGI=","decoded_payload":{"pm10":5}"#
        #expect(Self.ttn(values, #","simulated":true"#).samples.isEmpty)
        #expect(Self.ttn(values, #","simulated":false"#).samples.count == 1)
        #expect(Self.ttn(values, #","simulated":true"#).refusal == nil)
    }

    @Test("What is zero is left out by the server and is not made up")
    func zeros() {
        #expect(Self.ttn(#""f_port":2,"decoded_payload":{"no2_ppb":3}"#).values == [.no2: 5_737_500])
    }

    @Test(
        "Names of values in any case carry their unit",
        arguments: [
            // 10 ppb * 1.9125; 0.5 ppm * 1.1642 mg/m3; (52.88 - 32) * 5/9; 284.75 K - 273.15; 101325 Pa / 100; 18 / 3.6.
            ("NO2_ppb", "10", .no2, 19_125_000), ("no2_ugm3", "10", .no2, 10_000_000), ("no2", "10", .no2, 10_000_000),
            ("co_ppm", "0.5", .co, 582_100), ("co_ug_m3", "500", .co, 500_000), ("co", "0.5", .co, 500_000),
            ("pm2.5", "9.8", .pm2_5, 9_800_000), ("PM25", "9.8", .pm2_5, 9_800_000), ("pm1_0", "5", .pm1, 5_000_000),
            ("pm10_0", "5", .pm10, 5_000_000), ("pm10_mg_m3", "0.0185", .pm10, 18_500_000),
            ("temp_f", "52.88", .temperature, 11_600_000), ("airTemperature", "-3", .temperature, -3_000_000),
            ("temp_k", "284.75", .temperature, 11_600_000), ("relativeHumidity", "71", .humidity, 71_000_000),
            ("barometric_pressure_pa", "101325", .pressure, 1_013_250_000),
            ("pressure", "1013", .pressure, 1_013_000_000),
            ("windSpeed_kmh", "18", .windSpeed, 5_000_000), ("wind_direction", "225", .windDirection, 225_000_000),
            ("co2", "431", .co2, 431_000_000), ("pm10", "\"16.7\"", .pm10, 16_700_000),
        ] as [(String, String, Quantity, Int64)])
    func names(_ name: String, _ value: String, _ quantity: Quantity, _ millionths: Int64) {
        #expect(Self.ttn(#""decoded_payload":{"\#(name)":\#(value)}"#).values == [quantity: millionths])
    }

    @Test("Of two names of one quantity the one with the written unit is believed, in whatever order they come")
    func twoNames() {
        for members in [#""no2_ppb":10,"no2":99,"no2_ugm3":19.2"#, #""no2_ugm3":19.2,"no2":99,"no2_ppb":10"#] {
            let decoding = Self.chirpStack(#","object":{\#(members)}"#)
            #expect(decoding.samples.map(\.value.count) == [19_200_000])
        }
        #expect(Self.chirpStack(#","object":{"no2":1,"NO2":2}"#).refusal == .duplicateKey)
    }

    @Test("Words, objects and sentinels in place of a value")
    func malformed() {
        let decoding = Self.ttn(
            #""decoded_payload":{"pm10":"x","pm1":true,"o3":-999,"no2":null,"gps":{"pm4":1},"so2":"nan"}"#)
        #expect(decoding.samples.isEmpty)
        #expect(
            decoding.rejections == [.pm10: .malformedValue, .pm1: .malformedValue, .o3: .sentinel, .so2: .sentinel])
    }

    @Test("Without a stamp the receive time serves; a stamp without a zone or of another kind is refused")
    func stamps() {
        #expect(Self.ttn(#""decoded_payload":{"pm10":1}"#).samples.map(\.stamp) == [nil])
        #expect(Self.chirpStack(#","time":null,"object":{"pm10":1}"#).samples.map(\.stamp) == [nil])
        #expect(Self.ttn(#""received_at":"2026-03-02T08:17:31","decoded_payload":{}"#).refusal == .malformedStamp)
        #expect(Self.chirpStack(#","time":1772439451,"object":{"pm10":1}"#).refusal == .malformedStamp)
    }

    @Test("Other objects are refused", arguments: ["{}", "[]", "7", #"{"pm10":1}"#, #"{"uplink_message":7}"#])
    func shapes(_ text: String) {
        #expect(Decoding(text, .ttn).refusal == .wrongShape)
        #expect(Decoding(text, .chirpstack).refusal == .wrongShape)
    }
}
