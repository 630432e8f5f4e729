import Readings
import Testing

@testable import Dialects

@Suite("stations, bays and central systems")
struct StationDialectTests {
    private static func station(_ members: String) -> [String] {
        ToldEvents("{\"id\":\"urn:x:7\",\"type\":\"EVChargingStation\",\(members)}", .ngsiLDStation).lines.map {
            $0.replacing("7 (urn:x:7) ", with: "")
        }
    }

    @Test(
        "A station is in use when no place is free, available when all are, and in service when nobody knows",
        arguments: [
            (#""status":"working""#, "InService"), (#""status":"working","availableCapacity":0"#, "InUse"),
            (#""availableCapacity":2,"capacity":2,"status":"working""#, "Available"),
            (#""availableCapacity":1,"capacity":2"#, "InService"), (#""status":"empty""#, "Available"),
            (#""status":"full""#, "InUse"), (#""status":"almostFull""#, "InService"),
            (#""status":"withIncidence""#, "InService"),
            (#""status":"outOfService","availableCapacity":0"#, "Unavailable"),
            (#""status":{"type":"Property","value":"full"}"#, "InUse"), (#""status":{"value":["full"]}"#, "InUse"),
        ])
    func words(members: String, expected: String) {
        #expect(Self.station(members) == [expected])
    }

    @Test("An attribute's own time wins, the newest of them; else the entity's")
    func times() {
        #expect(
            Self.station(
                #""status":{"value":"full","observedAt":"2026-03-02T08:00:00Z"},"observationDateTime":"2026-03-02T09:00:00Z""#
            )
                == ["2026-03-02T08:00:00Z InUse"])
        #expect(
            Self.station(
                #""availableCapacity":{"value":0,"observedAt":"2026-03-02T08:05:00Z"},"status":{"value":"working","observedAt":"2026-03-02T08:00:00Z"}"#
            )
                == ["2026-03-02T08:05:00Z InUse"])
        #expect(
            Self.station(#""status":"full","observationDateTime":"2026-03-02T09:00:00Z""#) == [
                "2026-03-02T09:00:00Z InUse"
            ])
    }

    @Test("An unknown word is unknown and counted; a station that says nothing is context; another entity is refused")
    func others() {
        #expect(Self.station(#""status":"sleepy""#) == ["Unknown", "rejected: malformed_value"])
        #expect(Self.station(#""name":"x""#) == [])
        for payload in [
            #"{"id":"urn:x:7","type":"AirQualityObserved","status":"full"}"#, "{}", "7",
            #"{"type":"EVChargingStation"}"#,
        ] {
            #expect(ToldEvents(payload, .ngsiLDStation).lines == ["refused: wrong_shape"])
        }
        let entity = #"{"id":"urn:x:7","type":["EVChargingStation"],"status":"full"}"#
        for payload in [
            "[\(entity),\(entity)]", #"{"id":"urn:n:1","type":"Notification","data":[\#(entity),\#(entity)]}"#,
        ] {
            #expect(ToldEvents(payload, .ngsiLDStation).lines == Array(repeating: "7 (urn:x:7) InUse", count: 2))
        }
    }

    // MARK: Bays

    private static func chirpStack(_ members: String, name: String = #""deviceName":"bay-1""#) -> [String] {
        ToldEvents("{\"deviceInfo\":{\(name)},\"time\":\"2026-03-02T08:00:00+00:00\",\(members)}", .chirpstackBay).lines
    }

    @Test(
        "A bay is what the server's decoder says, or a byte of ports 1 and 2",
        arguments: [
            (#""fPort":1,"data":"AQ==","object":{"occupied":false}"#, ["bay free"]),
            (#""fPort":1,"data":"AQ==""#, ["bay occupied"]), (#""fPort":2,"data":"AA==""#, ["bay free"]),
            (#""fPort":3,"data":"AQ==""#, []), (#""fPort":1,"object":{"Occupied":1}"#, ["bay occupied"]),
            (#""fPort":1,"object":{"occupancy":"free"}"#, ["bay free"]), (#""fPort":0,"data":"AQ==""#, []),
            (#""fPort":1,"object":{"battery":3.1}"#, []),
        ] as [(String, [String])])
    func bays(members: String, expected: [String]) {
        #expect(Self.chirpStack(members) == expected.map { "bay-1 2026-03-02T08:00:00Z " + $0 })
    }

    @Test("Bytes that nobody can read are refused, and a word that is none rejected")
    func unread() {
        #expect(Self.chirpStack(#""fPort":1,"data":"Ag==""#) == ["refused: wrong_shape"])
        #expect(Self.chirpStack(#""fPort":5,"data":"AQID""#) == ["refused: wrong_shape"])
        #expect(Self.chirpStack(#""object":{"occupied":"maybe"}"#) == ["rejected: malformed_value"])
        #expect(Self.chirpStack(#""object":{"occupied":true,"occupancy":false}"#) == ["refused: duplicate_key"])
        #expect(ToldEvents(#"{"object":{"occupied":true}}"#, .chirpstackBay).lines == ["refused: wrong_shape"])
    }

    @Test("A tag names the EVSE or the charge point before the sensor's own name does")
    func tags() {
        func device(_ name: String) -> String? {
            Self.chirpStack(#""object":{"occupied":true}"#, name: name).first?.split(separator: " ").first.map(
                String.init)
        }
        #expect(device(#""deviceName":"bay-1","tags":{"evse":"cp-1-2","charge_point":"cp-1"}"#) == "cp-1-2")
        #expect(device(#""tags":{"charge_point":"cp-1","row":"4"},"deviceName":"bay-1""#) == "cp-1")
        #expect(device(#""deviceName":"bay-1","tags":{"evse":""}"#) == "bay-1")
    }

    @Test("A sensor proves nothing of the charge point's contact, and what a person simulated is none of its words")
    func sensors() throws {
        let uplink =
            #""end_device_ids":{"device_id":"bay-1"},"uplink_message":{"f_port":1,"frm_payload":"AQ==","received_at":"2026-03-02T08:00:00Z"}"#
        #expect(ToldEvents("{\(uplink)}", .ttnBay).lines == ["bay-1 2026-03-02T08:00:00Z bay occupied"])
        #expect(ToldEvents("{\(uplink),\"simulated\":true}", .ttnBay).lines == [])
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        let bytes = Array("{\(uplink)}".utf8)
        try decoder.decode(bytes.span, dialect: .ttnBay, into: &decoded)
        #expect(decoded.origin == .thirdParty)
    }

    // MARK: A central system's list

    @Test("Each connector of each charge point is told of; -1 and the year 1 mean nothing")
    func list() {
        let payload = #"""
            {"cp-1":{"ID":"cp-1","Connectors":{"1":{"ID":1,"Status":"Available","MeterReadings":[
            {"MeterValue":-1,"MeterValueUnit":"Wh","Timestamp":"2026-03-02T08:00:00Z"},
            {"MeterValue":2,"MeterValueUnit":"kWh","Timestamp":"2026-03-02T08:00:00Z"},
            {"MeterValue":230,"MeterValueUnit":"V","Timestamp":"2026-03-02T08:00:00Z"},
            {"MeterValue":5,"MeterValueUnit":"Wh","Timestamp":"0001-01-01T00:00:00"}],"CurrentTransactions":{}},
            "2":{"Status":"Melted"}}},
            "cp-2":{"ID":"cp-2","Connectors":{"1":{"ID":1,"Status":"","CurrentTransactions":{"7":{"ID":7,
            "StartTime":"2026-03-02T08:00:00Z","StopTime":"2026-03-02T09:00:00Z","MeterValueStart":10,
            "MeterValueFinish":30}}}}}}
            """#
        #expect(
            ToldEvents(payload, .centralSystem).lines == [
                "cp-1 #1 Available", "cp-1 #1 2026-03-02T08:00:00Z register 2000 Wh", "cp-1 #2 Unknown",
                "cp-2 #1 2026-03-02T08:00:00Z started 7 10 Wh", "cp-2 #1 2026-03-02T08:00:00Z numbered 7 7",
                "cp-2 #1 2026-03-02T09:00:00Z stopped 7 30 Wh Local", "rejected: malformed_value",
            ])
        #expect(ToldEvents("{}", .centralSystem).lines == [])
        #expect(ToldEvents(#"{"cp-1":7}"#, .centralSystem).lines == ["refused: wrong_shape"])
    }
}
