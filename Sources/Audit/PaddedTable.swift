/// A table as lines of text, a column as wide as its widest cell.
struct PaddedTable {
    private var rows: [[String]]

    init(_ titles: [String]) { rows = [titles] }

    mutating func add(_ cells: [String]) { rows.append(cells.map { $0.isEmpty ? "-" : $0 }) }

    var isEmpty: Bool { rows.count == 1 }

    var lines: [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                cell + String(repeating: " ", count: max(0, widths[index] - cell.count))
            }
            let line = "  " + cells.joined(separator: " | ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
