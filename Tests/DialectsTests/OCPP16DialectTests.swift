import Readings
import Testing

@testable import Dialects

@Suite("ocpp16 dialect")
struct OCPP16DialectTests {
    private static func event(_ connector: Int?, _ stamp: String?, _ kind: ChargerEvent.Kind) -> ChargerEvent {
        ChargerEvent(connector: connector, stamp: stamp.map(at), kind: kind)
    }

    private static func wattHours(_ count: Int64) -> WattHours { WattHours(millionths: count * 1_000_000) }

    /// The example's frames in their order; an empty list is context.
    private static let expected: [[ChargerEvent]] = [
        [event(nil, nil, .booted)],
        [],
        [event(1, "2026-03-28T17:59:00Z", .status(.available, errorCode: "NoError"))],
        [event(1, "2026-03-28T18:00:00Z", .status(.preparing, errorCode: "NoError"))],
        [event(1, "2026-03-28T18:00:58Z", .started(messageID: "m0004", meter: wattHours(1_845_210)))],
        [event(nil, nil, .numbered(messageID: "m0004", transaction: 77_121))],
        [event(1, "2026-03-28T18:01:00Z", .status(.charging, errorCode: "NoError"))],
        // Current and voltage are not read.
        [
            event(1, "2026-03-28T18:15:00Z", .register(wattHours(1_846_396), transaction: 77_121)),
            event(1, "2026-03-28T18:15:00Z", .interval(wattHours(1_186), transaction: 77_121)),
            event(1, "2026-03-28T18:15:00Z", .power(microwatts: 5_070_500_000, transaction: 77_121)),
        ],
        // Everything left out: the outlet's register in Wh.
        [event(1, "2026-03-28T18:16:00Z", .register(wattHours(1_846_481), transaction: nil))],
        [event(1, "2026-03-28T23:30:00Z", .status(.suspendedEV, errorCode: "NoError"))],
        [
            event(nil, "2026-03-28T18:00:58Z", .register(wattHours(1_845_210), transaction: 77_121)),
            event(nil, "2026-03-29T07:03:40Z", .register(wattHours(1_869_934), transaction: 77_121)),
            event(
                nil, "2026-03-29T07:03:40Z",
                .stopped(transaction: 77_121, meter: wattHours(1_869_934), reason: .evDisconnected)),
        ],
        [event(1, "2026-03-29T07:03:40Z", .status(.finishing, errorCode: "NoError"))],
        [event(1, "2026-03-29T07:05:00Z", .status(.available, errorCode: "NoError"))],
        [event(1, "2026-03-29T10:00:00Z", .status(.faulted, errorCode: "GroundFailure"))],
        [event(1, "2026-03-29T10:05:00Z", .status(.unavailable, errorCode: "NoError"))],
        // 312.482 kWh; 3,655 + 3,630 + 3,671 = 10,956 W.
        [
            event(2, "2026-03-28T18:15:00.25Z", .register(wattHours(312_482), transaction: 88_002)),
            event(2, "2026-03-28T18:15:00.25Z", .power(microwatts: 10_956_000_000, transaction: 88_002)),
        ],
        // 20,411.9 kWh; 48.7 kW; the state of charge at the EV is not read.
        [
            event(1, "2026-03-28T18:15:00Z", .register(wattHours(20_411_900), transaction: 90_044)),
            event(1, "2026-03-28T18:15:00Z", .power(microwatts: 48_700_000_000, transaction: 90_044)),
        ],
        [
            event(
                nil, "2026-03-29T02:41:00Z", .stopped(transaction: -1, meter: wattHours(1_872_001), reason: .powerLoss))
        ],
        [],
    ]

    @Test("Every frame of the example decodes to its events, in any order of its members")
    func example() {
        #expect(Fixture.ocppFrames.count == Self.expected.count)
        for (frame, expected) in zip(Fixture.ocppFrames, Self.expected) {
            let decoding = Decoding(frame, .ocpp16)
            #expect(decoding.refusal == nil)
            #expect(decoding.events == expected, "\(String(decoding: frame, as: UTF8.self))")
            #expect(decoding.samples.isEmpty && decoding.rejected.isEmpty && decoding.device == nil)
        }
    }

    @Test("A tag never leaves the decoder")
    func tag() {
        for frame in Fixture.ocppFrames {
            #expect(!String(describing: Decoding(frame, .ocpp16)).contains("04A1B2C3D4E580"))
        }
        #expect(Set(Dialect.ocpp16.personalFields).isSuperset(of: ["idTag", "parentIdTag", "idToken", "data"]))
    }

    private func call(_ action: String, _ payload: String) -> Decoding {
        Decoding("[2,\"m1\",\"\(action)\",\(payload)]", .ocpp16)
    }

    @Test("A status without a stamp keeps none; each status word is known; an unknown error code is OtherError")
    func status() {
        for status in ConnectorWord.ocpp16 {
            let payload = "{\"status\":\"\(status.rawValue)\",\"connectorId\":0,\"errorCode\":\"=cmd()\"}"
            #expect(
                call("StatusNotification", payload).events
                    == [Self.event(0, nil, .status(status, errorCode: "OtherError"))])
        }
    }

    @Test("Stamps may carry fractions and offsets; the meter may be a number or a string")
    func start() {
        let stamp = #""timestamp":"2026-03-28T19:00:58.5+01:00""#
        let expected = [
            Self.event(3, "2026-03-28T18:00:58.5Z", .started(messageID: "m1", meter: WattHours(millionths: 7_500_000)))
        ]
        #expect(call("StartTransaction", #"{"meterStart":7.5,"connectorId":3,\#(stamp)}"#).events == expected)
        #expect(call("StartTransaction", #"{\#(stamp),"meterStart":"7.5","connectorId":3}"#).events == expected)
    }

    @Test("A stop without a reason is local, one with an unknown reason is other", arguments: StopReason.ocpp16)
    func stopReasons(_ reason: StopReason) {
        let rest = #""transactionId":5,"meterStop":1,"timestamp":"2026-03-28T18:00:00Z""#
        func kind(_ reason: StopReason) -> [ChargerEvent] {
            [
                Self.event(
                    nil, "2026-03-28T18:00:00Z", .stopped(transaction: 5, meter: Self.wattHours(1), reason: reason))
            ]
        }
        #expect(call("StopTransaction", "{\"reason\":\"\(reason.rawValue)\",\(rest)}").events == kind(reason))
        #expect(call("StopTransaction", "{\(rest)}").events == kind(.local))
        #expect(call("StopTransaction", "{\"reason\":\"Bored\",\(rest)}").events == kind(.other))
    }

    private func meterValues(_ sampled: String) -> [ChargerEvent.Kind] {
        call(
            "MeterValues",
            #"{"meterValue":[{"sampledValue":[\#(sampled)],"timestamp":"2026-03-28T18:00:00Z"}],"connectorId":1}"#
        ).events.map(\.kind)
    }

    private func power(_ value: Int, phase: String? = nil, unit: String = "W", more: String = "") -> String {
        let phase = phase.map { ",\"phase\":\"\($0)\"" } ?? ""
        return #"{"measurand":"Power.Active.Import","value":"\#(value)","unit":"\#(unit)"\#(phase)\#(more)}"#
    }

    private func register(_ value: Int, phase: String? = nil, more: String = "") -> String {
        let phase = phase.map { ",\"phase\":\"\($0)\"" } ?? ""
        return #"{"value":"\#(value)"\#(phase)\#(more)}"#
    }

    @Test("Power of single lines is added up only when no value of the whole stands beside it")
    func powerPhases() {
        func watts(_ value: Int64) -> [ChargerEvent.Kind] { [.power(microwatts: value * 1_000_000, transaction: nil)] }
        let lines = [power(100, phase: "L1"), power(20, phase: "L2"), power(3, phase: "L3-N")]
        #expect(meterValues(lines.joined(separator: ",")) == watts(123))
        #expect(meterValues((lines + [power(130)]).joined(separator: ",")) == watts(130))
        #expect(meterValues(([power(130)] + lines).joined(separator: ",")) == watts(130))
        #expect(meterValues(power(7, phase: "L1", unit: "kW")) == watts(7000))
        // A second context of one stamp repeats the figure; the neutral and lines against lines are parts of no sum.
        #expect(meterValues(lines[0] + "," + lines[0]) == watts(100))
        #expect(meterValues(lines[0] + "," + power(9, phase: "N") + "," + power(9, phase: "L1-L2")) == watts(100))
    }

    @Test("Registers of single lines are added up only when all three are there and none of the whole")
    func registerPhases() {
        func energy(_ value: Int64) -> [ChargerEvent.Kind] { [.register(Self.wattHours(value), transaction: nil)] }
        let lines = [register(100, phase: "L1"), register(20, phase: "L2"), register(3, phase: "L3")]
        #expect(meterValues(lines.joined(separator: ",")) == energy(123))
        #expect(meterValues(lines[0] + "," + lines[1]) == [])
        #expect(meterValues(lines.joined(separator: ",") + "," + register(130)) == energy(130))
    }

    @Test(
        "Only the outlet's plain values count: not the EV's or inlet's, not signed data, export or reactive energy",
        arguments: [
            #"{"value":"5","location":"EV"}"#, #"{"value":"5","location":"Inlet"}"#,
            #"{"value":"5","format":"SignedData"}"#,
            #"{"value":"5","measurand":"Energy.Active.Export.Register"}"#,
            #"{"value":"5","measurand":"Energy.Reactive.Import.Register"}"#, #"{"value":"5","measurand":"SoC"}"#,
        ])
    func otherValues(_ sampled: String) {
        #expect(meterValues(sampled) == [])
    }

    @Test("A value that is no number, or in a unit that cannot be, is rejected and the rest of the message stands")
    func malformedValues() {
        let payload = #"""
            {"connectorId":1,"meterValue":[{"timestamp":"2026-03-28T18:00:00Z",
            "sampledValue":[{"value":"abc"},{"value":"1","unit":"varh"},{"value":7}]}]}
            """#
        let decoding = call("MeterValues", payload)
        #expect(decoding.rejected == Array(repeating: RejectedSample(quantity: nil, reason: .malformedValue), count: 2))
        #expect(decoding.events.map(\.kind) == [.register(Self.wattHours(7), transaction: nil)])
    }

    @Test("A transaction number behind the values belongs to them too; null is none")
    func transactionLast() {
        let values = #""meterValue":[{"timestamp":"2026-03-28T18:00:00Z","sampledValue":[{"value":"7"}]}]"#
        for (written, expected) in [("5", 5), ("-1", -1), ("null", nil)] as [(String, TransactionKey?)] {
            let decoding = call("MeterValues", "{\"connectorId\":1,\(values),\"transactionId\":\(written)}")
            #expect(decoding.events.map(\.kind) == [.register(Self.wattHours(7), transaction: expected)])
        }
    }

    @Test("Other calls, replies and errors are context")
    func context() {
        for text in [
            #"[2,"m","Heartbeat",{}]"#, #"[2,"m","DataTransfer",{"vendorId":"x","data":"{}"}]"#, #"[3,"m",{}]"#,
            #"[3,"m",{"status":"Accepted","currentTime":"2026-03-28T18:00:00Z"}]"#, #"[3,"m",{"transactionId":null}]"#,
            #"[4,"m","InternalError","",{}]"#,
        ] {
            #expect(Decoding(text, .ocpp16) == Decoding(), "\(text)")
        }
    }

    @Test(
        "A frame of another shape is refused",
        arguments: [
            ("{}", .wrongShape), ("[]", .wrongShape), ("[2]", .wrongShape), (#"[2,"m","Heartbeat"]"#, .wrongShape),
            (#"[5,"m",{}]"#, .wrongShape), (#"["2","m","Heartbeat",{}]"#, .wrongShape),
            (#"[2,7,"Heartbeat",{}]"#, .wrongShape),
            (#"[2,"m","Heartbeat",{},1]"#, .wrongShape), (#"[2,"m","Heartbeat",[]]"#, .wrongShape),
            (#"[3,"m",[]]"#, .wrongShape),
            (#"[2,"m","StatusNotification",{"connectorId":1,"status":"WORKING"}]"#, .wrongShape),
            (#"[2,"m","StatusNotification",{"status":"Available"}]"#, .wrongShape),
            (#"[2,"m","StatusNotification",{"connectorId":-1,"status":"Available"}]"#, .wrongShape),
            (
                #"[2,"m","StatusNotification",{"connectorId":1,"status":"Faulted","timestamp":"2026-03-28T18:00:00"}]"#,
                .malformedStamp
            ),
            (#"[2,"m","StartTransaction",{"connectorId":1,"meterStart":5}]"#, .wrongShape),
            (
                #"[2,"m","StartTransaction",{"connectorId":0,"meterStart":5,"timestamp":"2026-03-28T18:00:00Z"}]"#,
                .wrongShape
            ),
            (
                #"[2,"m","StartTransaction",{"connectorId":1,"meterStart":"x","timestamp":"2026-03-28T18:00:00Z"}]"#,
                .wrongShape
            ),
            (#"[2,"m","StopTransaction",{"meterStop":5,"timestamp":"2026-03-28T18:00:00Z"}]"#, .wrongShape),
            (#"[2,"m","MeterValues",{"connectorId":1}]"#, .wrongShape),
            (#"[2,"m","MeterValues",{"meterValue":[]}]"#, .wrongShape),
            (#"[2,"m","MeterValues",{"connectorId":1,"meterValue":[{"sampledValue":[]}]}]"#, .wrongShape),
            (#"[2,"m","StatusNotification",{"connectorId":1,"connectorId":2}]"#, .duplicateKey),
            (#"[2,"m","Heartbeat",{}"#, .notJSON),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .ocpp16).refusal == reason)
    }
}
