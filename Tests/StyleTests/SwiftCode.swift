/// Swift text with the insides of strings and all comments blanked out, byte for byte, so that a rule about code never
/// trips over a word in a sentence. Line breaks stay, so line numbers do too. Code inside `\( )` is code and stays.
struct SwiftCode {
    private(set) var bytes: [UInt8]
    private var contexts: [Context] = [.code(parentheses: 0)]
    private var at = 0

    private enum Context {
        /// How many parentheses are open since the interpolation began; the outermost code counts from nought as well.
        case code(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
        case blockComment(depth: Int)
    }

    init(_ text: [UInt8]) {
        bytes = text
        while at < bytes.count {
            switch contexts[contexts.count - 1] {
            case .code(let parentheses): stepInCode(parentheses)
            case .string(let hashes, let isMultiline): stepInString(hashes, isMultiline)
            case .blockComment(let depth): stepInComment(depth)
            }
        }
    }

    private mutating func stepInCode(_ parentheses: Int) {
        if holds("//") {
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { blank() }
        } else if holds("/*") {
            contexts.append(.blockComment(depth: 0))
        } else if let opening = stringOpening() {
            contexts.append(.string(hashes: opening.hashes, isMultiline: opening.isMultiline))
            at += opening.hashes + (opening.isMultiline ? 3 : 1)
        } else {
            stepOverCode(parentheses)
        }
    }

    private mutating func stepOverCode(_ parentheses: Int) {
        if bytes[at] == UInt8(ascii: "(") {
            contexts[contexts.count - 1] = .code(parentheses: parentheses + 1)
        } else if bytes[at] == UInt8(ascii: ")") {
            if parentheses == 1, contexts.count > 1 {
                contexts.removeLast()
            } else {
                contexts[contexts.count - 1] = .code(parentheses: parentheses - 1)
            }
        }
        at += 1
    }

    private mutating func stepInString(_ hashes: Int, _ isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        let closing = (isMultiline ? #"""""# : "\"") + marks
        if holds(closing) {
            contexts.removeLast()
            at += closing.utf8.count
        } else if !isMultiline, bytes[at] == UInt8(ascii: "\n") {
            // A string of one line cannot go on: text that is no Swift, left as it is.
            contexts.removeLast()
        } else if holds("\\" + marks + "(") {
            contexts.append(.code(parentheses: 1))
            at += 2 + hashes
        } else {
            if holds("\\" + marks) {
                for _ in 0..<(1 + hashes) { blank() }
            }
            if at < bytes.count { blank() }
        }
    }

    private mutating func stepInComment(_ depth: Int) {
        if holds("/*") {
            contexts[contexts.count - 1] = .blockComment(depth: depth + 1)
            blank()
        } else if holds("*/") {
            if depth == 1 {
                contexts.removeLast()
            } else {
                contexts[contexts.count - 1] = .blockComment(depth: depth - 1)
            }
            blank()
        }
        blank()
    }

    private func stringOpening() -> (hashes: Int, isMultiline: Bool)? {
        var end = at
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
        let isMultiline = bytes[end...].starts(with: [UInt8](repeating: UInt8(ascii: "\""), count: 3))
        return (end - at, isMultiline)
    }

    private func holds(_ text: String) -> Bool {
        bytes[at...].starts(with: text.utf8)
    }

    private mutating func blank() {
        if at < bytes.count, bytes[at] != UInt8(ascii: "\n") { bytes[at] = UInt8(ascii: " ") }
        at += 1
    }
}
