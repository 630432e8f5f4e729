import Readings

/// A cursor over one text of JSON, RFC 8259 to the letter: no tree, no allocation per text on the common path.
///
/// The text is handed to each step and never stored. A caller walks it: `begin`, then `beginObject` and `nextKey` until
/// nil, or `beginArray` and `nextElement` until false, with exactly one value read or skipped after each key or element,
/// and `end`. A scanner is reused: `begin` forgets the text before.
///
/// Refused beside bad grammar: nesting deeper than the cap, a key that stands twice in one object (RFC 8259 section 4 calls
/// the outcome unpredictable, and a reading must not depend on it), text that is not UTF-8, lone surrogates, and
/// anything but white space behind the value. A UTF-8 byte order mark in front is skipped.
package struct JSONScanner: Sendable {
    /// Offset of the next byte to read.
    package internal(set) var position = 0

    let depthCap: Int
    private var depth = 0
    private var isFirst = false
    var seen = SeenKeys()

    package static let defaultDepthCap = 32

    package init(depthCap: Int = JSONScanner.defaultDepthCap) {
        self.depthCap = depthCap
    }

    /// Starts at the text's first value, behind a byte order mark and white space.
    package mutating func begin(_ text: Span<UInt8>) {
        position = 0
        depth = 0
        isFirst = false
        seen.removeAll()
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
        skipSpace(text)
    }

    /// Checks that nothing but white space follows.
    package mutating func end(_ text: Span<UInt8>) throws(JSONError) {
        skipSpace(text)
        guard position == text.count else { throw JSONError(.notJSON, at: position) }
    }

    /// Checks a whole text: one value, and nothing behind it.
    package mutating func validate(_ text: Span<UInt8>) throws(JSONError) {
        begin(text)
        _ = try skipValue(text)
        try end(text)
    }

    /// Steps into an object; `wrongShape` when the next value is something else.
    package mutating func beginObject(_ text: Span<UInt8>) throws(JSONError) {
        try open(text, UInt8(ascii: "{"))
        seen.beginObject()
    }

    /// The next key, with the cursor at its value; nil when the object has ended, with the cursor behind it.
    ///
    /// `ignoringDuplicates` is for texts that are only copied on, whose keys are judged later.
    package mutating func nextKey(
        _ text: Span<UInt8>, ignoringDuplicates: Bool = false
    ) throws(JSONError) -> JSONKey? {
        try member(text, ignoringDuplicates: ignoringDuplicates)
    }

    /// `nextKey`, copied into the caller: for the one loop that most messages go through.
    @inline(__always)
    mutating func member(_ text: Span<UInt8>, ignoringDuplicates: Bool = false) throws(JSONError) -> JSONKey? {
        guard try step(text, closing: UInt8(ascii: "}")) else {
            depth -= 1
            guard seen.endObject(text) else { throw JSONError(.duplicateKey, at: position - 1) }
            return nil
        }
        guard position < text.count, text[position] == UInt8(ascii: "\"") else {
            throw JSONError(.notJSON, at: position)
        }
        let key = try key(text)
        if !ignoringDuplicates, !seen.insert(key, text) { throw JSONError(.duplicateKey, at: position) }
        skipSpace(text)
        guard position < text.count, text[position] == UInt8(ascii: ":") else {
            throw JSONError(.notJSON, at: position)
        }
        position += 1
        skipSpace(text)
        return key
    }

    /// Steps into an array; `wrongShape` when the next value is something else.
    package mutating func beginArray(_ text: Span<UInt8>) throws(JSONError) {
        try open(text, UInt8(ascii: "["))
    }

    /// Moves to the next element; false when the array has ended, with the cursor behind it.
    package mutating func nextElement(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard try step(text, closing: UInt8(ascii: "]")) else {
            depth -= 1
            return false
        }
        return true
    }

    @inline(__always)
    mutating func skipSpace(_ text: Span<UInt8>) {
        while position < text.count {
            let byte = text[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func open(_ text: Span<UInt8>, _ bracket: UInt8) throws(JSONError) {
        guard position < text.count, text[position] == bracket else {
            throw JSONError(kind(text) == nil ? .notJSON : .wrongShape, at: position)
        }
        guard depth < depthCap else { throw JSONError(.tooDeep, at: position) }
        depth += 1
        position += 1
        isFirst = true
    }

    /// Over the comma to the next member, or over the closing bracket: false.
    @inline(__always)
    private mutating func step(_ text: Span<UInt8>, closing bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace(text)
        guard position < text.count, depth > 0 else { throw JSONError(.notJSON, at: position) }
        let byte = text[position]
        if byte == bracket {
            position += 1
            isFirst = false
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw JSONError(.notJSON, at: position) }
        position += 1
        skipSpace(text)
        return true
    }
}

extension JSONScanner {
    /// A short plain key is packed while it is read; any other goes through the general path.
    @inline(__always)
    private mutating func key(_ text: Span<UInt8>) throws(JSONError) -> JSONKey {
        let start = position + 1
        var word: UInt64 = 0
        var shift: UInt64 = 0
        var at = start
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "\"") {
                position = at + 1
                return JSONKey(name: JSONName(first: word), string: JSONString(range: start..<at, hasEscapes: false))
            }
            guard shift < 64, byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { break }
            word |= UInt64(byte) << shift
            shift += 8
            at += 1
        }
        let string = try string(text)
        return JSONKey(name: string.name(text), string: string)
    }
}
