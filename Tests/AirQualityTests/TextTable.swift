import Foundation

/// A CSV file without quotes, by the names in its header; lines end with LF or CR LF.
struct TextTable {
    private var columns: [Substring: Int] = [:]
    private(set) var rows: [[Substring]] = []

    init(at url: URL) throws {
        let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
        for (index, name) in (lines.first ?? "").split(separator: ",").enumerated() { columns[name] = index }
        rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    func field(_ name: Substring, ofRow row: Int) -> Substring {
        columns[name].map { rows[row][$0] } ?? ""
    }
}
