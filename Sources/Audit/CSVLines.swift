/// The lines of a table as RFC 4180 has it, read in place.
struct CSVLines {
    /// The line, counted from 1, where the next row begins.
    private(set) var line = 1
    /// The cells of the row that was read last, quotes included.
    private var cells: [Range<Int>] = []
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads the next row; false at the end.
    mutating func next() -> Bool {
        guard index < bytes.count else { return false }
        cells.removeAll(keepingCapacity: true)
        var start = index
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: ",") {
                cells.append(start..<index - 1)
                start = index
            } else if byte == UInt8(ascii: "\n") {
                cells.append(start..<index - 1)
                return true
            }
        }
        cells.append(start..<index)
        return true
    }

    var count: Int { cells.count }

    /// The text of a cell without its quotes; empty for a cell that the row does not have.
    func text(_ cell: Int) -> String {
        guard cell < cells.count else { return "" }
        let raw = bytes[cells[cell]]
        guard raw.first == UInt8(ascii: "\"") else { return String(decoding: raw, as: UTF8.self) }
        var text: [UInt8] = []
        var isPair = false
        for byte in raw.dropFirst() {
            if byte == UInt8(ascii: "\""), !isPair {
                isPair = true
                continue
            }
            isPair = false
            text.append(byte)
        }
        return String(decoding: text, as: UTF8.self)
    }

    var texts: [String] { cells.indices.map(text) }

    /// More than any journal holds, so that no sum of counts can overflow.
    private static let mostCounted = 1_000_000_000_000

    /// A count, negative only when `isSigned`; nil for anything else.
    func whole(_ cell: Int, isSigned: Bool = false) -> Int? {
        guard let number = Int(text(cell)), isSigned || number >= 0, number.magnitude <= Self.mostCounted else {
            return nil
        }
        return number
    }
}
