import Readings

/// A line of a table that is being written. No value of the simulator holds a comma, a quote or a line break.
extension [UInt8] {
    mutating func line(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(contentsOf: cell.utf8)
        }
        append(UInt8(ascii: "\n"))
    }
}

/// A number of millionths as a decimal, without needless noughts: `12.4`.
func decimal(millionths: Int64) -> String {
    let magnitude = millionths.magnitude
    let sign = millionths < 0 ? "-" : ""
    let whole = String(magnitude / 1_000_000)
    let fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
    let digits = fraction.reversed().drop { $0 == "0" }.reversed()
    return digits.isEmpty ? sign + whole : sign + whole + "." + String(digits)
}
