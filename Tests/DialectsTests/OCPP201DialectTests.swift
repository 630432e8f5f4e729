import Readings
import Testing

@testable import Dialects

@Suite("ocpp201 dialect")
struct OCPP201DialectTests {
    private func call(_ action: String, _ payload: String) -> [String] {
        ToldEvents("[2,\"m\",\"\(action)\",\(payload)]", .ocpp201).lines
    }

    @Test(
        "Each status word is known, on the EVSE's connector",
        arguments: [
            ("Available", "Available"), ("Occupied", "InUse"), ("Reserved", "Reserved"),
            ("Unavailable", "Unavailable"), ("Faulted", "Faulted"),
        ])
    func status(word: String, expected: String) {
        let rest = #""timestamp":"2026-03-02T08:00:00Z","evseId":2,"connectorId":1"#
        #expect(
            call("StatusNotification", "{\"connectorStatus\":\"\(word)\",\(rest)}")
                == ["evse 2 #1 2026-03-02T08:00:00Z \(expected)"])
    }

    private func meterValues(_ sampled: String) -> [String] {
        call(
            "MeterValues",
            "{\"evseId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-02T08:00:00Z\",\"sampledValue\":[\(sampled)]}]}")
    }

    @Test(
        "A value is multiplied by its power of ten",
        arguments: [
            (#"{"value":7}"#, "register 7 Wh"),
            (#"{"value":7,"unitOfMeasure":{"multiplier":3}}"#, "register 7000 Wh"),
            (#"{"value":7.5,"unitOfMeasure":{"unit":"kWh","multiplier":-1}}"#, "register 750 Wh"),
            (#"{"value":7500,"unitOfMeasure":{"multiplier":-6,"unit":"kWh"}}"#, "register 7.5 Wh"),
            (
                #"{"value":1,"unitOfMeasure":{"unit":"W","multiplier":3},"measurand":"Power.Active.Import"}"#,
                "power 1000 W"
            ),
            (#"{"value":12,"measurand":"Energy.Active.Import.Interval"}"#, "interval 12 Wh"),
            // Milliwatt-hours of a register of 12 GWh and of one that Int64 could not hold as it is written.
            (#"{"value":12345678901,"unitOfMeasure":{"multiplier":-3}}"#, "register 12345678.901 Wh"),
            (#"{"value":12345678901234,"unitOfMeasure":{"multiplier":-3}}"#, "register 12345678901.234 Wh"),
            (#"{"value":1234567890123456789,"unitOfMeasure":{"multiplier":-9}}"#, "register 1234567890.123457 Wh"),
            (#"{"value":12345678901.5,"unitOfMeasure":{"multiplier":-2,"unit":"Wh"}}"#, "register 123456789.015 Wh"),
            // Half a millionth is rounded away from zero, once.
            (#"{"value":0.0005,"unitOfMeasure":{"multiplier":-3}}"#, "register 0.000001 Wh"),
            (#"{"value":0.00049999,"unitOfMeasure":{"multiplier":-3}}"#, "register 0 Wh"),
            (#"{"value":-12345678901,"unitOfMeasure":{"multiplier":-3}}"#, "register -12345678.901 Wh"),
            // 2^63 - 1 millionths, written in nano-units.
            (#"{"value":9223372036854775.807,"unitOfMeasure":{"multiplier":-3}}"#, "register 9223372036854.775807 Wh"),
        ])
    func multiplier(sampled: String, expected: String) {
        #expect(meterValues(sampled) == ["evse 1 2026-03-02T08:00:00Z \(expected)"])
    }

    @Test(
        "A unit or a power of ten that cannot be is rejected",
        arguments: [
            #"{"value":7,"unitOfMeasure":{"unit":"varh"}}"#, #"{"value":7,"unitOfMeasure":{"multiplier":30}}"#,
            #"{"value":7,"unitOfMeasure":{"multiplier":0.5}}"#, #"{"value":"abc"}"#,
            // Past 2^63 millionths of a Wh, about 9.22e12 Wh.
            #"{"value":9223372036854776,"unitOfMeasure":{"multiplier":-3}}"#,
            #"{"value":1e400,"unitOfMeasure":{"multiplier":-9}}"#, #"{"value":9300000000000}"#,
        ])
    func rejected(sampled: String) {
        #expect(meterValues(sampled) == ["rejected: malformed_value"])
    }

    @Test("Meter values are of the transaction and the EVSE, wherever these stand")
    func order() {
        let values = #""meterValue":[{"timestamp":"2026-03-02T08:00:00Z","sampledValue":[{"value":7}]}]"#
        let info = #""transactionInfo":{"transactionId":"t-1"},"evse":{"id":2}"#
        let rest = #""eventType":"Started","timestamp":"2026-03-02T08:00:00Z","triggerReason":"Authorized","seqNo":0"#
        let expected = [
            "evse 2 2026-03-02T08:00:00Z register 7 Wh of t-1", "evse 2 2026-03-02T08:00:00Z Started 0 t-1",
        ]
        #expect(call("TransactionEvent", "{\(values),\(info),\(rest)}") == expected)
        #expect(call("TransactionEvent", "{\(rest),\(info),\(values)}") == expected)
    }

    @Test(
        "A call without what it needs is refused",
        arguments: [
            ("StatusNotification", #"{"connectorStatus":"Available","evseId":1}"#),
            ("StatusNotification", #"{"connectorStatus":"Melted","evseId":1,"connectorId":1}"#),
            ("TransactionEvent", #"{"eventType":"Started","timestamp":"2026-03-02T08:00:00Z","seqNo":0}"#),
            (
                "TransactionEvent",
                #"{"eventType":"Paused","timestamp":"2026-03-02T08:00:00Z","seqNo":0,"transactionInfo":{"transactionId":"t"}}"#
            ),
            ("TransactionEvent", #"{"eventType":"Started","seqNo":0,"transactionInfo":{"transactionId":"t"}}"#),
            ("MeterValues", #"{"evseId":1}"#), ("MeterValues", #"{"meterValue":[]}"#),
        ])
    func refused(action: String, payload: String) {
        #expect(call(action, payload) == ["refused: wrong_shape"])
    }

    @Test("Boots, cards and other calls")
    func others() {
        #expect(call("BootNotification", #"{"reason":"PowerUp"}"#) == ["booted"])
        #expect(call("Authorize", #"{"idToken":{"idToken":"X","type":"Central"}}"#) == ["card"])
        #expect(call("NotifyReport", "{}") == [])
        // A driver who plugs in first presents the card within the transaction. The one that ends it is no attempt.
        func event(_ type: String, _ reason: String, _ more: String = #""idToken":{"idToken":"X","type":"Central"},"#)
            -> [String]
        {
            call(
                "TransactionEvent",
                """
                {"eventType":"\(type)","timestamp":"2026-03-02T08:00:00Z","triggerReason":"\(reason)","seqNo":1,\(more)\
                "transactionInfo":{"transactionId":"a"},"evse":{"id":1,"connectorId":1}}
                """)
        }
        #expect(event("Updated", "Authorized").last?.hasSuffix(" card") == true)
        #expect(event("Updated", "Authorized").count == 2 && event("Started", "Authorized").count == 1)
        #expect(event("Updated", "Authorized", "").count == 1)
        #expect(event("Updated", "StopAuthorized").count == 1 && event("Ended", "Authorized").count == 1)
        #expect(call("Heartbeat", "[]") == ["refused: wrong_shape"])
    }
}
