import Readings

/// Writes rows of cells as text that is the same for the same content, on every machine: RFC 4180, each line ended by a
/// line feed.
struct CanonicalText {
    private(set) var bytes: [UInt8] = []
    private var isLineEmpty = true

    mutating func add(_ cell: String) {
        if !isLineEmpty { bytes.append(UInt8(ascii: ",")) }
        isLineEmpty = false
        let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        guard cell.utf8.contains(where: { special.contains($0) }) else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ number: some FixedWidthInteger) { add(String(number)) }

    /// Empty for an open end.
    mutating func add(_ instant: Instant?) { add(instant.map { String($0.microseconds) } ?? "") }

    /// Cells and the end of their line, as another text wrote them.
    mutating func add(contentsOf line: [UInt8]) {
        if !isLineEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: line)
        isLineEmpty = true
    }

    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        isLineEmpty = true
    }
}
