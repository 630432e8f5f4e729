import Readings

/// A CSV file of rules, read row by row. A cell that is not what its column expects is a problem with its place; a row
/// with a problem is left out.
struct RuleSheet {
    struct Row {
        var line: Int
        fileprivate var cells: [String: String]

        /// The text of a cell; empty where the row has none.
        func text(_ column: String) -> String { cells[column] ?? "" }
    }

    let file: String
    private(set) var rows: [Row] = []
    private(set) var problems: [RuleProblem] = []

    /// Other columns than `columns` are kept by whoever wrote them, and ignored here.
    init(file: String, bytes: [UInt8], columns: [String]) {
        self.file = file
        var scanner = CSVScanner()
        scanner.scan(bytes.span, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        if let line = scanner.unclosedQuoteLine {
            report(
                line, nil, "a quote that is never closed", "each quoted cell to end with a quote", "Close the quote.")
        }
        let records = scanner.records.filter { $0.contains { !$0.bytes.allSatisfy { $0 <= 0x20 } } }
        guard let header = records.first else {
            report(
                nil, nil, "an empty file", "a header row", "Write \(columns.joined(separator: ",")) as the first line.")
            return
        }
        let names = header.map { Self.text($0)?.lowercased() ?? "" }
        for column in columns where !names.contains(column) {
            report(
                header[0].line, column, "no such column", "the columns \(columns.joined(separator: ", "))",
                "Add the column; its order does not matter.")
        }
        guard problems.isEmpty else { return }
        for record in records.dropFirst() { append(record, names) }
    }

    private mutating func append(_ record: [CSVScanner.Cell], _ names: [String]) {
        var row = Row(line: record[0].line, cells: [:])
        for (offset, cell) in record.enumerated() {
            guard offset < names.count else {
                if cell.bytes.allSatisfy({ $0 <= 0x20 }) { continue }
                report(
                    cell.line, nil, "\(record.count) cells", "\(names.count), as in the header row",
                    "Put quotes around a text that holds a comma.")
                return
            }
            guard let text = Self.text(cell), !cell.hasTextBehindQuote else {
                report(
                    cell.line, names[offset], "bytes that are no cell", "UTF-8 text, whole inside its quotes",
                    "Save the file as \"CSV UTF-8\", and write two quotes for one inside a quoted cell.")
                return
            }
            row.cells[names[offset]] = text
        }
        rows.append(row)
    }

    private mutating func report(
        _ line: Int?, _ column: String?, _ found: String, _ expected: String, _ remedy: String
    ) {
        problems.append(
            RuleProblem(file: file, line: line, column: column, found: found, expected: expected, remedy: remedy))
    }

    mutating func report(_ row: Row, _ column: String, expected: String, remedy: String) {
        let text = row.text(column)
        let found = text.isEmpty ? "nothing" : "\"\(text.prefix(60))\""
        report(row.line, column, found, expected, remedy)
    }

    private static func text(_ cell: CSVScanner.Cell) -> String? {
        guard let text = String(validating: cell.bytes, as: UTF8.self) else { return nil }
        let isBlank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 || $0.value == 0xA0 }
        let front = text.unicodeScalars.drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(front[...last])
    }
}
