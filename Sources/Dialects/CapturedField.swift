import Readings

/// What a payload has in a field, before anybody knows what it means.
struct CapturedField: Sendable {
    enum Kind: Sendable {
        /// The payload has no such field.
        case missing
        case null
        case number
        /// A string of JSON.
        case string
        /// A cell, or a whole payload, without its quotation marks and blanks around.
        case cell
        /// An object, an array, `true` or `false`.
        case other
    }

    var kind = Kind.missing
    var range = 0..<0
    var hasEscapes = false

    static let missing = CapturedField()

    /// The number that stands there, if one does.
    func written(_ text: Span<UInt8>) -> WrittenValue {
        switch kind {
        case .missing, .null: return .absent
        case .number: return .decimal(range)
        case .string, .cell:
            if range.isEmpty { return kind == .cell ? .absent : .malformed }
            if JSONScanner.isNaN(text.extracting(range)) { return .notANumber }
            return hasEscapes ? .malformed : .decimal(range)
        case .other: return .malformed
        }
    }

    func spells(one words: [[UInt8]], _ text: Span<UInt8>) -> Bool {
        for word in words where spells(word, text) { return true }
        return false
    }

    /// Whether the field spells the word: a string, a cell, or the digits of a number as they stand.
    func spells(_ word: [UInt8], _ text: Span<UInt8>) -> Bool {
        switch kind {
        case .missing, .null: return false
        case .string where hasEscapes:
            return unescaped(text) == word
        default: return Self.isEqual(text, range, word)
        }
    }

    /// The bytes of a string of JSON that has escapes, without them.
    func unescaped(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONString(range: range, hasEscapes: true).appendUnescaped(text, to: &bytes)
        return bytes
    }

    static func isEqual(_ text: Span<UInt8>, _ range: Range<Int>, _ word: [UInt8]) -> Bool {
        guard range.count == word.count else { return false }
        for offset in word.indices where text[range.lowerBound + offset] != word[offset] { return false }
        return true
    }
}
