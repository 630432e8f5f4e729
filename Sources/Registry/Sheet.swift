/// A registry file whose columns were matched with the ones that Kerbside knows.
struct Sheet {
    let file: String
    let rows: [CSVTable.Row]
    /// False when rows are hidden: then nothing can be said about names that other files expect here.
    let isComplete: Bool
    /// All required columns are there.
    let isReadable: Bool
    private let offsets: [String: Int]

    /// Reports missing columns, one problem each, and notes unknown ones that look like a misspelling.
    init(_ table: CSVTable, shape: SheetShape, findings: inout Findings) {
        file = table.file
        rows = table.rows
        var offsets: [String: Int] = [:]
        for column in shape.columns {
            offsets[column.name] = table.columns.firstIndex { $0 == column.name || column.aliases.contains($0) }
        }
        self.offsets = offsets
        let known = Set(shape.columns.flatMap { [$0.name] + $0.aliases })
        var unknown = table.columns.filter { !$0.isEmpty && !known.contains($0) }
        let missing = shape.columns.filter { $0.isRequired && offsets[$0.name] == nil }
        for column in missing {
            let meant = unknown.firstIndex { nearest(to: $0, among: known.subtracting(table.columns)) == column.name }
            let remedy =
                meant.map { "Rename column \"\(unknown[$0])\" to \"\(column.name)\" (did you mean it?)." }
                ?? "Add the column; its order does not matter."
            if let meant { unknown.remove(at: meant) }
            findings.report(
                RegistryProblem(
                    file: file, line: table.headerLine, column: column.name, found: "no such column",
                    expected: "the columns " + listed(shape.columns.filter(\.isRequired).map(\.name)), remedy: remedy))
        }
        for column in unknown {
            guard let meant = nearest(to: column, among: known.subtracting(table.columns)) else { continue }
            findings.note(
                file, line: table.headerLine, "column \(column) is not known, did you mean \(meant)?")
        }
        isComplete = table.isComplete && !missing.contains { $0.name == shape.columns[0].name }
        isReadable = missing.isEmpty
    }

    /// The cell, when its column exists and something stands in it.
    func cell(_ row: CSVTable.Row, _ column: String) -> CSVTable.Cell? {
        guard let offset = offsets[column], offset < row.cells.count else { return nil }
        let cell = row.cells[offset]
        return cell.text.isEmpty ? nil : cell
    }

    /// Reads each row that is whole. A row in which `read` reports a problem is left out.
    func read<Value>(
        _ findings: inout Findings, with read: (SheetRow, inout Findings) -> Value?
    ) -> [Placed<Value>] {
        guard isReadable else { return [] }
        var values: [Placed<Value>] = []
        values.reserveCapacity(rows.count)
        for row in rows where !row.isDamaged {
            let before = findings.problems.count
            if let value = read(SheetRow(sheet: self, row: row), &findings), findings.problems.count == before {
                values.append(Placed(value: value, line: row.line))
            }
        }
        return values
    }

    /// All names in a column, those of rows with problems too, so that one mistake is told once.
    func names(_ column: String) -> Set<String> {
        Set(rows.compactMap { cell($0, column)?.text })
    }
}

/// A value with the line that it came from.
struct Placed<Value> {
    var value: Value
    var line: Int
}

/// `a, b and c`.
private func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
}
