import Readings
import Testing

@testable import Dialects

/// The outcome of checking a whole text: nil when it is one JSON value.
private func refusal(_ bytes: [UInt8]) -> JSONError? {
    var scanner = JSONScanner()
    do {
        try scanner.validate(bytes.span)
        return nil
    } catch {
        return error
    }
}

private func refusal(_ text: String) -> JSONError? { refusal(Array(text.utf8)) }

@Suite("JSON scanner")
struct JSONScannerTests {
    @Test(
        "JSON of RFC 8259 is accepted",
        arguments: [
            "{}", "[]", "0", "-0", "-1.5e+10", "1E400", "\"\"", "true", "false", "null", " \t\r\n[1, 2 , 3]\n",
            "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}", "\"\\u00e9\\ud83d\\ude00\\/\\\"\"", "\"é€😀\"",
            "\u{FEFF}{}",
            "\"\u{7F}\"",
        ])
    func accepted(_ text: String) {
        #expect(refusal(text) == nil)
    }

    @Test(
        "Anything else is refused, at the byte where it goes wrong",
        arguments: [
            ("", 0), (" ", 1), ("nan", 0), ("NaN", 0), ("{\"a\":NaN}", 5), ("{\"a\":1", 6), ("{\"a\":9.", 5),
            ("{\"a\":1}x", 7), ("{} {}", 3), ("{\"a\":1,}", 7), ("[1,]", 3), ("[,]", 1), ("{,}", 1), ("[1 2]", 3),
            ("{\"a\" 1}", 5), ("{a:1}", 1), ("{'a':1}", 1), ("01", 0), ("+1", 0), (".5", 0), ("1.", 0), ("-", 0),
            ("1e", 0), ("tru", 0), ("nul", 0), ("truex", 4), ("\"abc", 4), ("\"\\x\"", 1), ("\"\\u12g4\"", 1),
            ("\"\\ud800\"", 1), ("\"\\ud800\\u0041\"", 1), ("\"\\udc00\"", 1), ("\"a\nb\"", 2), ("[1}", 2), ("{]", 1),
            ("]", 0), ("\"\\", 2), ("{\"a\":1]", 6), ("/* */{}", 0),
        ])
    func refused(_ text: String, at position: Int) {
        #expect(refusal(text) == JSONError(.notJSON, at: position))
    }

    @Test(
        "Bytes that are not UTF-8 are refused: overlong, surrogate, beyond Unicode, cut short, stray",
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0x80],
            [0xF0, 0x9F, 0x98, 0x28], [0xFF], [0x00],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(refusal([0x22] + bytes + [0x22]) == JSONError(.notJSON, at: 1))
    }

    @Test("A key that stands twice in one object is refused, escapes, length and nesting notwithstanding")
    func duplicateKeys() {
        let long = String(repeating: "k", count: 40)
        for text in [
            "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"b\":{\"a\":1,\"c\":{},\"a\":2}}", "[{\"a\":1,\"a\":2}]",
            "{\"\(long)\":1,\"\(long)\":2}", "{\"\(long)\":1,\"\\u006b\(long.dropFirst())\":2}",
            "{\"\\u0000\":1,\"\\u0000\":2}",
        ] {
            #expect(refusal(text)?.reason == .duplicateKey, "\(text)")
        }
        for text in [
            "{\"a\":{\"a\":1},\"b\":{\"a\":1}}", "{\"\(long)\":1,\"\(long)k\":2}", "{\"a\":1,\"a\\u0000\":2}",
            "{\"12345678\":1,\"123456789\":2,\"1234567\":3}",
        ] {
            #expect(refusal(text) == nil, "\(text)")
        }
    }

    @Test("An object of 100,000 keys is judged in n log n, with and without a duplicate, short keys and long")
    func manyKeys() {
        for prefix in ["k", String(repeating: "k", count: 40)] {
            var text = "{"
            for index in 0..<100_000 { text += "\"\(prefix)\(index)\":0," }
            // Compared pair by pair this would take 5e9 steps, many minutes; sorted it takes about a second.
            #expect(refusal(text + "\"last\":0}") == nil)
            #expect(refusal(text + "\"\(prefix)500\":0}")?.reason == .duplicateKey)
        }
    }

    @Test("Nesting is accepted to depth 32 and refused at 33")
    func depth() {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(refusal(nested(32)) == nil)
        #expect(refusal(nested(33)) == JSONError(.tooDeep, at: 32))
        #expect(refusal(String(repeating: "{\"a\":", count: 100_000))?.reason == .tooDeep)
    }

    @Test("Strings are unescaped to their characters")
    func unescape() throws {
        let text = Array(#""a\"\\\/\b\f\n\r\té\ud83d\ude00€\u0000""#.utf8)
        var scanner = JSONScanner()
        scanner.begin(text.span)
        let string = try scanner.string(text.span)
        #expect(string.hasEscapes)
        #expect(string.unescaped(text.span) == "a\"\\/\u{8}\u{C}\n\r\té😀€\u{0}")
        try scanner.end(text.span)
    }

    @Test("A skipped value gives back its original bytes; its own duplicate keys can be left to a later judge")
    func rawValue() throws {
        let text = Array(#"{"topic":"x", "payload": {"pm25": 1.0 ,"pm25":2} , "n":1}"#.utf8)
        var scanner = JSONScanner()
        scanner.begin(text.span)
        try scanner.beginObject(text.span)
        var raw: Range<Int>?
        while let key = try scanner.nextKey(text.span) {
            let isPayload = key.name == "payload"
            let range = try scanner.skipValue(text.span, ignoringDuplicates: isPayload)
            if isPayload { raw = range }
        }
        try scanner.end(text.span)
        #expect(raw.map { String(decoding: text[$0], as: UTF8.self) } == #"{"pm25": 1.0 ,"pm25":2}"#)
        #expect(refusal(text)?.reason == .duplicateKey)
    }

    @Test(
        "Numbers are exact to the millionth, rounded half away from zero; too large ones are no value",
        arguments: [
            ("12.4", 12_400_000), ("-0.4", -400_000), ("0", 0), ("-0", 0), ("0.0000005", 1), ("-0.0000005", -1),
            ("0.00000049", 0), ("123456789.123456", 123_456_789_123_456), ("1e3", 1_000_000_000), ("1E-6", 1),
            ("9223372036854.775807", Int64.max), ("9223372036854.775808", nil), ("1e400", nil),
            ("1234567890", 1_234_567_890_000_000),
        ] as [(String, Int64?)])
    func numbers(_ text: String, _ expected: Int64?) throws {
        let bytes = Array(text.utf8)
        var scanner = JSONScanner()
        scanner.begin(bytes.span)
        #expect(try scanner.millionths(bytes.span) == expected.map(Millionths.init))
        try scanner.end(bytes.span)
    }

    @Test(
        "Whole numbers are read to the ends of Int64; fractions and larger ones are no value",
        arguments: [
            ("-1", -1), ("0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
            ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil),
        ] as [(String, Int64?)])
    func integers(_ text: String, _ expected: Int64?) throws {
        let bytes = Array(text.utf8)
        var scanner = JSONScanner()
        scanner.begin(bytes.span)
        #expect(try scanner.integer(bytes.span) == expected)
        try scanner.end(bytes.span)
    }
}
