import Readings

/// A table that a spreadsheet saved: a header row, then rows of text cells that know where they stand.
///
/// Comma-separated as RFC 4180 has it, UTF-8 with or without a byte-order mark. Blanks around a cell are cut. Rows without
/// any text are passed over; a row with too few cells is filled up with empty ones, as spreadsheets cut them.
package struct CSVTable: Sendable {
    package struct Cell: Hashable, Sendable {
        package var column: String
        package var line: Int
        package var text: String
    }

    package struct Row: Sendable {
        /// One for each column.
        package var cells: [Cell]
        package var line: Int
        /// A problem was reported for the row as a whole: its cells may stand in the wrong columns.
        package var isDamaged = false
    }

    package let file: String
    /// The header row's names in lower case; empty for a column without a name.
    package let columns: [String]
    package let headerLine: Int
    package private(set) var rows: [Row] = []
    /// False when an unclosed quote hides the rest of the file.
    package private(set) var isComplete: Bool

    /// Nil, with a problem, when there is no header row to go by. `header` is what to suggest then.
    init?(file: String, bytes: [UInt8], header: String, findings: inout Findings) {
        self.file = file
        func report(line: Int?, _ found: String, _ expected: String, _ remedy: String) {
            findings.report(
                RegistryProblem(
                    file: file, line: line, column: nil, found: found, expected: expected, remedy: remedy))
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            report(line: nil, "UTF-16 text", "UTF-8 text", saveAsUTF8)
            return nil
        }
        if let separator = foreignSeparator(bytes) {
            report(
                line: 1, "a header row separated by \(separator)", "cells separated by commas",
                "Save the file with commas: Excel does so as \"CSV UTF-8 (Comma delimited)\" when the region's list "
                    + "separator is a comma; LibreOffice asks for the field delimiter.")
            return nil
        }
        var scanner = CSVScanner()
        scanner.scan(bytes.span, from: bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
        isComplete = scanner.unclosedQuoteLine == nil
        if let line = scanner.unclosedQuoteLine {
            report(
                line: line, "a quote that is never closed", "each quoted cell to end with a quote",
                "Close or delete the quote; inside a quoted cell write two quotes for one.")
        }
        let records = scanner.records.filter { $0.contains { !$0.isBlank } }
        guard let first = records.first else {
            if isComplete {
                report(line: nil, "an empty file", "a header row", "Write \(header) as the first line.")
            }
            return nil
        }
        headerLine = first[0].line
        columns = first.map { ($0.text ?? "").lowercased() }
        reportDuplicateColumns(&findings)
        for record in records.dropFirst() { append(record, findings: &findings) }
    }

    private func reportDuplicateColumns(_ findings: inout Findings) {
        for (offset, column) in columns.enumerated()
        where !column.isEmpty && columns[..<offset].contains(column) {
            findings.report(
                RegistryProblem(
                    file: file, line: headerLine, column: column, found: "the column a second time",
                    expected: "each column once", remedy: "Delete or rename one of the two columns."))
        }
    }

    private mutating func append(_ record: [CSVScanner.Cell], findings: inout Findings) {
        var row = Row(cells: [], line: record[0].line)
        row.cells.reserveCapacity(columns.count)
        for (offset, raw) in record.enumerated() where offset < columns.count || !raw.isBlank {
            let column = offset < columns.count ? columns[offset] : ""
            var problem: (found: String, expected: String, remedy: String)?
            let text = raw.text
            if offset >= columns.count {
                problem = (
                    "\(record.count) cells", "\(columns.count), as in the header row",
                    "Put quotes around a text that holds a comma, or delete the surplus cells."
                )
            } else if raw.hasTextBehindQuote {
                problem = (
                    "text behind a closing quote", "a comma or the end of the line there",
                    "Write two quotes for a quote inside a quoted cell."
                )
            } else if text == nil {
                problem = ("bytes that are not UTF-8", "UTF-8 text", saveAsUTF8)
            }
            if let problem {
                findings.report(
                    RegistryProblem(
                        file: file, line: raw.line, column: column.isEmpty ? nil : column, found: problem.found,
                        expected: problem.expected, remedy: problem.remedy))
                row.isDamaged = true
            }
            if offset >= columns.count { break }
            row.cells.append(Cell(column: column, line: raw.line, text: text ?? ""))
        }
        let lastLine = row.cells.last?.line ?? row.line
        for column in columns.dropFirst(row.cells.count) {
            row.cells.append(Cell(column: column, line: lastLine, text: ""))
        }
        rows.append(row)
    }
}

private let saveAsUTF8 = "Save the file as \"CSV UTF-8 (Comma delimited)\"."

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// What separates the cells of the first line where it is not the comma: Excel writes semicolons in the regions whose
/// decimal mark is a comma.
private func foreignSeparator(_ bytes: [UInt8]) -> String? {
    let header = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if header.contains(UInt8(ascii: ",")) { return nil }
    if header.contains(UInt8(ascii: ";")) { return "semicolons" }
    return header.contains(UInt8(ascii: "\t")) ? "tabs" : nil
}

extension CSVScanner.Cell {
    fileprivate var isBlank: Bool { bytes.allSatisfy { $0 <= 0x20 } }

    /// Nil when the bytes are not UTF-8.
    fileprivate var text: String? {
        String(validating: bytes, as: UTF8.self).map(trimmed)
    }
}

/// Without blanks at both ends; the no-break space that web pages leave in pasted text is one.
private func trimmed(_ text: String) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 || $0.value == 0xA0 }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
}
