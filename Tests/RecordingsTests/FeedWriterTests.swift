import Readings
import Recordings
import Testing

@Suite("Writing feeds")
struct FeedWriterTests {
    static let received = Instant(microseconds: 1_772_438_400_250_000)

    private func line(_ payload: [UInt8], topic: String = "a/b", retained: Bool = false, packetID: UInt16 = 0)
        -> [UInt8]
    {
        var writer = FeedWriter()
        var text: [UInt8] = []
        writer.append(
            received: Self.received, topic: Array(topic.utf8), qos: 1, isRetained: retained, packetID: packetID,
            payload: payload, to: &text)
        return text
    }

    @Test("A JSON payload stands in the line as it came")
    func json() {
        let text = String(decoding: line(Array(#"{"a": 1.0}"#.utf8)), as: UTF8.self)
        #expect(
            text
                == #"{"tst":"2026-03-02T08:00:00.25Z","topic":"a/b","qos":1,"retain":0,"payloadlen":10,"payload":{"a": 1.0}}"#
                + "\n")
    }

    @Test("What a line would change travels in base 64")
    func base64() {
        let text = String(decoding: line(Array("foob".utf8), retained: true, packetID: 9), as: UTF8.self)
        #expect(
            text
                == #"{"tst":"2026-03-02T08:00:00.25Z","topic":"a/b","qos":1,"retain":1,"mid":9,"payloadlen":4,"payload_base64":"Zm9vYg=="}"#
                + "\n")
    }

    @Test(
        "Any payload and topic come back byte for byte",
        arguments: [
            "", "{}", "[1,2]", "1.50", "null", "true", "\"text\"", " {}", "{} ", "{\"a\":\n1}", "{\"a\":\r1}",
            "{\"a\":1,\"a\":2}",
            "nan", "{", "{\"device\":\"x\",\"v\":\"caf\u{e9}\"}", "\u{FEFF}{}", "\u{0}\u{1}",
            String(repeating: "[", count: 62) + String(repeating: "]", count: 62),
            String(repeating: "[", count: 63) + String(repeating: "]", count: 63),
        ], ["a", "a/\"b\\", "t\u{1}\u{e9}"])
    func roundTrip(payload: String, topic: String) throws {
        let bytes = line(Array(payload.utf8), topic: topic, retained: true, packetID: 65_535)
        #expect(bytes.filter { $0 == 0x0A }.count == 1)
        let expected = Recorded(
            received: "2026-03-02T08:00:00.25Z", topic: topic, payload: Array(payload.utf8), isRetained: true,
            packetID: 65_535)
        #expect(try all(feed(bytes)) == [expected])
    }

    @Test("Bytes that are no text come back too", arguments: 0..<256)
    func binary(byte: Int) throws {
        let payload = [UInt8(byte), 0xFF, 0x00, UInt8(255 - byte)]
        #expect(try all(feed(line(payload))).map(\.payload) == [payload])
    }
}
