import Readings
import Recordings
import Testing

/// A message as the tests compare it.
struct Recorded: Equatable {
    var received: String
    var topic: String
    var payload: [UInt8]
    var qos: UInt8 = 1
    var isRetained = false
    var packetID: UInt16 = 0
}

/// A feed over bytes in memory, handed out in chunks of the given size.
func feed(_ bytes: [UInt8], chunk: Int = 1 << 20) -> FeedReader {
    var at = 0
    return FeedReader { buffer in
        let end = min(bytes.count, at + chunk)
        buffer.append(contentsOf: bytes[at..<end])
        defer { at = end }
        return end - at
    }
}

func copied(_ bytes: Span<UInt8>) -> [UInt8] {
    bytes.indices.map { bytes[$0] }
}

func current(_ reader: FeedReader) -> Recorded {
    reader.withMessage { topic, payload in
        Recorded(
            received: reader.line.received.iso8601, topic: String(decoding: copied(topic), as: UTF8.self),
            payload: copied(payload), qos: reader.line.qos, isRetained: reader.line.isRetained,
            packetID: reader.line.packetID)
    }
}

func all(_ reader: FeedReader) throws -> [Recorded] {
    var reader = reader
    var messages: [Recorded] = []
    while try reader.next() { messages.append(current(reader)) }
    return messages
}

func all(_ text: String, chunk: Int = 1 << 20) throws -> [Recorded] {
    try all(feed(Array(text.utf8), chunk: chunk))
}

@Suite("Reading feeds")
struct FeedReaderTests {
    static let first =
        "{\"tst\":\"2026-03-02T08:00:00Z\",\"topic\":\"a/b\",\"qos\":1,\"retain\":0,\"payload\":{\"n\": 1.50}}"
    static let second =
        "{\"payload\":[2],\"retain\":1,\"mid\":7,\"qos\":0,\"topic\":\"c\",\"tst\":\"2026-03-02T08:00:01Z\"}"
    static let messages = [
        Recorded(received: "2026-03-02T08:00:00Z", topic: "a/b", payload: Array("{\"n\": 1.50}".utf8)),
        Recorded(
            received: "2026-03-02T08:00:01Z", topic: "c", payload: Array("[2]".utf8), qos: 0, isRetained: true,
            packetID: 7),
    ]

    @Test(
        "Line ends, empty lines and a byte order mark do not matter, however the bytes are cut",
        arguments: [
            "\(first)\n\(second)\n", "\(first)\r\n\(second)\r\n", "\(first)\n\(second)",
            "\u{FEFF}\(first)\n\(second)\n",
            "\n\n\(first)\n\r\n\n\(second)\n\n",
        ], [1, 2, 3, 7, 64, 1 << 20])
    func lineEnds(text: String, chunk: Int) throws {
        #expect(try all(text, chunk: chunk) == Self.messages)
    }

    @Test("An empty file is a feed without messages", arguments: ["", "\n", "\u{FEFF}", "\r\n\r\n"])
    func empty(text: String) throws {
        #expect(try all(text).isEmpty)
    }

    @Test(
        "The payload is the message's original bytes: JSON as it stands, a text unescaped, base 64 decoded",
        arguments: [
            (#""payload":{"b":1.0e1, "a" : "\u00e9"}"#, #"{"b":1.0e1, "a" : "\u00e9"}"#),
            (#""payload":-12.50"#, "-12.50"),
            (#""payload":true"#, "true"),
            (#""payload":{"a":1,"a":2}"#, #"{"a":1,"a":2}"#),
            (#""payload":"{\"a\":1}\n""#, "{\"a\":1}\n"),
            (#""payload":"21.5""#, "21.5"),
            (#""payload":"caf\u00e9 \ud83d\ude00""#, "café 😀"),
            (#""payload":"""#, ""),
            (#""payload":null,"payloadlen":0"#, ""),
            (#""payload":null,"payloadlen":4"#, "null"),
            // The length tells a JSON string from a text: the string's counts its quotes.
            (#""payload":"on","payloadlen":4"#, "\"on\""),
            (#""payload":"on","payloadlen":2"#, "on"),
            (#""payload_base64":"""#, ""),
            (#""payload_base64":"Zg==""#, "f"),
            (#""payload_base64":"Zm8=""#, "fo"),
            (#""payload_base64":"Zm9vYmFy""#, "foobar"),
            (#""payload":null,"payload_base64":"Zm9v""#, "foo"),
        ])
    func payloads(member: String, expected: String) throws {
        let text = "{\"tst\":\"2026-03-02T08:00:00Z\",\"topic\":\"a\",\(member),\"extra\":{\"x\":[1,{}]}}"
        #expect(try all(text).map(\.payload) == [Array(expected.utf8)])
    }

    @Test("A topic may be spelled with escapes")
    func escapedTopic() throws {
        let text = #"{"tst":"2026-03-02T08:00:00Z","topic":"a\/b\u00fc","payload":"x\ty"}"#
        let messages = try all(text)
        #expect(messages.map(\.topic) == ["a/bü"])
        #expect(messages.map(\.payload) == [Array("x\ty".utf8)])
    }

    @Test(
        "A line that cannot be read says which member, what was expected and on which line",
        arguments: [
            (#"{"topic":"a","payload":1}"#, FeedLineError.Reason.missing(.tst), "no member \"tst\""),
            (#"{"tst":"2026-03-02T08:00:00Z","payload":1}"#, .missing(.topic), "no member \"topic\""),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a"}"#, .missing(.payload), "no member \"payload\""),
            (#"{"tst":"2026-03-02 08:00","topic":"a","payload":1}"#, .malformed(.tst), "expected a time like"),
            (#"{"tst":17,"topic":"a","payload":1}"#, .malformed(.tst), "expected a time like"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"","payload":1}"#, .malformed(.topic), "1 to 65535 bytes"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a","qos":3,"payload":1}"#, .malformed(.qos), "0, 1 or 2"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a","retain":2,"payload":1}"#, .malformed(.retain), "0 or 1"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a","mid":65536,"payload":1}"#, .malformed(.mid), "65535"),
            (
                #"{"tst":"2026-03-02T08:00:00Z","topic":"a","payload_base64":"Zg="}"#, .malformed(.payloadBase64),
                "base 64"
            ),
            (
                #"{"tst":"2026-03-02T08:00:00Z","topic":"a","payload_base64":"=AAA"}"#, .malformed(.payloadBase64),
                "base 64"
            ),
            ("westminster/air 12.4", .notJSON, "mosquitto_sub -F %J"),
            ("[1]", .notAnObject, "expected an object"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a","payload":{"x":}}"#, .notJSON, "expected JSON"),
            (#"{"tst":"2026-03-02T08:00:00Z","topic":"a","payload":1} x"#, .notJSON, "expected JSON"),
        ])
    func errors(text: String, reason: FeedLineError.Reason, words: String) throws {
        var reader = feed(Array((Self.first + "\n\n" + text + "\n" + Self.second).utf8))
        #expect(try reader.next())
        let error = try #require(throws: FeedLineError.self) { _ = try reader.next() }
        #expect(error.reason == reason)
        #expect(error.lineNumber == 3)
        #expect(error.description.hasPrefix("line 3"))
        #expect(error.description.contains(words))
        // The feed goes on behind the bad line.
        #expect(try reader.next())
        #expect(current(reader) == Self.messages[1])
        #expect(try !reader.next())
    }

    @Test("A line of more than 4 MiB is an error, and the feed goes on behind it", arguments: [1000, 1 << 20])
    func tooLong(chunk: Int) throws {
        let long = [UInt8](repeating: 0x20, count: LineReader.maximumLineLength + chunk + 1)
        var reader = feed(Array((Self.first + "\n").utf8) + long + Array(("\n" + Self.second).utf8), chunk: chunk)
        #expect(try reader.next())
        #expect(throws: FeedLineError(.tooLong, lineNumber: 2)) { _ = try reader.next() }
        #expect(try reader.next())
        #expect(current(reader) == Self.messages[1])
        #expect(reader.lineNumber == 3)
    }

    @Test(
        "A compressed feed that is damaged or cut short is an error that says so",
        arguments: [
            (
                [0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 3, 1, 2],
                "from here on its bytes are damaged; copy or record it again"
            ),
            ([0x1F, 0x8B, 0x08, 0x00, 0x0A, 0x0A], "its end is missing; everything before was read"),
        ] as [([UInt8], String)])
    func compressed(bytes: [UInt8], words: String) throws {
        var reader = feed(bytes)
        let error = try #require(throws: FeedLineError.self) { _ = try reader.next() }
        #expect(error.description.contains("line 1: this file is compressed with gzip, and " + words))
        #expect(try !reader.next())
    }

    @Test("An error of the source comes through")
    func sourceError() throws {
        struct Broken: Error {}
        var reader = FeedReader { _ in throw Broken() }
        #expect(throws: Broken.self) { _ = try reader.next() }
    }

    @Test("Every truncation of a line is refused, and none traps")
    func truncations() {
        let bytes = Array(Self.first.utf8)
        for length in 1..<bytes.count {
            #expect(throws: FeedLineError.self) { _ = try all(feed(Array(bytes[..<length]))) }
        }
    }
}
