package import Readings

/// Reads the rows of a published air/hour or air/quarter-hour file, of which longer periods are made.
package struct AirHourRows {
    /// One row. The texts are places in the file.
    package struct Row {
        /// `site,device,quantity`, as written.
        package var series: Range<Int>
        package var site: Range<Int>
        package var device: Range<Int>
        package var quantity: Range<Int>
        /// Of the window's start: hours and minutes of the day.
        package var hour: Int
        package var minute: Int
        package var n: Int
        package var isValid: Bool
        /// Nil without a reading.
        package var mean: Millionths?
        package var rawMean: Millionths?
        package var correction: Range<Int>
        package var deviceClass: Range<Int>
        package var status: Range<Int>
        package var flaggedCount: Int
        package var flags: Range<Int>
    }

    private var cursor = CSVCursor()
    private var cells: [Range<Int>] = []
    private static let columns = Dataset.airHour.columns.count

    package init() {}

    /// The next row; nil at the end. The line of column names is passed over.
    package mutating func next(_ file: Span<UInt8>) throws(DamagedRow) -> Row? {
        if cursor.position == 0 {
            guard file.count >= Dataset.airHour.header.count else {
                if file.isEmpty { return nil }
                throw DamagedRow(line: 1)
            }
            _ = nextCells(file)
        }
        let line = cursor.line
        guard nextCells(file) else { return nil }
        guard cells.count == Self.columns, cells[0].count == 20, let hour = Self.two(file, cells[0].lowerBound + 11),
            let minute = Self.two(file, cells[0].lowerBound + 14), let n = Self.whole(file, cells[7]),
            let flagged = Self.whole(file, cells[20]), hour < 24, minute < 60
        else { throw DamagedRow(line: line) }
        return Row(
            series: cells[3].lowerBound..<cells[5].upperBound, site: cells[3], device: cells[4], quantity: cells[5],
            hour: hour, minute: minute, n: n, isValid: cells[9].count == 4,
            mean: try Self.decimal(file, cells[10], line), rawMean: try Self.decimal(file, cells[16], line),
            correction: cells[17], deviceClass: cells[18], status: cells[19],
            flaggedCount: flagged, flags: cells[21])
    }

    private mutating func nextCells(_ file: Span<UInt8>) -> Bool {
        cells.removeAll(keepingCapacity: true)
        while let cell = cursor.next(file) {
            cells.append(cell.range)
            if cell.endsRecord { break }
        }
        // An empty last cell at the very end of the file is not told.
        if cells.count == Self.columns - 1, cursor.position == file.count {
            cells.append(file.count..<file.count)
        }
        return !cells.isEmpty
    }

    private static func two(_ file: Span<UInt8>, _ place: Int) -> Int? { whole(file, place..<place + 2) }

    private static func whole(_ file: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count < 12 else { return nil }
        var value = 0
        for place in range {
            let digit = file[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private static func decimal(_ file: Span<UInt8>, _ range: Range<Int>, _ line: Int) throws(DamagedRow) -> Millionths?
    {
        if range.isEmpty { return nil }
        do {
            return try Millionths(decimal: file.extracting(range))
        } catch {
            throw DamagedRow(line: line)
        }
    }
}
