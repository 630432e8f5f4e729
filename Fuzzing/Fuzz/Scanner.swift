import Dialects
import Foundation
import Readings

/// The scanner refuses or accepts, inside the text, and says the same as Foundation's parser about what is JSON.
func scanner(_ bytes: [UInt8]) {
    var scanner = JSONScanner()
    var refusal: JSONError?
    do {
        try scanner.validate(bytes.span)
    } catch {
        refusal = error
        require((0...bytes.count).contains(error.position), "a refusal points into the text")
    }
    // A walk through every value as the dialects do it, with every way to read a number and a string.
    scanner.begin(bytes.span)
    let walked = Result<Void, JSONError> { () throws(JSONError) in
        try walk(bytes.span, &scanner)
        try scanner.end(bytes.span)
    }
    if case .success = walked { require(refusal == nil, "what can be walked is valid") }

    // Foundation guesses UTF-16 and UTF-32 from zero bytes, and refuses numbers that no Double can hold.
    guard !bytes.contains(0), !bytes.isEmpty, bytes.first != 0xFE, bytes.first != 0xFF else { return }
    let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
    if theirs, let refusal {
        // Foundation of Swift 6.3 lets a comma stand before a closing bracket; RFC 8259 does not.
        let isClosing =
            refusal.position < bytes.count && [UInt8(ascii: "]"), UInt8(ascii: "}")].contains(bytes[refusal.position])
        require(
            refusal.reason != .notJSON || isClosing, "what Foundation reads is JSON: refused at \(refusal.position)")
    }
    let hasLongNumber = bytes.contains(UInt8(ascii: "e")) || bytes.contains(UInt8(ascii: "E")) || bytes.count > 300
    if refusal == nil, !theirs { require(hasLongNumber, "what Foundation refuses is no JSON") }
}

private func walk(_ text: Span<UInt8>, _ scanner: inout JSONScanner) throws(JSONError) {
    switch scanner.kind(text) {
    case .object:
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            _ = key
            try walk(text, &scanner)
        }
    case .array:
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try walk(text, &scanner) }
    case .string:
        let string = try scanner.string(text)
        require(string.range.upperBound <= text.count, "a string lies inside the text")
        require(string.unescaped(text).utf8.count <= string.range.count, "unescaping never makes a string longer")
        _ = string.name(text)
    case .number:
        let start = scanner
        _ = try scanner.millionths(text)
        let end = scanner.position
        scanner = start
        _ = try scanner.number(text)
        require(scanner.position == end, "a number ends where it ends, however it is read")
    default:
        try scanner.skipValue(text)
    }
}
