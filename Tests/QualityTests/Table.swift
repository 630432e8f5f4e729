import Foundation
import Readings
import Testing

/// A table of golden vectors: comma-separated, without quotes.
struct Table {
    let rows: [[String]]

    init(named name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "csv"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
        rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    func value(_ row: Int, _ column: Int) throws -> Millionths {
        let text = Array(rows[row][column].utf8)
        return try Millionths(decimal: text.span)
    }
}
