import Dialects
import Pipeline
import Readings
import Tables
import Testing

/// `kerbside aggregate --dialect`: payloads without topics and receive times.
@Suite("Bare payloads")
struct BarePayloadTests {
    /// Each says a PM2.5 of 9.8 ug/m3 at 2026-03-02T08:17:31Z (1772439451 s) and names its device.
    static let payloads: [(Dialect, device: String, String)] = [
        (.plain, "d-1", #"{"device":"d-1","ts":"2026-03-02T08:17:31Z","readings":{"pm2_5":9.8}}"#),
        (
            .ngsiLD, "d-1",
            #"{"id":"urn:ngsi-ld:AirQualityObserved:d-1","type":"AirQualityObserved","dateObserved":{"type":"Property","value":"2026-03-02T08:17:31Z"},"pm25":{"type":"Property","value":9.8,"unitCode":"GQ"}}"#
        ),
        (
            .ngsiv2, "d-1",
            #"{"id":"urn:ngsi-ld:AirQualityObserved:d-1","type":"AirQualityObserved","dateObserved":{"type":"DateTime","value":"2026-03-02T08:17:31Z"},"pm25":{"type":"Number","value":9.8,"metadata":{"unitCode":{"value":"GQ"}}}}"#
        ),
        (
            .senml, "0004a30b00000001",
            #"[{"bn":"urn:dev:mac:0004a30b00000001:","bt":1772439451,"n":"pm25","u":"kg/m3","v":9.8e-9}]"#
        ),
        (
            .ttn, "d-1",
            #"{"end_device_ids":{"device_id":"d-1"},"received_at":"2026-03-02T08:17:32Z","uplink_message":{"f_port":1,"frm_payload":"AA==","decoded_payload":{"pm2_5":9.8},"received_at":"2026-03-02T08:17:31Z"}}"#
        ),
        (
            .chirpstack, "0004a30b001c0530",
            #"{"deviceInfo":{"devEui":"0004a30b001c0530"},"time":"2026-03-02T08:17:31+00:00","fPort":1,"object":{"pm2_5":9.8}}"#
        ),
        (
            .sensorCommunity, "71234",
            #"[{"timestamp":"2026-03-02 08:17:31","sensor":{"id":71234},"sensordatavalues":[{"value_type":"P2","value":"9.8"}]}]"#
        ),
        (
            .purpleair, "84:f3:eb:00:00:01",
            #"{"SensorId":"84:f3:eb:00:00:01","DateTime":"2026/03/02T08:17:31z","pm2_5_atm":9.8}"#
        ),
        (
            .aqmesh, "2450001",
            #"[{"pod_serial_number":2450001,"reading_datestamp":"2026-03-02T08:17:31","particle_p2":60,"pm2_5_prescale":9.8,"pm2_5_slope":1,"pm2_5_offset":0}]"#
        ),
    ]

    @Test("Every dialect whose payloads name device and time has a case here")
    func complete() {
        let named = Dialect.allCases.filter { if case .namesDeviceAndTime = $0.bareness { true } else { false } }
        #expect(Self.payloads.map(\.0).sorted { $0.name < $1.name } == named.sorted { $0.name < $1.name })
    }

    private static func corridor(_ device: String, _ dialect: Dialect) throws -> Corridor {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        let sensors = "device,site,dialect,period_s,from\n\(device),school,\(dialect.name),60,2026-03-02T08:00:00Z\n"
        return Corridor(
            registry: try CityRegistry.tables(start: start, move: start, sheets: ["air_sensors.csv": sensors]),
            settings: CorridorSettings(windows: WindowName.allCases))
    }

    @Test("A payload goes to the device that it names, at the time that it says", arguments: payloads)
    func placed(dialect: Dialect, device: String, payload: String) throws {
        var corridor = try Self.corridor(device, dialect)
        corridor.takeBare(Array(payload.utf8).span, dialect: dialect)
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        let names = String(decoding: Dataset.airHour.header, as: UTF8.self).dropLast().split(separator: ",")
        let rows = files.rows(.airHour).map { Dictionary(uniqueKeysWithValues: zip(names.map(String.init), $0)) }
            .filter { $0["quantity"] == "pm2_5" && $0["n"] != "0" }
        #expect(rows.map { $0["window_start"] } == ["2026-03-02T08:00:00Z"])
        #expect(rows.map { [$0["device"], $0["n"], $0["mean"]] } == [[device, "1", "9.8"]])
        #expect(corridor.balance.decoded == 1 && corridor.balance.messagesAddUp)
    }

    @Test(
        "A payload without a time of its own is quarantined, and counted",
        arguments: [
            (.senml, #"[{"bn":"urn:dev:mac:0004a30b00000001:","n":"pm25","u":"kg/m3","v":9.8e-9}]"#, .malformedStamp),
            (
                .ttn, #"{"end_device_ids":{"device_id":"0004a30b00000001"},"join_accept":{}}"#, .malformedStamp
            ),
            (.senml, #"[{"n":"pm25","u":"kg/m3","v":9.8e-9,"t":1772439451}]"#, .wrongShape),
            (
                .senml, #"[{"bn":"urn:dev:mac:0004a30b00000002:","n":"pm25","u":"kg/m3","v":1e-9,"t":1772439451}]"#,
                .unknownDevice
            ),
        ] as [(Dialect, String, QuarantineReason)])
    func quarantined(dialect: Dialect, payload: String, reason: QuarantineReason) throws {
        var corridor = try Self.corridor("0004a30b00000001", dialect)
        corridor.takeBare(Array(payload.utf8).span, dialect: dialect)
        #expect(corridor.balance.quarantined == [reason: 1])
        #expect(corridor.balance.messages == 1 && corridor.balance.messagesAddUp)
    }
}
