import Foundation

/// What all balances of a data folder come to, to tell what an import changed.
package struct BalanceSums: Hashable, Sendable {
    /// By the balance's columns that count.
    private var sums: [String: Int] = [:]

    package init(data: String) throws {
        let root = data + "/balance"
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? [] where name.hasSuffix(".csv") {
            var lines = CSVLines([UInt8](try Data(contentsOf: URL(filePath: root + "/" + name))))
            guard lines.next() else { continue }
            let columns = lines.texts
            while lines.next() {
                for (index, column) in columns.enumerated() {
                    if let count = lines.whole(index, isSigned: true) { sums[column, default: 0] += count }
                }
            }
        }
    }

    /// What changed since, in the words of the balance's columns: all of a row, and then where it went. A copy that was a
    /// duplicate can be a conflict now, so that a part may be less than before.
    package func words(since before: BalanceSums) -> String {
        func change(_ column: String) -> String {
            let change = sums[column, default: 0] - before.sums[column, default: 0]
            return change > 0 ? "+\(change)" : "\(change)"
        }
        func parts(_ names: [(column: String, word: String)]) -> String {
            let changed = names.map { (change($0.column), $0.word) }.filter { $0.0 != "0" }
            return changed.isEmpty ? "" : " (\(changed.map { "\($0.1) \($0.0)" }.joined(separator: ", ")))"
        }
        let messages = parts([
            ("decoded", "decoded"), ("context", "context"), ("duplicate_messages", "duplicate"),
            ("quarantined", "quarantined"), ("ignored", "ignored"),
        ])
        let readings = parts([
            ("in_windows", "in windows and sessions"), ("duplicate_readings", "duplicate"), ("conflicts", "conflicts"),
            ("late", "late"), ("rejected", "rejected"),
        ])
        return "balance: messages \(change("messages"))\(messages); readings \(change("readings"))\(readings)"
    }
}
