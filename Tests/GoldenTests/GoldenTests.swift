import Foundation
import Pipeline
import Testing

@Suite("Golden cases")
struct GoldenTests {
    @Test("the folders are found")
    func discovery() {
        #expect(GoldenCase.all.count >= 12)
    }

    @Test("a feed gives exactly the expected files", arguments: GoldenCase.all)
    func files(example: GoldenCase) throws {
        let run = try example.run()
        let expected = try example.expectedFiles()
        let datasets = try example.datasets()
        try #require(!datasets.isEmpty)
        let found = run.files.filter { path, _ in
            datasets.contains(path.split(separator: "/").prefix(2).joined(separator: "/"))
        }
        let difference = Self.difference(found: found, expected: expected)
        #expect(difference == "", "\(difference)")
        if let balance = example.expectedBalance { #expect(run.balance.text == balance) }
        #expect(
            run.balance.messages
                == run.balance.decoded + run.balance.context + run.balance.duplicateMessages
                + run.balance.quarantinedCount + run.balance.ignored)
        #expect(run.balance.readings == run.balance.accepted + run.balance.rejectedCount)
    }

    /// Path by path, the lines that are found (`+`) and not expected, and those expected (`-`) and not found.
    static func difference(found: [String: String], expected: [String: String]) -> String {
        var text = ""
        for path in Set(found.keys).union(expected.keys).sorted() where found[path] != expected[path] {
            let there = (found[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            let wanted = (expected[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            text += "\n\(path)\n"
            for change in there.difference(from: wanted) {
                switch change {
                case .remove(let line, let element, _): text += "  - \(line + 1): \(element)\n"
                case .insert(let line, let element, _): text += "  + \(line + 1): \(element)\n"
                }
            }
        }
        return text
    }
}
