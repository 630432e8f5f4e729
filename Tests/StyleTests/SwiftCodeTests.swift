import Testing

/// A piece of Swift, shown on one line when tests are listed.
struct Piece: CustomTestStringConvertible, Sendable {
    var text: String
    var testDescription: String { text.split(separator: "\n").joined(separator: " ⏎ ") }

    init(_ text: String) {
        self.text = text
    }
}

@Suite("Telling code from words")
struct SwiftCodeTests {
    @Test(
        "comments and strings are blanked, code and lines stay",
        arguments: [
            (Piece("a // b"), Piece("a     ")),
            (Piece("a /* b /* c */ d */ e"), Piece("a                   e")),
            (Piece("a /* b\nc */ d"), Piece("a     \n     d")),
            (Piece(#"a("b")c"#), Piece(#"a(" ")c"#)),
            (Piece(#"a("\"b")c"#), Piece(#"a("   ")c"#)),
            (Piece(#"a("b\(c("d"))e")"#), Piece(#"a(" \(c(" ")) ")"#)),
            (Piece(##"a(#"b"c"#)d"##), Piece(##"a(#"   "#)d"##)),
            (Piece("\"\"\"\nb \"c\" // d\n\"\"\" e"), Piece("\"\"\"\n          \n\"\"\" e")),
            (Piece(#"a("//") // b"#), Piece(#"a("  ")     "#)),
        ])
    func blanks(_ piece: Piece, _ expected: Piece) {
        let found = SwiftCode(Array(piece.text.utf8)).bytes
        #expect(String(decoding: found, as: UTF8.self) == expected.text)
    }

    @Test(
        "a function's lines run from its keyword to its closing brace",
        arguments: [
            (Piece("func a() {}"), [1]),
            (Piece("func a(\n    b: Int\n) {\n}\n"), [4]),
            (Piece("init() {\n    self.init(a: 1)\n}"), [3]),
            (Piece("protocol P {\n    func a()\n    func b() -> Int\n}\nstruct S {\n}\n"), []),
            (Piece("var a: Int {\n    let f = { 1 }\n    return f()\n}"), [4]),
            (Piece("var a = 1\nstruct S {\n}"), []),
            (Piece("func a(b: () -> Int = { 1 }) {\n    func c() {\n    }\n}"), [4, 2]),
        ])
    func lengths(_ piece: Piece, expected: [Int]) {
        let code = SwiftCode(Array(piece.text.utf8)).bytes
        #expect(FunctionLengths(code: code).all().map(\.lines) == expected)
    }

    @Test("imports are read with their access, kind and attributes")
    func imports() {
        let text = "import A\npackage import B\nimport struct C.D\n@testable import E\n// import F\n"
        let found = SourceFile(path: "a.swift", text: text).imports
        #expect(found.map(\.module) == ["A", "B", "C", "E"])
        #expect(found.map(\.line) == [1, 2, 3, 4])
    }
}
