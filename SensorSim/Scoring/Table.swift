/// A table with a header: RFC 4180, as Kerbside and the simulator write it.
///
/// The reader is the score's own: nothing of the program that is scored takes part.
struct Table: Sendable {
    private let columns: [String: Int]
    private let bytes: [UInt8]
    private var rows: [[Range<Int>]] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var at = 0
        var header: [String: Int] = [:]
        if let names = Self.row(of: bytes, from: &at) {
            for (index, name) in names.enumerated() { header[Self.text(bytes, name)] = index }
        }
        columns = header
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

/// Decimals as whole numbers of millionths.
enum Decimals {
    static func millionths(_ text: String) -> Int64? {
        var digits: Int64 = 0
        var decimals: Int?
        var isNegative = false
        guard !text.isEmpty, text.utf8.count < 19 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            if index == 0, byte == UInt8(ascii: "-") {
                isNegative = true
            } else if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                // What is finer than a millionth is cut: Kerbside writes six decimals.
                if let count = decimals {
                    guard count < 6 else { continue }
                    decimals = count + 1
                }
                let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
                guard !overflow else { return nil }
                digits = product + Int64(byte - UInt8(ascii: "0"))
            } else {
                return nil
            }
        }
        for _ in (decimals ?? 0)..<6 {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            digits = product
        }
        return isNegative ? -digits : digits
    }

    static func text(millionths: Int64) -> String {
        let magnitude = millionths.magnitude
        let fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
        let digits = fraction.reversed().drop { $0 == "0" }.reversed()
        return (millionths < 0 ? "-" : "") + String(magnitude / 1_000_000)
            + (digits.isEmpty ? "" : "." + String(digits))
    }
}
