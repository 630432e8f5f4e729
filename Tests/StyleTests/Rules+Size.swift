extension Rules {
    static let size = [fileLength, functionLength]
    static let longestFile = 400
    static let longestFunction = 60

    static let fileLength = Rule(
        name: "a file has at most 400 lines",
        why: "one concept a file, short enough to read at a sitting.",
        broken: SourceFile(path: "Sources/Disk/A.swift", text: String(repeating: "\n", count: 400) + "let a = 1"),
        kept: SourceFile(path: "Sources/Disk/A.swift", text: String(repeating: "\n", count: 399) + "let a = 1\n")
    ) { file in
        guard file.isSwift, file.lineCount > longestFile else { return [] }
        return [Finding(path: file.path, line: file.lineCount, text: "\(file.lineCount) lines")]
    }

    static let functionLength = Rule(
        name: "a function has at most 60 lines",
        why: "what does not fit a screen hides a second function.",
        broken: SourceFile(
            path: "Sources/Disk/A.swift",
            text: "\nfunc a(b: Int = [1].map { $0 }[0]) {" + String(repeating: "\n", count: 60) + "}"),
        kept: SourceFile(
            path: "Sources/Disk/A.swift",
            text: """
                protocol P {
                    func required()
                    var b: Int { get }
                }
                func a() {\(String(repeating: "\n", count: 59))}
                let text = "func c() {"

                """ + String(repeating: "\n", count: 60) + "struct S {}")
    ) { file in
        guard file.isSwift else { return [] }
        return FunctionLengths(code: file.code).all().filter { $0.lines > longestFunction }.map {
            Finding(
                path: file.path, line: file.line(ofOffset: $0.offset),
                text: "\($0.lines) lines from here to the closing brace")
        }
    }
}
