package import Disk
package import Readings

/// The records of a comma-separated file, read in pieces, so that a file of any size needs little memory.
package struct TableFile: ~Copyable {
    /// The names in the first line, where the file is said to have some.
    package private(set) var columns: [String] = []
    /// The bytes that the cells of the record stand in.
    package private(set) var bytes: [UInt8] = []
    /// Of the record that was read last.
    package private(set) var cells: [CSVCursor.Cell] = []
    /// The record that was read last, its line end included.
    package private(set) var record = 0..<0
    /// The line in which it begins, the first line being 1.
    package private(set) var line = 0
    /// Of everything that was read so far; whole after the last record.
    package private(set) var digest = FileDigest()

    private let file: InputFile
    private var next = 0
    private var nextLine = 1
    private var isAtEnd = false

    private static let pieceBytes = 256 << 10
    /// No record of a table is as long: a quote that is never closed would be one.
    private static let longestRecord = 4 << 20

    /// - Parameter hasColumns: the first record names the columns, and is read at once.
    package init(_ file: consuming InputFile, hasColumns: Bool = true) throws {
        self.file = file
        guard hasColumns, try read() else { return }
        for index in cells.indices { columns.append(text(index)) }
    }

    /// Reads the next record; false at the end.
    package mutating func read() throws -> Bool {
        while !parse() {
            if isAtEnd { return false }
            try fill()
        }
        return true
    }

    package func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    /// Where a cell's bytes stand, without quotes around it; empty for a cell that the record does not have.
    package func range(_ column: Int?) -> Range<Int> {
        guard let column, column < cells.count else { return 0..<0 }
        return cells[column].range
    }

    package func isEqual(_ column: Int?, _ other: [UInt8]) -> Bool {
        let range = range(column)
        guard range.count == other.count else { return false }
        for index in 0..<other.count where bytes[range.lowerBound + index] != other[index] { return false }
        return true
    }

    package func text(_ column: Int) -> String {
        guard column < cells.count else { return "" }
        var text: [UInt8] = []
        cells[column].append(bytes.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func parse() -> Bool {
        cells.removeAll(keepingCapacity: true)
        var cursor = CSVCursor(at: next)
        let held = bytes
        let text = held.span
        while let cell = cursor.next(text) {
            cells.append(cell)
            guard cell.endsRecord else { continue }
            // At the end of the piece nobody can tell whether a line feed follows, or more of the cell.
            let last = text[cursor.position - 1]
            let endsLine = last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") && cursor.position < text.count
            guard cell.isClosed && endsLine || isAtEnd || cursor.position - next > Self.longestRecord else {
                return false
            }
            record = next..<cursor.position
            line = nextLine
            nextLine += cursor.line - 1
            next = cursor.position
            return true
        }
        return false
    }

    private mutating func fill() throws {
        bytes.removeFirst(next)
        next = 0
        let count = bytes.count
        bytes += [UInt8](repeating: 0, count: Self.pieceBytes)
        let read = try file.read(at: digest.bytes, into: &bytes, range: count..<count + Self.pieceBytes)
        bytes.removeLast(Self.pieceBytes - read)
        digest.update(bytes[count...])
        isAtEnd = read < Self.pieceBytes
    }
}
