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

    /// What was added since, in the words of the balance's columns: all of a row, and then where it went.
    package func words(since before: BalanceSums) -> String {
        func more(_ column: String) -> Int { sums[column, default: 0] - before.sums[column, default: 0] }
        func parts(_ names: [(String, String)]) -> String {
            names.map { (more($0.0), $0.1) }.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
        let messages = parts([
            ("decoded", "decoded"), ("context", "context"), ("duplicate_messages", "duplicate"),
            ("quarantined", "quarantined"), ("ignored", "ignored"),
        ])
        let readings = parts([
            ("in_windows", "in windows and sessions"), ("duplicate_readings", "duplicate"), ("conflicts", "conflicts"),
            ("late", "late"), ("rejected", "rejected"),
        ])
        return "\(more("messages")) messages: \(messages.isEmpty ? "none" : messages); "
            + "\(more("readings")) readings: \(readings.isEmpty ? "none" : readings)"
    }
}
