/// A table with a header: RFC 4180, as Kerbside and the simulator write it.
///
/// The reader is the score's own: nothing of the program that is scored takes part.
struct Table: Sendable {
    private let columns: [String: Int]
    private let bytes: [UInt8]
    private var rows: [[Range<Int>]] = []

    /// - Parameter needed: columns without which the table tells nothing.
    init(_ bytes: [UInt8], _ name: String, needed: [String]) throws(ScoreProblem) {
        self.bytes = bytes
        var at = 0
        var header: [String: Int] = [:]
        if let names = Self.row(of: bytes, from: &at) {
            for (index, name) in names.enumerated() { header[Self.text(bytes, name)] = index }
        }
        columns = header
        let missing = needed.filter { header[$0] == nil }
        guard missing.isEmpty else {
            throw ScoreProblem(
                "\(name): expected the column \(missing[0]), found "
                    + (header.isEmpty ? "an empty file" : header.keys.sorted().joined(separator: ", "))
                    + ". Make the truth, and the data folder, with programs of the same version as this one.")
        }
        while let row = Self.row(of: bytes, from: &at) {
            if row.count > 1 || row.first?.isEmpty == false { rows.append(row) }
        }
    }

    var count: Int { rows.count }

    /// The cell's text; empty where the table has no such column.
    subscript(row: Int, column: String) -> String {
        guard let index = columns[column], index < rows[row].count else { return "" }
        return Self.text(bytes, rows[row][index])
    }

    /// A whole number that is not negative; nil where the cell is something else.
    func count(_ row: Int, _ column: String) -> Int? { Int(self[row, column]).flatMap { $0 < 0 ? nil : $0 } }

    /// A decimal as whole millionths; nil where the cell is empty or no number.
    func millionths(_ row: Int, _ column: String) -> Int64? { Decimals.millionths(self[row, column]) }

    private static func text(_ bytes: [UInt8], _ cell: Range<Int>) -> String {
        let text = String(decoding: bytes[cell], as: UTF8.self)
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 else { return text }
        var inner = ""
        var wasQuote = false
        for letter in text.dropFirst().dropLast() {
            // A quote inside is written twice.
            if letter == "\"", !wasQuote {
                wasQuote = true
                continue
            }
            wasQuote = false
            inner.append(letter)
        }
        return inner
    }

    /// The cells of the row that begins there; nil at the end.
    private static func row(of bytes: [UInt8], from at: inout Int) -> [Range<Int>]? {
        guard at < bytes.count else { return nil }
        var cells: [Range<Int>] = []
        var start = at
        var isQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: ",") {
                cells.append(start..<at)
                start = at + 1
            } else if !isQuoted, byte == UInt8(ascii: "\n") {
                break
            }
            at += 1
        }
        cells.append(start..<at)
        at += 1
        return cells
    }
}
