/// A cursor over the cells of a comma-separated text, as RFC 4180 section 2 has it: quoted cells may hold commas, line
/// breaks and doubled quotes. Lines may end with LF, CRLF or CR. A quote inside a cell that does not begin with one is an
/// ordinary character. The bytes may be of any encoding that has ASCII's separators.
///
/// The text is handed to each step and never stored, and a cell is told by where it stands, so that reading a text
/// allocates nothing.
package struct CSVCursor: Sendable {
    /// Where a cell stands.
    package struct Cell: Hashable, Sendable {
        /// The cell's bytes; of a quoted cell those between the quotes, doubled quotes and line breaks as written.
        package var range: Range<Int>
        /// What stands between a closing quote and the next separator: empty, or a mistake unless it is blank.
        package var behindQuote: Range<Int>
        /// The line in which the cell begins, the first line being 1.
        package var line: Int
        /// Whether the record ends with this cell.
        package var endsRecord: Bool
        /// False for a quoted cell that the text ends in the middle of.
        package var isClosed: Bool
        /// Whether quotes stand around the cell.
        package var isQuoted: Bool
    }

    /// Offset of the next cell's first byte.
    package private(set) var position: Int
    /// The line in which the next cell begins.
    package private(set) var line = 1

    /// Starts at the first cell of a text, or at that offset.
    package init(at start: Int = 0) {
        position = start
    }

    /// The next cell; nil at the end of the text. An empty cell behind a comma at the very end is not told.
    package mutating func next(_ text: Span<UInt8>) -> Cell? {
        guard position < text.count else { return nil }
        let isQuoted = text[position] == UInt8(ascii: "\"")
        var cell = Cell(
            range: position..<position, behindQuote: position..<position, line: line, endsRecord: true, isClosed: true,
            isQuoted: isQuoted)
        if isQuoted {
            cell.isClosed = passQuoted(text, &cell)
            guard cell.isClosed else { return cell }
        }
        let start = position
        while position < text.count, text[position] != UInt8(ascii: ","), !Self.endsLine(text[position]) {
            position += 1
        }
        if isQuoted { cell.behindQuote = start..<position } else { cell.range = start..<position }
        guard position < text.count else { return cell }
        if text[position] == UInt8(ascii: ",") {
            position += 1
            cell.endsRecord = position == text.count
        } else {
            passLineEnd(text)
        }
        return cell
    }

    /// Steps over the quotes and what is between them; false when the closing one is missing.
    private mutating func passQuoted(_ text: Span<UInt8>, _ cell: inout Cell) -> Bool {
        let quote = UInt8(ascii: "\"")
        position += 1
        let start = position
        while position < text.count {
            let byte = text[position]
            if byte == quote {
                guard position + 1 < text.count, text[position + 1] == quote else {
                    cell.range = start..<position
                    position += 1
                    return true
                }
                position += 2
            } else if Self.endsLine(byte) {
                passLineEnd(text)
            } else {
                position += 1
            }
        }
        cell.range = start..<position
        return false
    }

    private mutating func passLineEnd(_ text: Span<UInt8>) {
        line += 1
        let isPair =
            text[position] == UInt8(ascii: "\r") && position + 1 < text.count
            && text[position + 1] == UInt8(ascii: "\n")
        position += isPair ? 2 : 1
    }

    fileprivate static func endsLine(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}

extension CSVCursor.Cell {
    /// The cell's range without blanks (space, tab, line break) at both ends.
    package func trimmed(_ text: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, text[start] <= 0x20 { start += 1 }
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    /// Appends what the cell says: doubled quotes as one, line breaks inside of quotes as LF, then what stands behind the
    /// closing quote.
    package func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = text[at]
            at += 1
            let next = at < range.upperBound ? text[at] : 0
            if isQuoted, byte == quote, next == quote { at += 1 }
            if byte == UInt8(ascii: "\r"), next == UInt8(ascii: "\n") { at += 1 }
            bytes.append(CSVCursor.endsLine(byte) ? UInt8(ascii: "\n") : byte)
        }
        for offset in behindQuote { bytes.append(text[offset]) }
    }
}
