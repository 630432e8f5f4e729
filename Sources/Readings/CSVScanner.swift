/// Cuts bytes into records and cells as RFC 4180 section 2 has it: quoted cells may hold commas, line breaks and doubled
/// quotes. Lines may end with LF, CRLF or CR. A quote inside a cell that does not begin with one is an ordinary character.
package struct CSVScanner: Sendable {
    package struct Cell: Sendable {
        package var bytes: [UInt8] = []
        /// Where the cell begins; 1 is the first line.
        package var line: Int
        package var hasTextBehindQuote = false
    }

    package private(set) var records: [[Cell]] = []
    /// The line of a quote that is never closed; the record that holds it is not in `records`.
    package private(set) var unclosedQuoteLine: Int?
    private var record: [Cell] = []
    private var line = 1

    package init() {}

    package mutating func scan(_ bytes: Span<UInt8>, from start: Int) {
        var at = start
        while at < bytes.count {
            at = scanCell(bytes, from: at)
            if unclosedQuoteLine != nil { return }
        }
        endRecord()
    }

    /// Returns the offset behind the cell and the separator after it.
    private mutating func scanCell(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var cell = Cell(line: line)
        var at = start
        let isQuoted = bytes[at] == UInt8(ascii: "\"")
        if isQuoted {
            at = scanQuoted(bytes, from: at + 1, into: &cell)
            if unclosedQuoteLine != nil { return at }
        }
        while at < bytes.count, bytes[at] != UInt8(ascii: ","), !Self.endsLine(bytes[at]) {
            if isQuoted && bytes[at] != UInt8(ascii: " ") { cell.hasTextBehindQuote = true }
            cell.bytes.append(bytes[at])
            at += 1
        }
        record.append(cell)
        guard at < bytes.count else { return at }
        // An empty cell behind a comma at the very end is not cut out: the table fills up short rows anyway.
        if bytes[at] == UInt8(ascii: ",") { return at + 1 }
        endRecord()
        return passLineEnd(bytes, at: at)
    }

    /// Returns the offset behind the closing quote.
    private mutating func scanQuoted(_ bytes: Span<UInt8>, from start: Int, into cell: inout Cell) -> Int {
        let quote = UInt8(ascii: "\"")
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            if byte == quote {
                guard at + 1 < bytes.count, bytes[at + 1] == quote else { return at + 1 }
                cell.bytes.append(quote)
                at += 2
            } else if Self.endsLine(byte) {
                cell.bytes.append(UInt8(ascii: "\n"))
                at = passLineEnd(bytes, at: at)
            } else {
                cell.bytes.append(byte)
                at += 1
            }
        }
        unclosedQuoteLine = cell.line
        return at
    }

    private mutating func passLineEnd(_ bytes: Span<UInt8>, at start: Int) -> Int {
        line += 1
        let isPair =
            bytes[start] == UInt8(ascii: "\r") && start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "\n")
        return start + (isPair ? 2 : 1)
    }

    private mutating func endRecord() {
        if !record.isEmpty { records.append(record) }
        record = []
    }

    private static func endsLine(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
