import Publication
import Readings

/// What was exported.
package struct ExportSummary: Hashable, Sendable {
    /// Without the line of column names.
    package var rows = 0
    package var files = 0
    /// Of wide exports: how many devices, and which quantities have columns.
    package var devices = 0
    package var quantities: [String] = []
    /// Of exports of an index: how many sites, and whether days lie before the first of its tables.
    package var sites = 0
    package var isBeforeTables = false
    /// Columns of figures whose first stands behind the rows from which Polars takes a column's type.
    package private(set) var lateColumns: Set<String> = []
    private var seenColumns: Set<String> = []

    package init() {}

    /// As many as Polars' `read_csv` looks at without the option `infer_schema_length`.
    package static let rowsLookedAt = 100

    /// Notes a figure in the row that `rows` stand before. Most columns are known after the first row.
    mutating func note(figureIn column: String) {
        guard seenColumns.insert(column).inserted, rows >= Self.rowsLookedAt else { return }
        lateColumns.insert(column)
    }
}

extension PublishedDataset {
    /// What a person can ask for, when nothing was found: from the first and last files of each borough.
    func nothingMatches(_ selection: RowSelection, because reason: String) throws -> ExportError {
        guard let first = files.first, let last = files.last else {
            return ExportError("\(name) has no file yet; nothing was written.", isWrongUsage: false)
        }
        var found: [String: Set<String>] = [:]
        for area in Set(files.map(\.area)).sorted() {
            let own = files.filter { $0.area == area }
            found["borough", default: []].insert(area)
            for file in Set([own.first, own.last].compactMap(\.self)) {
                guard var rows = try rows(of: file) else { continue }
                while try rows.read() {
                    for column in ["site", "device", "quantity"] {
                        guard let index = rows.column(column), found[column, default: []].count < Self.mostNamed else {
                            continue
                        }
                        found[column, default: []].insert(rows.text(index))
                    }
                }
            }
        }
        let named = [("boroughs", "borough"), ("sites", "site"), ("devices", "device"), ("quantities", "quantity")]
            .compactMap { words, column -> String? in
                guard let values = found[column], !values.isEmpty else { return nil }
                let more = values.count >= Self.mostNamed ? ", …" : ""
                return "\(words) \(values.sorted().joined(separator: ", "))\(more)"
            }
        let days = [first.days?.lowerBound.text, last.days?.upperBound.text].compactMap(\.self).joined(
            separator: " to ")
        return ExportError("\(name): \(reason). It has \(named.joined(separator: "; ")); days \(days).")
    }

    private static let mostNamed = 20
}
