import Foundation
import Pipeline
import Readings
import Testing

/// A folder below `Cases`: `registry/*.csv`, feeds (`*.ndjson`, or `bare-<dialect>.ndjson`), perhaps `windows`, and
/// `expected/`. What is expected is worked out in the folder's `why.md`, never taken from Kerbside.
///
/// A dataset that has a folder below `expected` is compared whole: every file, byte by byte, none more and none less. The
/// datasets named in `expected/none` have no file at all; `expected/balance` holds the figures of the balance.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    let folder: URL
    var testDescription: String { folder.lastPathComponent }

    static let all: [GoldenCase] = {
        guard let cases = Bundle.module.url(forResource: "Cases", withExtension: nil) else { return [] }
        return ((try? CorridorRun.files(in: cases)) ?? []).map { GoldenCase(folder: $0) }
    }()

    func run() throws -> CorridorRun {
        try CorridorRun(
            registry: folder.appending(path: "registry"),
            feeds: CorridorRun.files(in: folder).filter { $0.pathExtension == "ndjson" }, windows: windows())
    }

    private func windows() throws -> [WindowName] {
        guard let text = text("windows") else { return WindowName.standard }
        return try text.split(whereSeparator: \.isWhitespace).map { try #require(WindowName(rawValue: String($0))) }
    }

    /// The datasets that are compared, `air/hour` and so on.
    func datasets() throws -> Set<String> {
        var datasets = Set((text("expected/none") ?? "").split(whereSeparator: \.isWhitespace).map(String.init))
        for path in try expectedFiles().keys {
            datasets.insert(path.split(separator: "/").prefix(2).joined(separator: "/"))
        }
        return datasets
    }

    func expectedFiles() throws -> [String: String] {
        let expected = folder.appending(path: "expected")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: expected.path())
        return try Dictionary(
            uniqueKeysWithValues: paths.filter { $0.hasSuffix(".csv") }.map {
                ($0, try String(contentsOf: expected.appending(path: $0), encoding: .utf8))
            })
    }

    /// The figures of the balance, a line each; nil where the case does not ask for it.
    var expectedBalance: String? { text("expected/balance") }

    private func text(_ path: String) -> String? {
        try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
}

extension MessageBalance {
    /// `messages 3`, `decoded 2`, … and the reasons in alphabetical order; what is zero is left out.
    var text: String {
        let figures = [
            ("messages", messages), ("decoded", decoded), ("context", context), ("duplicate", duplicateMessages),
            ("ignored", ignored), ("readings", readings), ("accepted", accepted),
        ]
        let reasons =
            quarantined.map { ("quarantined \($0.key.rawValue)", $0.value) }
            + rejected.map { ("rejected \($0.key.rawValue)", $0.value) }
        return (figures + reasons.sorted { $0.0 < $1.0 }).filter { $0.1 > 0 }.map { "\($0.0) \($0.1)\n" }.joined()
    }
}
