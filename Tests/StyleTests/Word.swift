/// A run of bytes to look for. A word does not match inside a longer word.
struct Word {
    var text: String
    var isWholeAtStart = true
    var isWholeAtEnd = true
    /// `.print(` is somebody's method, `print(` is the function.
    var isNeverAfterDot = false

    init(_ text: String) {
        self.text = text
    }

    /// Matches where the text begins a word, however the word goes on.
    init(prefix text: String) {
        self.text = text
        isWholeAtEnd = false
    }

    /// A call of the free function of that name.
    init(call name: String) {
        text = name + "("
        isWholeAtEnd = false
        isNeverAfterDot = true
    }

    /// Matches anywhere.
    init(anywhere text: String) {
        self.text = text
        isWholeAtStart = false
        isWholeAtEnd = false
    }

    /// Offsets of all matches.
    func offsets(in bytes: [UInt8]) -> [Int] {
        let needle = Array(text.utf8)
        guard let first = needle.first, bytes.count >= needle.count else { return [] }
        var found: [Int] = []
        for offset in 0...(bytes.count - needle.count) where bytes[offset] == first {
            guard bytes[offset..<(offset + needle.count)].elementsEqual(needle) else { continue }
            let before = offset > 0 ? bytes[offset - 1] : UInt8(ascii: " ")
            let end = offset + needle.count
            let after = end < bytes.count ? bytes[end] : UInt8(ascii: " ")
            if isWholeAtStart, Self.isPart(before) { continue }
            if isWholeAtEnd, Self.isPart(after) { continue }
            if isNeverAfterDot, before == UInt8(ascii: ".") { continue }
            found.append(offset)
        }
        return found
    }

    static func isPart(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
