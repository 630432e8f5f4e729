/// Finds functions, initialisers, subscripts and computed properties with their length, by counting braces.
struct FunctionLengths {
    private let code: [UInt8]

    init(code: [UInt8]) {
        self.code = code
    }

    /// Offset of the keyword, and the lines from there to the closing brace.
    func all() -> [(offset: Int, lines: Int)] {
        var found: [(offset: Int, lines: Int)] = []
        for keyword in ["func", "init", "deinit", "subscript", "var"] {
            for offset in Word(keyword).offsets(in: code) {
                // `.init(` is a call.
                if offset > 0, code[offset - 1] == UInt8(ascii: ".") { continue }
                guard let opening = bodyStart(after: offset + keyword.utf8.count, isProperty: keyword == "var") else {
                    continue
                }
                let end = closing(of: opening)
                found.append((offset, code[offset...end].count { $0 == UInt8(ascii: "\n") } + 1))
            }
        }
        return found.sorted { $0.offset < $1.offset }
    }

    /// The offset of the brace that opens the body; nil for a requirement of a protocol and a stored property.
    private func bodyStart(after start: Int, isProperty: Bool) -> Int? {
        var depth = 0
        var at = start
        while at < code.count {
            switch code[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return at
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && isProperty: return nil
            default: break
            }
            if depth < 0 || (depth == 0 && isDeclaration(at)) { return nil }
            at += 1
        }
        return nil
    }

    /// Another declaration begins here, so that the one before had no body.
    private func isDeclaration(_ offset: Int) -> Bool {
        guard offset > 0, code[offset - 1] == UInt8(ascii: " ") || code[offset - 1] == UInt8(ascii: "\n") else {
            return false
        }
        return ["func ", "var ", "let ", "init(", "init?", "subscript(", "associatedtype ", "deinit "].contains {
            code[offset...].starts(with: $0.utf8)
        }
    }

    private func closing(of opening: Int) -> Int {
        var depth = 0
        for at in opening..<code.count {
            if code[at] == UInt8(ascii: "{") { depth += 1 }
            if code[at] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return at }
        }
        return code.count - 1
    }
}
