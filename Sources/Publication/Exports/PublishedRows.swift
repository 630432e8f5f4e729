internal import Disk
import Readings

/// The rows of one published file, read in pieces, so that a file of any size needs little memory.
struct PublishedRows: ~Copyable {
    /// The names in the first line.
    private(set) var columns: [String] = []
    /// The bytes that the cells of the row stand in.
    private(set) var bytes: [UInt8] = []
    /// Of the row that was read last.
    private(set) var cells: [CSVCursor.Cell] = []

    private let file: InputFile
    private var offset: Int64 = 0
    private var next = 0
    private var isAtEnd = false

    private static let pieceBytes = 256 << 10

    init(_ file: consuming InputFile) throws {
        self.file = file
        guard try read() else { return }
        for index in cells.indices { columns.append(text(index)) }
    }

    /// Reads the next row; false at the end.
    mutating func read() throws -> Bool {
        while !parse() {
            if isAtEnd { return false }
            try fill()
        }
        return true
    }

    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    /// Where a cell's bytes stand, without quotes around it; empty for a cell that the row does not have.
    func range(_ column: Int?) -> Range<Int> {
        guard let column, column < cells.count else { return 0..<0 }
        return cells[column].range
    }

    func isEqual(_ column: Int?, _ other: [UInt8]) -> Bool {
        let range = range(column)
        guard range.count == other.count else { return false }
        for index in 0..<other.count where bytes[range.lowerBound + index] != other[index] { return false }
        return true
    }

    func text(_ column: Int) -> String {
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
            let isWhole = cell.isClosed && text[cursor.position - 1] == UInt8(ascii: "\n")
            guard isWhole || isAtEnd else { return false }
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
        let read = try file.read(at: offset, into: &bytes, range: count..<count + Self.pieceBytes)
        bytes.removeLast(Self.pieceBytes - read)
        offset += Int64(read)
        isAtEnd = read < Self.pieceBytes
    }
}
