import Readings
import Testing

@testable import Dialects

/// What the messages of one file say, worked out from its notes; an empty list is context.
struct ChargerExpectation: Sendable, CustomTestStringConvertible {
    var file: String
    var dialect: Dialect
    /// The topic's level that names the device, by message; the last one stands for the rest.
    var deviceLevels: [Int]
    var lines: [[String]]

    var testDescription: String { file }
}

@Suite("charger payload examples")
struct ChargerExampleTests {
    private static let transaction = "a5f0c1d2-6b7e-4d10-9f3a-0c4e7f5b2a11"

    private static let emqx = ChargerExpectation(
        file: "emqx_ocpp_gateway.json", dialect: .emqxOCPP,
        deviceLevels: Array(repeating: 3, count: 12) + [2],
        lines: [
            ["booted"], [],
            ["#1 2026-03-28T17:59:00Z Available NoError"],
            ["#1 2026-03-28T18:00:00Z Preparing NoError"],
            ["#1 2026-03-28T18:00:58Z started m0004 1845210 Wh"],
            ["#1 2026-03-28T18:01:00Z Charging NoError"],
            [
                "#1 2026-03-28T18:15:00Z register 1846396 Wh of 77121",
                "#1 2026-03-28T18:15:00Z interval 1186 Wh of 77121",
                "#1 2026-03-28T18:15:00Z power 5070.5 W of 77121",
            ],
            ["#1 2026-03-28T18:16:00Z register 1846481 Wh"],
            ["#1 2026-03-28T23:30:00Z SuspendedEV NoError"],
            [
                "2026-03-28T18:00:58Z register 1845210 Wh of 77121",
                "2026-03-29T07:03:40Z register 1869934 Wh of 77121",
                "2026-03-29T07:03:40Z stopped 77121 1869934 Wh EVDisconnected",
            ],
            [], ["heartbeat every 300 s"],
            ["#1 2026-03-28T17:59:00Z Available NoError"],
        ])

    private static let ocpp201 = ChargerExpectation(
        file: "ocpp201_frames.json", dialect: .ocpp201, deviceLevels: [2],
        lines: [
            ["evse 1 #1 2026-03-28T18:00:00Z InUse"],
            ["evse 1 #1 2026-03-28T18:00:00Z Started 0 \(transaction) EVConnected"],
            // 1846.396 kWh; 50705 with multiplier -1 is 5070.5 W.
            [
                "evse 1 #1 2026-03-28T18:15:00Z register 1846396 Wh of \(transaction)",
                "evse 1 #1 2026-03-28T18:15:00Z power 5070.5 W of \(transaction)",
                "evse 1 #1 2026-03-28T18:15:00Z Updated 3 \(transaction) Charging card",
            ],
            // Later events of a transaction name no EVSE.
            ["2026-03-28T23:30:00Z Updated 25 \(transaction) SuspendedEV"],
            [
                "2026-03-29T07:03:40Z register 1869934 Wh of \(transaction)",
                "2026-03-29T07:03:40Z Ended 26 \(transaction) Idle offline EVDisconnected",
            ],
        ])

    /// CHARGING does not tell whether a current flows. 5.484 h are 19,742.4 s; 7.583 h are 27,298.8 s.
    private static let ocpi = ChargerExpectation(
        file: "ocpi_221_push.json", dialect: .ocpi, deviceLevels: [6, 5, 5, 3],
        lines: [
            ["2026-03-28T18:01:00Z InUse"],
            [
                "EVSE421A #1 2026-03-28T18:15:00Z session S77121 ACTIVE from 2026-03-28T18:00:58Z 1186 Wh "
                    + "updated 2026-03-28T18:15:00Z"
            ],
            [
                "EVSE421A (GB*EXA*E00421) #1 2026-03-29T07:06:00Z CDR S77121 from 2026-03-28T18:00:58Z "
                    + "to 2026-03-29T07:05:00Z 24724 Wh charging 19742.4 s parking 27298.8 s "
                    + "updated 2026-03-29T07:06:00Z"
            ],
            ["00000000-0000-4000-8000-0000000000e1 (GB*EXB*E*00022) 2026-07-26T07:33:18Z InService"],
        ])

    private static let everestLegacy = ChargerExpectation(
        file: "everest_api_legacy.json", dialect: .everest, deviceLevels: [2],
        lines: [
            [
                "#1 2026-03-28T18:15:00Z Charging", "#1 2026-03-28T18:15:00Z session 1804 Wh",
                "#1 2026-03-28T18:15:00Z power 7215.4 W",
            ],
            // 1774721700 is 2026-03-28T18:15:00Z: 20,540 days and 65,700 seconds.
            ["#1 2026-03-28T18:15:00Z register 1846480 Wh", "#1 2026-03-28T18:15:00Z power 7215.4 W"],
            ["link up"],
        ])

    private static let everest = ChargerExpectation(
        file: "everest_api_v1.json", dialect: .everest, deviceLevels: [4],
        lines: [
            [
                "#1 2026-03-28T18:15:00Z Charging", "#1 2026-03-28T18:15:00Z session 1804 Wh",
                "#1 2026-03-28T18:15:00Z power 7215 W",
            ],
            [
                "#1 2026-03-29T07:05:00Z Available", "#1 2026-03-29T07:05:00Z session 24724 Wh",
                "#1 2026-03-29T07:05:00Z power 0 W",
            ],
        ])

    /// On the topics that are not read nothing is: see TopicTail. `updated` and the counters of seconds are among them.
    private static let evcc = ChargerExpectation(
        file: "evcc.json", dialect: .evcc, deviceLevels: [1],
        lines: [
            ["link up"], refused, refused, refused, ["#1 plugged"], ["#1 charging"], refused, ["#1 power 7215.4 W"],
            refused, refused, refused, refused, ["#1 session 1803.85 Wh"], refused, refused,
            ["#1 register 1846480 Wh"], refused, [],
        ])
    private static let refused = ["refused: wrong_shape"]

    /// No place is free: in use, as OCPI's CHARGING.
    private static let station = ChargerExpectation(
        file: "ngsi_ld_evchargingstation.json", dialect: .ngsiLDStation, deviceLevels: [3],
        lines: Array(
            repeating: ["0421 (urn:ngsi-ld:EVChargingStation:WCC:0421) 2026-03-28T18:15:00Z InUse"], count: 2))

    private static let centralSystem = ChargerExpectation(
        file: "dtc_ocpp_central_system.json", dialect: .centralSystem, deviceLevels: [2],
        lines: [
            [
                "WCC-LC-0421 #1 Charging",
                "WCC-LC-0421 #1 2026-03-28T18:15:00Z register 1846480 Wh",
                "WCC-LC-0421 #1 2026-03-28T18:00:58Z started 77121 1845210 Wh",
                "WCC-LC-0421 #1 2026-03-28T18:00:58Z numbered 77121 77121",
            ]
        ])

    private static let chirpstack = ChargerExpectation(
        file: "chirpstack_v4_parking.json", dialect: .chirpstackBay, deviceLevels: [4],
        lines: [["bay-0421 2026-03-28T17:58:41.775023Z bay occupied"]])

    private static let ttn = ChargerExpectation(
        file: "ttn_v3_parking.json", dialect: .ttnBay, deviceLevels: [4],
        lines: [["bay-0421 2026-03-28T17:58:41.897Z bay occupied"]])

    static let all = [
        emqx, ocpp201, ocpi, everestLegacy, everest, evcc, station, centralSystem, chirpstack, ttn,
    ]

    @Test(
        "Every message decodes to the state, energy and time that its notes say, in any order of members",
        arguments: all)
    func decodes(_ expected: ChargerExpectation) {
        let messages = ChargerExample.messages(expected.file)
        #expect(messages.count == expected.lines.count)
        for (index, (message, lines)) in zip(messages, expected.lines).enumerated() {
            let level =
                index < expected.deviceLevels.count ? expected.deviceLevels[index] : expected.deviceLevels.last ?? 1
            for payload in message.payloads {
                let told = ToldEvents(payload, expected.dialect, tail: message.tail(behind: level))
                // The events of a list stand in its order, which is that of its members.
                #expect(told.lines.sorted() == lines.sorted(), "\(message.topic)")
            }
        }
    }

    @Test("Who charged never leaves the decoder", arguments: all)
    func cards(_ expected: ChargerExpectation) {
        for message in ChargerExample.messages(expected.file) {
            for payload in message.payloads {
                for level in 0...6 {
                    let told = ToldEvents(payload, expected.dialect, tail: message.tail(behind: level))
                    #expect(!told.lines.joined().contains("04A1B2C3D4E580"))
                }
            }
        }
    }
}
