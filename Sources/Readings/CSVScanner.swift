/// Cuts bytes into records and cells that own their text: a sheet is kept whole, unlike a payload.
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

    package init() {}

    package mutating func scan(_ bytes: Span<UInt8>, from start: Int) {
        var cursor = CSVCursor(at: start)
        var record: [Cell] = []
        while let found = cursor.next(bytes) {
            guard found.isClosed else {
                unclosedQuoteLine = found.line
                return
            }
            var cell = Cell(line: found.line)
            found.append(bytes, to: &cell.bytes)
            for offset in found.behindQuote where bytes[offset] != UInt8(ascii: " ") { cell.hasTextBehindQuote = true }
            record.append(cell)
            if found.endsRecord {
                records.append(record)
                record = []
            }
        }
    }
}
