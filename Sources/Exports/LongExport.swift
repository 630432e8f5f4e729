import Publication
import Readings

/// A dataset as one table: the rows of its files as they are, in order of time, under one line of column names.
///
/// Figures that can have decimals always have one (`100` becomes `100.0`): Polars and DuckDB take a column's type from its
/// first rows, and a column that begins with whole numbers would be refused, or cut, where its decimals begin. Truth values
/// are `TRUE` and `FALSE`: R takes the files' `true` and `false` for text, and all others take both.
package struct LongExport {
    private let dataset: PublishedDataset
    private let selection: RowSelection

    package init(_ dataset: PublishedDataset, _ selection: RowSelection) {
        self.dataset = dataset
        self.selection = selection
    }

    /// Hands the table over in pieces.
    /// - Parameter progress: hears of the bytes that were read, and of all that are to be.
    /// - Throws: `ExportError` when no row matches.
    package func write(
        to sink: ([UInt8]) throws -> Void, progress: (_ bytes: Int64, _ total: Int64) -> Void
    ) throws -> ExportSummary {
        let files = dataset.files(of: selection)
        let total = files.reduce(0) { $0 + $1.bytes }
        var summary = ExportSummary()
        var columns: [String] = []
        var buffer: [UInt8] = []
        var read: Int64 = 0
        for file in files {
            guard var rows = try dataset.rows(of: file) else { continue }
            if columns.isEmpty {
                columns = rows.columns
                buffer.append(contentsOf: (columns.joined(separator: ",") + "\n").utf8)
            }
            guard rows.columns == columns else {
                throw ExportError(
                    "\(file.path) has other columns than the files before it: another version wrote it. Make its days again "
                        + "with kerbside rebuild.", isWrongUsage: false)
            }
            let before = summary.rows
            try copy(&rows, into: &buffer, &summary, sink)
            if summary.rows > before { summary.files += 1 }
            read += file.bytes
            progress(read, total)
        }
        guard summary.rows > 0 else { throw try dataset.nothingMatches(selection, because: "nothing matches") }
        try sink(buffer)
        return summary
    }

    private func copy(
        _ rows: inout TableFile, into buffer: inout [UInt8], _ summary: inout ExportSummary,
        _ sink: ([UInt8]) throws -> Void
    ) throws {
        let filter = try RowFilter(selection, rows, dataset: dataset.name)
        let days = DayFilter(selection, rows)
        let decimals = rows.columns.map(Self.isDecimal)
        let truths = rows.columns.map(Self.truths.contains)
        while try rows.read() {
            guard filter.takes(rows), days.takes(rows) else { continue }
            for column in rows.cells.indices {
                if decimals[column], !rows.cells[column].range.isEmpty { summary.note(figureIn: rows.columns[column]) }
                if column > 0 { buffer.append(UInt8(ascii: ",")) }
                let cell = rows.cells[column]
                if cell.isQuoted { buffer.append(UInt8(ascii: "\"")) }
                buffer.append(contentsOf: rows.bytes[cell.range])
                if cell.isQuoted { buffer.append(UInt8(ascii: "\"")) }
                if decimals[column] { buffer.completeDecimal(cell.range.count) }
                if truths[column] { buffer.capitalise(cell.range.count) }
            }
            buffer.append(UInt8(ascii: "\n"))
            summary.rows += 1
            guard buffer.count >= 1 << 18 else { continue }
            try sink(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// Whether a column's figures can have decimals: means, percentages, seconds, energies. Counts cannot.
    static func isDecimal(_ column: String) -> Bool {
        names.contains(column) || ["_pct", "_s", "_kw", "_mean"].contains { column.hasSuffix($0) }
    }

    /// Columns of truth values.
    private static let truths: Set<String> = ["valid", "indicative", "excluded"]

    private static let names: Set<String> = [
        "mean", "min", "max", "stdev", "p50", "p95", "kwh", "meter_start", "meter_stop", "limit",
        "equivalent_percentile",
    ]
}

extension [UInt8] {
    /// Gives the whole number in the last `count` bytes a decimal.
    mutating func completeDecimal(_ count: Int) {
        guard count > 0, !self[(self.count - count)...].contains(UInt8(ascii: ".")) else { return }
        append(contentsOf: [UInt8(ascii: "."), UInt8(ascii: "0")])
    }

    /// Makes the letters in the last `count` bytes capitals.
    mutating func capitalise(_ count: Int) {
        for index in self.count - count..<self.count where UInt8(ascii: "a")...UInt8(ascii: "z") ~= self[index] {
            self[index] -= 0x20
        }
    }
}
