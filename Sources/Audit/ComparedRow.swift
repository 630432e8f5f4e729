internal import Pipeline
internal import Tables

/// One row as it is published and as the records give it.
package struct ComparedRow: Hashable, Sendable {
    /// The file, below the data folder.
    package var path: String
    /// The line of the published row, counted from 1.
    package var line: Int?
    package var columns: [String]
    /// Nil where the file has no such row, or there is no file.
    package var published: [String]?
    /// Nil where the records give no such row.
    package var recomputed: [String]?

    struct Difference: Hashable, Sendable {
        var column: String
        var published: String
        var recomputed: String
    }

    /// Nil where one of the two is missing.
    package var isEqual: Bool? {
        guard let published, let recomputed else { return nil }
        return published == recomputed
    }

    var differences: [Difference] {
        guard let published, let recomputed else { return [] }
        return columns.indices.compactMap { index in
            let (mine, theirs) = (Self.cell(published, index), Self.cell(recomputed, index))
            return mine == theirs
                ? nil : Difference(column: columns[index], published: mine, recomputed: theirs)
        }
    }

    /// A cell as published, or as recomputed where nothing is published; empty where there is no row.
    subscript(column: String) -> String { Self.cell(published ?? recomputed ?? [], columns.firstIndex(of: column)) }

    func recomputed(_ column: String) -> String? {
        recomputed.map { Self.cell($0, columns.firstIndex(of: column)) }
    }

    func published(_ column: String) -> String? {
        published.map { Self.cell($0, columns.firstIndex(of: column)) }
    }

    private static func cell(_ cells: [String], _ index: Int?) -> String {
        guard let index, cells.indices.contains(index) else { return "" }
        return cells[index]
    }
}

/// The rows of a table whose cells have given values.
struct MatchingRows {
    struct Row {
        var line: Int
        var cells: [String]
    }

    private(set) var columns: [String] = []
    private(set) var rows: [Row] = []

    /// - Parameter key: text by column.
    init(_ csv: [UInt8], where key: [String: String]) {
        var lines = CSVLines(csv)
        guard lines.next() else { return }
        columns = lines.texts
        let wanted = key.compactMap { column, text in columns.firstIndex(of: column).map { ($0, text) } }
        guard wanted.count == key.count else { return }
        var line = lines.line
        while lines.next() {
            if wanted.allSatisfy({ lines.text($0.0) == $0.1 }) { rows.append(Row(line: line, cells: lines.texts)) }
            line = lines.line
        }
    }
}

extension ComparedRow {
    /// Looks a row up in the published file and in the corridor.
    /// - Returns: a row for each that either has, in the order of the file; one without either where none is found.
    static func find(
        _ partition: Partition, where key: [String: String], in folder: DataFolder, _ corridor: Corridor
    ) throws -> [ComparedRow] {
        var bytes: [UInt8]?
        do {
            bytes = try folder.bytes(of: partition.path)
        } catch {
            guard folder.isMissing(error) else { throw error }
        }
        var made: [UInt8] = []
        _ = corridor.write(partition, .endOfInput, into: &made, flush: { _ in })
        let columns = partition.dataset.columns
        let recomputed = MatchingRows(made, where: key).rows
        guard let bytes else {
            let rows = recomputed.map {
                ComparedRow(path: partition.path, line: nil, columns: columns, published: nil, recomputed: $0.cells)
            }
            return rows.isEmpty ? [none(partition)] : rows
        }
        let published = MatchingRows(bytes, where: key)
        var left = recomputed
        var rows: [ComparedRow] = []
        for row in published.rows {
            // Of two rows with one key (two sites) each finds its own.
            let partner =
                left.firstIndex { $0.cells == row.cells }
                ?? left.firstIndex { $0.cells.starts(with: row.cells.prefix(4)) }
            rows.append(
                ComparedRow(
                    path: partition.path, line: row.line, columns: published.columns, published: row.cells,
                    recomputed: partner.map { left.remove(at: $0).cells }))
        }
        rows += left.map {
            ComparedRow(path: partition.path, line: nil, columns: columns, published: nil, recomputed: $0.cells)
        }
        return rows.isEmpty ? [none(partition)] : rows
    }

    private static func none(_ partition: Partition) -> ComparedRow {
        ComparedRow(path: partition.path, line: nil, columns: partition.dataset.columns)
    }
}
