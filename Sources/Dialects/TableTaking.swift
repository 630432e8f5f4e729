package import Readings

/// Takes a text table apart record by record, for files that are too long for one payload: a record together with the header
/// makes a payload of its own, which decodes to what the whole table says of it.
package struct TableTaking: Sendable {
    /// What a record of the table is.
    package enum Part: Hashable, Sendable {
        case blank
        /// In front of the header.
        case preamble
        /// Names the columns of the records behind it.
        case header
        case row
    }

    private let dialect: Dialect
    private var hasHeader: Bool
    private var dateColumn = 0
    private var rows = 0
    private var rowsWithoutTime = 0
    private var preamble = 0

    /// For a dialect whose `isText` is true.
    package init(_ dialect: Dialect) {
        self.dialect = dialect
        // A transmitter's line names its columns itself.
        hasHeader = dialect == .vaisalaAQT
    }

    package mutating func take(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> Part {
        if TableText.isBlank(cells, text) { return .blank }
        switch dialect {
        case .ukAir where UKAirHeader.isHeader(cells, text):
            hasHeader = true
            return .header
        case .openair where !hasHeader:
            hasHeader = true
            guard let header = try? OpenairHeader(cells, text) else { return .header }
            dateColumn = header.date
            return .header
        default:
            guard hasHeader else {
                preamble += 1
                return .preamble
            }
            rows += 1
            if dateColumn < cells.count, cells[dateColumn].trimmed(text).count == 10 { rowsWithoutTime += 1 }
            return .row
        }
    }

    /// Whether what was read so far cannot be such a table: there is no header where one must be.
    package var isNoTable: Bool { !hasHeader && preamble > 40 }

    /// Whether the table, now at its end, is none of the dialect's: without a header, or, of openair, of daily means.
    package var isOfAnotherKind: Bool {
        !hasHeader || dialect == .openair && rows > 1 && rowsWithoutTime == rows
    }
}
