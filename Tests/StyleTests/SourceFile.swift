/// One text file of the repository.
struct SourceFile: Sendable {
    /// Relative to the package root, with `/`.
    let path: String
    let bytes: [UInt8]
    /// The Swift code without strings and comments; the text itself for other files.
    let code: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        code = path.hasSuffix(".swift") ? SwiftCode(bytes).bytes : bytes
    }

    init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") }
    var folders: [Substring] { path.split(separator: "/").dropLast() }

    /// The room that the file is in or tests: `Readings` for `Sources/Readings/…` and `Tests/ReadingsTests/…`; nil elsewhere.
    var room: String? {
        guard folders.count >= 2 else { return nil }
        if folders[0] == "Sources" { return String(folders[1]) }
        if folders[0] == "Tests", folders[1].hasSuffix("Tests") { return String(folders[1].dropLast(5)) }
        return nil
    }

    var lineCount: Int {
        bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    }

    var isPureRoom: Bool {
        path.hasPrefix("Sources/") && Rooms.pure.contains(room ?? "")
    }

    /// Lines are counted from 1.
    func line(ofOffset offset: Int) -> Int {
        bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
    }

    func findings(_ words: [Word], in text: [UInt8], _ say: (Word) -> String) -> [Finding] {
        words.flatMap { word in
            word.offsets(in: text).map { Finding(path: path, line: line(ofOffset: $0), text: say(word)) }
        }
    }

    /// The modules that the file imports, each with its line.
    var imports: [(module: String, line: Int)] {
        Word("import").offsets(in: code).compactMap { offset in
            let rest = code[(offset + 6)...].prefix { $0 != UInt8(ascii: "\n") }
            let words = String(decoding: rest, as: UTF8.self).split(separator: " ")
            let kinds = ["struct", "class", "enum", "protocol", "typealias", "func", "var", "let"]
            let named = words.first { !kinds.contains(String($0)) }
            guard let module = named?.split(separator: ".").first else { return nil }
            return (String(module), line(ofOffset: offset))
        }
    }
}

/// One place that breaks a rule.
struct Finding: CustomStringConvertible, Equatable, Sendable {
    var path: String
    var line: Int
    var text: String

    var description: String { "\(path):\(line): \(text)" }
}

/// The rooms in the order of docs/decisions/0001: a room imports earlier rooms only.
enum Rooms {
    static let pure = [
        "Readings", "Dialects", "TimeWindows", "Quality", "AirQuality", "Charging", "Registry", "Tables", "Pipeline",
        "Studies",
        "Charts",
    ]
    static let shell = [
        "CMosquitto", "BrokerLink", "CZstd", "CZlib", "Disk", "Journal", "Recordings", "Publication", "Exports",
        "Intake",
        "Audit",
        "Website",
        "Reports",
        "kerbside",
    ]
    static let inOrder = pure + shell
    /// What the simulator may know of the pipeline: a simulator that shares the code under test proves nothing.
    static let ofSimulator = ["Readings", "Recordings", "BrokerLink"]
    /// Folders whose product goes to stdout.
    static let ofCommands = ["Sources/kerbside/", "SensorSim/", fuzzing]
    /// Rooms that may hold memory by hand.
    static let withMemoryByHand = ["BrokerLink", "Disk"]
    /// A package of its own, which nobody ships: libFuzzer hands it pointers, and instrumentation needs unsafe flags.
    static let fuzzing = "Fuzzing/"
}
