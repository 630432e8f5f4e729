import Readings

/// What payloads that are tables share: records of cells, words for "no value", dates and times of day.
enum TableText {
    /// Behind a UTF-8 byte order mark, which spreadsheets write.
    static func start(_ text: Span<UInt8>) -> Int {
        text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
    }

    /// Reads the next record into `cells`; false at the end of the text. A quote that is never closed is refused.
    static func nextRecord(
        _ text: Span<UInt8>, _ cursor: inout CSVCursor, into cells: inout [CSVCursor.Cell]
    ) throws(JSONError) -> Bool {
        cells.removeAll(keepingCapacity: true)
        while let cell = cursor.next(text) {
            guard cell.isClosed else { throw JSONError(.wrongShape, at: cell.range.lowerBound) }
            cells.append(cell)
            if cell.endsRecord { break }
        }
        return !cells.isEmpty
    }

    static func isBlank(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> Bool {
        cells.allSatisfy { $0.trimmed(text).isEmpty }
    }

    /// Whether the text ends in the middle of a record: without a line's end, and with fewer cells than the header has. A
    /// number in it may have lost its last digits.
    static func isCut(_ cells: [CSVCursor.Cell], columns: Int, _ text: Span<UInt8>, _ cursor: CSVCursor) -> Bool {
        guard cursor.position == text.count, cells.count < columns else { return false }
        let last = text[text.count - 1]
        return last != UInt8(ascii: "\n") && last != UInt8(ascii: "\r")
    }

    /// A cell's value before its unit is known. Blank, `NA` and `NaN` (R), `n/m` ("not measured") and `No data` (UK-AIR) and
    /// strokes (Vaisala) are no value.
    static func written(_ text: Span<UInt8>, _ cell: CSVCursor.Cell) -> WrittenValue {
        let range = cell.trimmed(text)
        if range.isEmpty || words[JSONName(lowercasing: text.extracting(range))] != nil { return .absent }
        if range.allSatisfy({ text[$0] == UInt8(ascii: "/") }) { return .absent }
        return .decimal(range)
    }

    private static let words = NameTable<Bool>([
        "na": true, "nan": true, "n/a": true, "n/m": true, "no data": true, "nodata": true, "-": true, "null": true,
    ])

    /// A date as `2026-03-02`, `02-03-2026` or `02/03/2026`, ten bytes; nil for anything else. Dates with the day in front
    /// are the United Kingdom's.
    static func date(_ text: Span<UInt8>, _ range: Range<Int>) -> CivilDate? {
        guard range.count == 10 else { return nil }
        let start = range.lowerBound
        let isYearFirst = text[start + 4] == UInt8(ascii: "-")
        let mark = text[start + (isYearFirst ? 4 : 2)]
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/"), text[start + (isYearFirst ? 7 : 5)] == mark,
            let year = number(text, start + (isYearFirst ? 0 : 6), digits: 4),
            let month = number(text, start + (isYearFirst ? 5 : 3), digits: 2),
            let day = number(text, start + (isYearFirst ? 8 : 0), digits: 2),
            day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// A whole hour of the day, `01:00` or `01:00:00` to `24:00`; nil for anything else.
    static func hour(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        let start = range.lowerBound
        guard range.count == 5 || range.count == 8, let hour = number(text, start, digits: 2), hour <= 24,
            text[start + 2] == UInt8(ascii: ":"), number(text, start + 3, digits: 2) == 0
        else { return nil }
        if range.count == 8 {
            guard text[start + 5] == UInt8(ascii: ":"), number(text, start + 6, digits: 2) == 0 else { return nil }
        }
        return Int64(hour)
    }

    private static func number(_ text: Span<UInt8>, _ start: Int, digits: Int) -> Int? {
        var value = 0
        for offset in start..<(start + digits) {
            let digit = text[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

extension Decoded {
    /// Adds a mean of an hour, stamped with the hour's end.
    mutating func add(_ value: DecodedValue, of quantity: Quantity, hourBefore end: Instant) {
        let before = samples.count
        add(value, of: quantity)
        guard samples.count > before else { return }
        samples[before].stamp = end
        samples[before].covers = end.advanced(byMicroseconds: -Microseconds.hour)..<end
    }
}
