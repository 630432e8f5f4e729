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
            is given.

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
        var score = try Score { name in try bytes(truth + "/" + name, isNeeded: name == "arrivals.csv") }
        for (folder, content) in Self.summaries {
            for file in try files(data + "/summaries/" + folder) { score.take(try bytes(file) ?? [], content) }
        }
        for file in try files(data + "/balance") {
            guard let day = Self.day(in: file) else { continue }
            score.take(try bytes(file) ?? [], .balance(day: day))
        }
        let report = score.report()
        print(json ? report.json : report.text, terminator: "")
        if strict, !report.isPerfect { throw ExitCode(1) }
    }

    private static let summaries: [(String, Score.Content)] = [
        ("air/hour", .airHours), ("charging/hour", .chargingHours), ("charging/session", .sessions),
        ("charging/status", .statuses),
    ]

    /// Every CSV file below a folder, in the order of its name; none where there is no such folder.
    private func files(_ folder: String) throws -> [String] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else { return [] }
        return names.filter { $0.hasSuffix(".csv") && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
    }

    private func bytes(_ path: String, isNeeded: Bool = false) throws -> [UInt8]? {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            guard isNeeded else { return nil }
            throw Failure(
                "\(path): cannot be read (\(error.localizedDescription)). Name the folder that emit --truth wrote.")
        }
    }

    /// The day in `day=2026-03-02` or in the file's own name.
    private static func day(in path: String) -> String? {
        path.firstMatch(of: /\d{4}-\d{2}-\d{2}/).map { String($0.output) }
    }
}
