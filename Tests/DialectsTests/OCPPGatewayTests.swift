import Readings
import Testing

@testable import Dialects

@Suite("frames of EMQX's gateway")
struct OCPPGatewayTests {
    @Test(
        "A frame may be an array, an object, or alone below a topic that says the rest",
        arguments: [
            (
                #"[2,"m7","StartTransaction",{"connectorId":1,"idTag":"X","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}]"#,
                "up"
            ),
            (
                #"{"Payload":{"connectorId":1,"idTag":"X","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"},"#
                    + #""Action":"StartTransaction","UniqueId":"m7","MessageTypeId":2}"#, ""
            ),
            (
                #"{"connectorId":1,"idTag":"X","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}"#,
                "up/request/StartTransaction/m7"
            ),
        ])
    func shapes(payload: String, tail: String) {
        #expect(ToldEvents(payload, .emqxOCPP, tail: tail).lines == ["#1 2026-03-02T08:00:00Z started m7 5 Wh"])
    }

    @Test(
        "The reply to a start names its number in each shape",
        arguments: [
            (#"[3,"m7",{"transactionId":9,"idTagInfo":{"status":"Accepted"}}]"#, "down"),
            (#"{"MessageTypeId":3,"UniqueId":"m7","Payload":{"transactionId":9}}"#, ""),
            (#"{"transactionId":9,"idTagInfo":{"status":"Accepted"}}"#, "down/response/StartTransaction/m7"),
        ])
    func replies(payload: String, tail: String) {
        #expect(ToldEvents(payload, .emqxOCPP, tail: tail).lines == ["numbered m7 9"])
    }

    @Test("Errors are context, whatever they say")
    func errors() {
        for (payload, tail) in [
            (#"{"MessageTypeId":4,"UniqueId":"m7","ErrorCode":"GenericError","ErrorDescription":"no"}"#, ""),
            (#"{"ErrorCode":"GenericError","ErrorDescription":"no"}"#, "up/error/StartTransaction/m7"),
        ] { #expect(ToldEvents(payload, .emqxOCPP, tail: tail).lines == []) }
    }

    @Test(
        "An object that is no frame is refused",
        arguments: [
            "{}", #"{"MessageTypeId":2,"UniqueId":"m"}"#, #"{"MessageTypeId":2,"UniqueId":"m","Action":"Heartbeat"}"#,
            #"{"MessageTypeId":5,"UniqueId":"m","Payload":{}}"#, #"{"UniqueId":"m","Action":"Heartbeat","Payload":{}}"#,
            #"{"MessageTypeId":2,"UniqueId":"m","Action":"MeterValues","Payload":[]}"#, "7", "\"x\"",
        ])
    func refused(payload: String) {
        #expect(ToldEvents(payload, .emqxOCPP).lines == ["refused: wrong_shape"])
    }

    @Test("Who wrote a frame does not depend on its shape")
    func origins() throws {
        for (payload, origin) in [
            (#"{"MessageTypeId":2,"UniqueId":"m","Action":"Heartbeat","Payload":{}}"#, MessageOrigin.unit),
            (#"{"MessageTypeId":2,"UniqueId":"m","Action":"Reset","Payload":{"type":"Soft"}}"#, .centralSystem),
            (#"{"MessageTypeId":3,"UniqueId":"m","Payload":{}}"#, .reply),
        ] {
            var decoder = Dialects.Decoder()
            var decoded = Decoded()
            try decoder.decode(Array(payload.utf8).span, dialect: .emqxOCPP, into: &decoded)
            #expect(decoded.origin == origin)
            #expect(decoded.isHeartbeat == (origin == .unit))
        }
    }

    @Test(
        "The interval of heartbeats is of an accepted boot",
        arguments: [
            (#"{"currentTime":"2026-03-02T08:00:00Z","interval":300,"status":"Accepted"}"#, ["heartbeat every 300 s"]),
            // A unit that was not accepted may try again after that time.
            (#"{"currentTime":"2026-03-02T08:00:00Z","interval":300,"status":"Pending"}"#, []),
            (#"{"currentTime":"2026-03-02T08:00:00Z","interval":0,"status":"Accepted"}"#, []),
            (#"{"interval":300,"status":"Accepted"}"#, []),
        ] as [(String, [String])])
    func boots(reply: String, lines: [String]) {
        for dialect in [Dialect.ocpp16, .ocpp201] {
            #expect(ToldEvents("[3,\"m\",\(reply)]", dialect).lines == lines)
        }
    }
}
