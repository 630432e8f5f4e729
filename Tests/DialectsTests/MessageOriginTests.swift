import Readings
import Testing

@testable import Dialects

@Suite("Whose a message is")
struct MessageOriginTests {
    private static func decoded(_ payload: String) throws -> Decoded {
        var decoder = Decoder()
        var decoded = Decoded()
        try decoder.decode(Array(payload.utf8).span, dialect: .ocpp16, into: &decoded)
        return decoded
    }

    /// OCPP 1.6 edition 2, chapters 4 and 5.
    @Test(
        "A frame of OCPP 1.6 is the unit's, the central system's, a reply, or may be either's",
        arguments: [
            (#"[2,"1","Heartbeat",{}]"#, MessageOrigin.unit),
            (#"[2,"1","Authorize",{"idTag":"A"}]"#, .unit),
            (#"[2,"1","StatusNotification",{"connectorId":1,"status":"Available","errorCode":"NoError"}]"#, .unit),
            (#"[2,"1","GetConfiguration",{}]"#, .centralSystem), (#"[2,"1","Reset",{"type":"Soft"}]"#, .centralSystem),
            (#"[2,"1","RemoteStartTransaction",{"idTag":"A"}]"#, .centralSystem),
            (#"[2,"1","DataTransfer",{"vendorId":"x"}]"#, .either), (#"[2,"1","Anything",{}]"#, .either),
            (#"[3,"1",{"status":"Accepted"}]"#, .reply), (#"[4,"1","InternalError","",{}]"#, .reply),
        ])
    func ocpp16(_ payload: String, _ origin: MessageOrigin) throws {
        #expect(try Self.decoded(payload).origin == origin)
    }

    @Test("A heartbeat is context and says that it is one; what a buffer held before is forgotten")
    func heartbeat() throws {
        var decoder = Decoder()
        var decoded = Decoded()
        try decoder.decode(Array(#"[2,"1","Heartbeat",{}]"#.utf8).span, dialect: .ocpp16, into: &decoded)
        #expect(decoded.isHeartbeat && decoded.isContext)
        decoded.add(
            ChargerEvent(connector: 1, stamp: nil, kind: .booted), of: EventSubject(device: "a", evse: .number(2)))
        try decoder.decode(Array(#"[3,"1",{"transactionId":7}]"#.utf8).span, dialect: .ocpp16, into: &decoded)
        #expect(!decoded.isHeartbeat && decoded.origin == .reply)
        #expect(decoded.subject(ofEvent: 0) == .topicsDevice)
        #expect(!decoded.namesDevices)
    }

    @Test("An event belongs to the topic's device until something else is said of it")
    func subjects() {
        var decoded = Decoded()
        let event = ChargerEvent(connector: 1, stamp: nil, kind: .booted)
        decoded.events = [event, event]
        decoded.add(event, of: EventSubject(device: "a"))
        decoded.events.append(event)
        #expect((0..<4).map { decoded.subject(ofEvent: $0).device } == [nil, nil, "a", nil])
        decoded.set(EventSubject(evse: .number(3)), ofEvents: 1..<3)
        #expect((0..<4).map { decoded.subject(ofEvent: $0).evse } == [nil, .number(3), .number(3), nil])
        #expect(!decoded.namesDevices)
    }
}
