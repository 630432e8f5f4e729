import Readings

/// The firmware's raw text: `{t:2017-03-24T13:35:14Z,1:21,13:66}`, sensor numbers and values, `t` at any place. It is no
/// JSON: the keys have no quotes. Spaces may stand around each part (as the platform's own parser allows), and `null` is a
/// sensor without a value.
extension Decoder {
    /// Behind the brace stands `t` or a digit, where JSON has a quote or the closing brace.
    func isSmartCitizenRaw(_ text: Span<UInt8>) -> Bool {
        var at = scanner.position
        guard at < text.count, text[at] == UInt8(ascii: "{") else { return false }
        at += 1
        while at < text.count, Self.isSpace(text[at]) { at += 1 }
        guard at < text.count else { return false }
        return text[at] == UInt8(ascii: "t") || text[at] &- UInt8(ascii: "0") < 10
    }

    mutating func decodeSmartCitizenRaw(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var choice = SensorChoice(from: 0)
        var stamp: Instant?
        var at = scanner.position + 1
        while true {
            let key = Self.part(text, from: at) { $0 == UInt8(ascii: ":") }
            guard key.end < text.count, text[key.end] == UInt8(ascii: ":") else {
                throw JSONError(.wrongShape, at: key.end)
            }
            let value = Self.part(text, from: key.end + 1) { _ in false }
            guard value.end < text.count else { throw JSONError(.wrongShape, at: value.end) }
            if key.word.count == 1, text[key.word.lowerBound] == UInt8(ascii: "t") {
                guard stamp == nil else { throw JSONError(.duplicateKey, at: key.word.lowerBound) }
                stamp = stamps.instant(text, value.word, zoneless: .utc)
                guard stamp != nil else { throw JSONError(.malformedStamp, at: value.word.lowerBound) }
            } else {
                guard Self.isNumber(text, key.word) else { throw JSONError(.wrongShape, at: key.word.lowerBound) }
                smartCitizenValue(text, key.word, Self.rawValue(text, value.word), &choice, into: &decoded)
            }
            at = value.end + 1
            if text[value.end] == UInt8(ascii: "}") { break }
        }
        // What follows is judged by the caller: nothing but white space.
        scanner.position = at
        scanner.skipSpace(text)
        guard scanner.position == text.count else { throw JSONError(.wrongShape, at: scanner.position) }
        for index in 0..<decoded.samples.count { decoded.samples[index].stamp = stamp }
    }

    /// The bytes up to a comma, a closing brace or `end`, without the spaces around them, and where they end.
    private static func part(
        _ text: Span<UInt8>, from start: Int, until end: (UInt8) -> Bool
    ) -> (word: Range<Int>, end: Int) {
        var stop = start
        while stop < text.count, text[stop] != UInt8(ascii: ","), text[stop] != UInt8(ascii: "}"), !end(text[stop]) {
            stop += 1
        }
        var first = start
        var last = stop
        while first < last, isSpace(text[first]) { first += 1 }
        while last > first, isSpace(text[last - 1]) { last -= 1 }
        return (first..<last, stop)
    }

    private static func rawValue(_ text: Span<UInt8>, _ word: Range<Int>) -> WrittenValue {
        if JSONName(text.extracting(word)) == "null" { return .absent }
        if JSONScanner.isNaN(text.extracting(word)) { return .notANumber }
        return word.isEmpty ? .malformed : .decimal(word)
    }

    private static func isNumber(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        for offset in word where text[offset] &- UInt8(ascii: "0") >= 10 { return false }
        return !word.isEmpty
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
