import Publication

/// A selection, as it applies to the rows of a file.
struct RowFilter {
    private var wanted: [(column: Int, values: [[UInt8]])] = []

    /// - Throws: `ExportError` where the dataset has no column for a part of the selection.
    init(_ selection: RowSelection, _ rows: borrowing TableFile, dataset: String) throws {
        for (name, values) in selection.wanted {
            guard let column = rows.column(name) else {
                throw ExportError("--\(name): \(dataset) has no column \(name); leave the option out.")
            }
            wanted.append((column, values.sorted().map { Array($0.utf8) }))
        }
    }

    func takes(_ rows: borrowing TableFile) -> Bool {
        for (column, values) in wanted {
            var isFound = false
            for value in values where !isFound { isFound = rows.isEqual(column, value) }
            if !isFound { return false }
        }
        return true
    }
}
