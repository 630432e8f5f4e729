import Dialects
import Foundation

/// One reader of bytes from outside, with what must hold for any bytes. What does not hold ends the process, and
/// libFuzzer keeps the bytes.
struct FuzzTarget: Sendable {
    var name: String
    var run: @Sendable ([UInt8]) -> Void

    static let all: [FuzzTarget] =
        [
            FuzzTarget(name: "scanner", run: scanner),
            FuzzTarget(name: "feed", run: feed),
            FuzzTarget(name: "mapping", run: mapping),
            FuzzTarget(name: "journal", run: journalOfAnyBytes),
            FuzzTarget(name: "journal-damage", run: damagedJournal),
        ]
        + Dialect.allCases.map { dialect in
            FuzzTarget(name: "dialect-" + dialect.name) { decode($0, dialect) }
        }

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

    /// libFuzzer calls a C function, which can capture nothing.
    static let chosen = named(CommandLine.arguments.dropFirst().first ?? "")
}

/// Ends the process with a reason when a promise is broken.
func require(_ holds: Bool, _ promise: @autoclosure () -> String) {
    if holds { return }
    FileHandle.standardError.write(Data("broken promise: \(promise())\n".utf8))
    abort()
}
