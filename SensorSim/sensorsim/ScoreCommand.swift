import ArgumentParser
import Foundation
import Scoring

/// `sensorsim score`: a data folder beside the truth.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Compares a data folder with what the simulated city really did and what its devices emitted.",
        discussion: """
            Exits with 1 when a message, a window or a session is missing or differs from what was emitted, and --strict \
            is given; with 2 when a table of the truth or the balances of the data folder are missing.

            Example:
              sensorsim score --truth truth --data data
            """)

    @Option(help: ArgumentHelp("The folder that emit --truth wrote.", valueName: "folder"))
    var truth: String

    @Option(help: ArgumentHelp("The data folder that kerbside wrote.", valueName: "folder"))
    var data: String

    @Flag(help: "One JSON object instead of a table.")
    var json = false

    @Flag(help: "Exit with 1 unless everything is there and equal to what was emitted.")
    var strict = false

    func run() throws {
        var score = try Score { name in try truthTable(name) }
        for (folder, content) in Self.summaries {
            for file in try files(data + "/summaries/" + folder, ending: ".csv") {
                try score.take(try bytes(file), content, name: file)
            }
        }
        let balances = try files(data + "/balance", ending: ".csv")
        guard !balances.isEmpty else {
            throw ValidationError(
                "\(data)/balance: expected the balances of days received, found none. Name the data folder that kerbside "
                    + "run or aggregate wrote, after it has ended.")
        }
        for file in balances {
            guard let day = Self.day(in: file) else { continue }
            try score.take(try bytes(file), .balance(day: day), name: file)
        }
        for file in try files(data + "/quarantine", ending: ".ndjson") {
            guard let day = Self.day(in: file) else { continue }
            try score.take(try bytes(file), .quarantine(day: day), name: file)
        }
        let report = score.report()
        print(json ? report.json : report.text, terminator: "")
        if strict, !report.isPerfect { throw ExitCode(1) }
    }

    private static let summaries: [(String, Score.Content)] = [
        ("air/hour", .airHours), ("charging/hour", .chargingHours), ("charging/session", .sessions),
        ("charging/status", .statuses),
    ]

    /// A table without which there is nothing to compare.
    private func truthTable(_ name: String) throws -> [UInt8] {
        let path = truth + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            throw ValidationError(
                "\(path): expected a table of the truth, found no such file. Name the folder that this version's "
                    + "emit --truth wrote, after it has ended.")
        }
        return try bytes(path)
    }

    /// Every such file below a folder, in the order of its name; none where there is no such folder.
    private func files(_ folder: String, ending: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Failure("\(path): cannot be read (\(error.localizedDescription)). See that you may read it.")
        }
    }

    /// The day in `day=2026-03-02` or in the file's own name.
    private static func day(in path: String) -> String? {
        path.matches(of: /\d{4}-\d{2}-\d{2}/).last.map { String($0.output) }
    }
}
