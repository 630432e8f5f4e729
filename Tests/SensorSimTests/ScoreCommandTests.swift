import Foundation
import Testing

@Suite("The command sensorsim score", .enabled(if: Command.url != nil, "the command is not built"))
struct ScoreCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "sensorsim-score-\(UUID().uuidString)")

    private func score(_ arguments: String...) throws -> Command.Outcome {
        try Command.run(
            ["score", "--truth", folder.path() + "/truth", "--data", folder.path() + "/data"] + arguments)
    }

    @Test("A missing table of the truth, and a data folder without balances, exit with 2 and say what to do")
    func missing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let nothing = try score("--strict")
        #expect(nothing.status == 2)
        #expect(nothing.errors.contains("expected a table of the truth, found no such file. Name the folder that"))

        let emitted = try Command.run([
            "emit", "--scenario", "clean", "--hours", "1", "--out", folder.path() + "/hour.ndjson", "--truth",
            folder.path() + "/truth",
        ])
        #expect(emitted.status == 0)
        for arguments in [[], ["--strict"], ["--json"]] {
            let empty = try Command.run(
                ["score", "--truth", folder.path() + "/truth", "--data", folder.path() + "/data"] + arguments)
            #expect(empty.status == 2 && empty.output.isEmpty)
            #expect(empty.errors.contains("data/balance: expected the balances of days received, found none."))
        }
    }

    @Test("A table that is none of its kind exits with 1 and names the column")
    func columns() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let truth = folder.appending(path: "truth")
        try FileManager.default.createDirectory(at: truth, withIntermediateDirectories: true)
        try Data("a,b\n".utf8).write(to: truth.appending(path: "air-hours.csv"))
        let outcome = try score()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("air-hours.csv: expected the column window_start, found a, b."))
    }
}
