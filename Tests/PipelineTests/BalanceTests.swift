import Pipeline
import Readings
import Testing

/// Nothing disappears: what each message adds to the balance.
@Suite("The balance")
struct BalanceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var topic: String
        var payload: String
        var isRetained = false
        var expected: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "two readings", topic: "west/air/plain/aq-1", payload: #"{"readings":{"no2":1,"pm2_5":2}}"#,
            expected: "decoded 1, readings 2, accepted 2"),
        Case(
            name: "one of two out of range", topic: "west/air/plain/aq-1",
            payload: #"{"readings":{"no2":1,"humidity":200}}"#,
            expected: "decoded 1, readings 2, accepted 1, range 1"),
        Case(
            name: "stamped an hour ahead", topic: "west/air/plain/aq-1",
            payload: #"{"ts":"2026-03-02T13:00:00Z","readings":{"no2":1,"pm2_5":2}}"#,
            expected: "decoded 1, readings 2, accepted 0, future 2"),
        Case(
            name: "eight days old", topic: "west/air/plain/aq-1",
            payload: #"{"ts":"2026-02-22T12:00:00Z","readings":{"no2":1}}"#,
            expected: "decoded 1, readings 1, accepted 0, late 1"),
        Case(
            name: "retained without a stamp", topic: "west/air/plain/aq-1", payload: #"{"readings":{"no2":1}}"#,
            isRetained: true, expected: "decoded 1, readings 1, accepted 0, retained_without_stamp 1"),
        Case(
            name: "before the device was registered", topic: "east/air/plain/aq-9",
            payload: #"{"ts":"2026-03-01T23:59:00Z","readings":{"o3":1}}"#,
            expected: "decoded 1, readings 1, accepted 0, not_registered 1"),
        Case(
            name: "a message of nothing", topic: "west/air/plain/aq-1", payload: #"{"readings":{}}"#,
            expected: "context 1, readings 0, accepted 0"),
        Case(
            name: "an empty payload", topic: "west/air/plain/aq-1", payload: "",
            expected: "ignored 1, readings 0, accepted 0"),
        Case(
            name: "not JSON", topic: "west/air/plain/aq-1", payload: "{", expected: "not_json 1, readings 0, accepted 0"
        ),
        Case(
            name: "the wrong borough", topic: "east/air/plain/aq-1", payload: #"{"readings":{"no2":1}}"#,
            expected: "borough_mismatch 1, readings 0, accepted 0"),
        Case(
            name: "another device's payload", topic: "west/air/plain/aq-1",
            payload: #"{"device":"aq-2","readings":{"no2":1}}"#, expected: "device_mismatch 1, readings 0, accepted 0"),
        Case(
            name: "nobody's device", topic: "west/air/plain/aq-77", payload: #"{"readings":{"no2":1}}"#,
            expected: "unknown_device 1, readings 0, accepted 0"),
        Case(
            name: "a heartbeat", topic: "west/ev/ocpp16/cp-1", payload: #"[2,"1","Heartbeat",{}]"#,
            expected: "context 1, readings 0, accepted 0"),
        Case(
            name: "a status", topic: "west/ev/ocpp16/cp-1",
            payload: #"[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]"#,
            expected: "decoded 1, readings 1, accepted 1"),
        Case(
            name: "a status of the future", topic: "west/ev/ocpp16/cp-1",
            payload:
                #"[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":"2026-03-02T12:06:00Z"}]"#,
            expected: "decoded 1, readings 1, accepted 0, future 1"),
        Case(
            name: "a meter value in a unit that nobody knows, beside a good one", topic: "west/ev/ocpp16/cp-1",
            payload:
                #"[2,"1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-03-02T12:00:00Z","sampledValue":[{"value":"5"},{"value":"1","unit":"furlong","measurand":"Power.Active.Import"}]}]}]"#,
            expected: "decoded 1, readings 2, accepted 1, malformed_value 1"),
    ]

    @Test("each message ends in one column, each reading too", arguments: cases)
    func columns(example: Case) throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start), settings: CorridorSettings())
        corridor.take(
            Record(
                received: try #require(Instant(iso8601: "2026-03-02T12:00:00Z")), topic: example.topic,
                payload: example.payload, isRetained: example.isRetained))
        let balance = corridor.balance
        #expect(balance.messages == 1 && balance.messagesAddUp && balance.readingsAddUp)
        var words: [String] = []
        for (name, count) in [("decoded", balance.decoded), ("context", balance.context), ("ignored", balance.ignored)]
        where count > 0 {
            words.append("\(name) \(count)")
        }
        words += balance.quarantined.map { "\($0.key.rawValue) \($0.value)" }
        words += ["readings \(balance.readings)", "accepted \(balance.accepted)"]
        words += balance.rejected.map { "\($0.key.rawValue) \($0.value)" }
        #expect(words.joined(separator: ", ") == example.expected)
    }
}

@Suite("Receive times that nobody can believe")
struct StrangeReceiptTests {
    @Test(
        "a receive time outside of 1970 to 2100 is quarantined, and the files are those of the other records",
        arguments: ["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    func quarantined(stamp: String) throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start),
            settings: CorridorSettings(windows: WindowName.allCases))
        corridor.take(
            Record(
                received: try #require(Instant(iso8601: stamp)), topic: "west/air/plain/aq-2",
                payload: "{\"readings\":{\"pm10\":7}}"))
        corridor.settle(.endOfInput)
        #expect(corridor.balance.quarantined == [.withoutReceiveTime: 1])
        #expect(corridor.takeDirtyPartitions().isEmpty)
    }
}
