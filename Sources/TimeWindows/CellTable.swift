import Readings

/// Values of one hour, row by row, in as few bytes as hold them exactly.
///
/// A cell is an Int32 count of the column's unit: thousandths at first, millionths when a value needs them. A value that
/// fits neither turns the whole table into Int64 millionths.
struct CellTable: Hashable, Sendable {
    private var narrow: [Int32] = []
    private var wide: [Int64] = []
    /// Millionths in one count, a column each. All 1 once the table is wide.
    private(set) var units: [Int64] = []
    private var rows = 0

    private static let none32 = Int32.min
    private static let none64 = Int64.min
    private static let coarseUnit: Int64 = 1000

    /// The least Int64 marks an empty cell; as a value it gives way to its neighbour.
    @inline(__always)
    static func storable(_ millionths: Int64) -> Int64 {
        max(millionths, none64 + 1)
    }

    var columnCount: Int { units.count }
    private(set) var isWide = false

    mutating func reserve(rows: Int, columns: Int) {
        narrow.reserveCapacity(rows * columns)
        units.reserveCapacity(columns)
    }

    /// Gives back memory that no row needs.
    mutating func trim() {
        narrow.trim()
        wide.trim()
    }

    @inline(__always)
    func hasValue(row: Int, column: Int) -> Bool {
        let at = row * units.count + column
        return isWide ? wide[at] != Self.none64 : narrow[at] != Self.none32
    }

    /// The value in millionths; only where there is one.
    @inline(__always)
    func value(row: Int, column: Int) -> Int64 {
        let at = row * units.count + column
        return isWide ? wide[at] : Int64(narrow[at]) * units[column]
    }

    /// The count of the column's unit, or nil where the cell is empty.
    @inline(__always)
    func count(row: Int, column: Int) -> Int64? {
        let at = row * units.count + column
        if isWide { return wide[at] == Self.none64 ? nil : wide[at] }
        return narrow[at] == Self.none32 ? nil : Int64(narrow[at])
    }

    /// Calls `body` with row and count of each value of the column, in the order of the rows.
    @inline(__always)
    func forEachCount(column: Int, rows: Range<Int>, _ body: (Int, Int64) -> Void) {
        let columns = units.count
        var at = rows.lowerBound * columns + column
        if isWide {
            for row in rows {
                if wide[at] != Self.none64 { body(row, wide[at]) }
                at += columns
            }
        } else {
            for row in rows {
                let count = narrow[at]
                if count != Self.none32 { body(row, Int64(count)) }
                at += columns
            }
        }
    }

    func valueCount(row: Int) -> Int {
        (0..<units.count).reduce(0) { $0 + (hasValue(row: row, column: $1) ? 1 : 0) }
    }

    mutating func appendRow() {
        rows += 1
        if isWide {
            for _ in 0..<units.count { wide.append(Self.none64) }
        } else {
            for _ in 0..<units.count { narrow.append(Self.none32) }
        }
    }

    /// Appends a row of narrow cells with a value in each column. False, and no row, where `value` gives none for a
    /// column or one that its unit does not fit.
    @inline(__always)
    mutating func appendRow(_ value: (Int) -> Int64?) -> Bool {
        guard !isWide else { return false }
        var isWhole = true
        narrow.append(addingCapacity: units.count) { cells in
            for column in 0..<units.count {
                guard let millionths = value(column), let count = Self.narrowCount(millionths, unit: units[column])
                else {
                    cells.removeAll()
                    isWhole = false
                    return
                }
                cells.append(count)
            }
        }
        if isWhole { rows += 1 }
        return isWhole
    }

    /// The whole count of a unit that an Int32 cell holds, or nil.
    @inline(__always)
    private static func narrowCount(_ millionths: Int64, unit: Int64) -> Int32? {
        // Dividing by a constant is a multiplication.
        let count = unit == coarseUnit ? millionths / coarseUnit : millionths
        guard count &* unit == millionths, let small = Int32(exactly: count), small != none32 else { return nil }
        return small
    }

    mutating func insertRow(at row: Int) {
        rows += 1
        let at = row * units.count
        if isWide {
            wide.insert(contentsOf: repeatElement(Self.none64, count: units.count), at: at)
        } else {
            narrow.insert(contentsOf: repeatElement(Self.none32, count: units.count), at: at)
        }
    }

    mutating func addColumn() {
        let old = units.count
        units.append(isWide ? 1 : Self.coarseUnit)
        if rows == 1 {
            // The usual case: the first message of the hour names its quantities one after the other.
            if isWide { wide.append(Self.none64) } else { narrow.append(Self.none32) }
            return
        }
        if isWide {
            wide = Self.widened(wide, rows: rows, columns: old, filler: Self.none64)
        } else {
            narrow = Self.widened(narrow, rows: rows, columns: old, filler: Self.none32)
        }
    }

    @inline(__always)
    mutating func set(_ millionths: Int64, row: Int, column: Int) {
        let at = row * units.count + column
        if !isWide {
            if let small = Self.narrowCount(millionths, unit: units[column]) {
                narrow[at] = small
                return
            }
            makeFiner(column: column, for: millionths)
        }
        if isWide {
            wide[at] = Self.storable(millionths)
        } else {
            narrow[at] = Int32(truncatingIfNeeded: millionths)
        }
    }

    mutating func clear(row: Int, column: Int) {
        let at = row * units.count + column
        if isWide { wide[at] = Self.none64 } else { narrow[at] = Self.none32 }
    }

    /// Turns a column into millionths where all its values and the new one fit, else the whole table into Int64.
    private mutating func makeFiner(column: Int, for millionths: Int64) {
        let unit = units[column]
        let limit = Int64(Int32.max)
        var fits = abs(clamping: millionths) <= limit
        for row in 0..<rows where fits {
            if let count = count(row: row, column: column) { fits = abs(clamping: count * unit) <= limit }
        }
        if fits {
            for row in 0..<rows where hasValue(row: row, column: column) {
                narrow[row * units.count + column] = Int32(truncatingIfNeeded: value(row: row, column: column))
            }
            units[column] = 1
            return
        }
        var values = [Int64](repeating: Self.none64, count: narrow.count)
        for row in 0..<rows {
            for column in 0..<units.count where hasValue(row: row, column: column) {
                values[row * units.count + column] = value(row: row, column: column)
            }
        }
        wide = values
        isWide = true
        narrow = []
        for column in units.indices { units[column] = 1 }
    }

    private func abs(clamping value: Int64) -> Int64 {
        value == .min ? .max : Swift.abs(value)
    }

    private static func widened<Cell>(_ cells: [Cell], rows: Int, columns: Int, filler: Cell) -> [Cell] {
        var widened: [Cell] = []
        widened.reserveCapacity(max(cells.capacity, rows * (columns + 1)))
        for row in 0..<rows {
            widened.append(contentsOf: cells[(row * columns)..<(row * columns + columns)])
            widened.append(filler)
        }
        return widened
    }
}

extension CellTable {
    /// Without the numbers of rows and columns, which the hour knows.
    func pack(into packer: inout Packer) {
        packer.put(isWide)
        if isWide {
            packer.put(wide)
        } else {
            packer.put(units)
            packer.put(narrow)
        }
    }

    init(unpacking unpacker: inout Unpacker, rows: Int, columns: Int) throws(UnpackingError) {
        self.rows = rows
        isWide = try unpacker.flag()
        if isWide {
            units = Array(repeating: 1, count: columns)
            wide = try unpacker.numbers()
        } else {
            units = try unpacker.numbers()
            narrow = try unpacker.numbers()
        }
        guard units.count == columns, units.allSatisfy({ $0 == 1 || $0 == Self.coarseUnit }),
            (isWide ? wide.count : narrow.count) == rows * columns
        else { throw UnpackingError() }
    }
}
