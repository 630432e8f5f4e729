extension DeviceHour {
    /// The same hour with other values in one column: what corrected readings are, beside what the device said.
    ///
    /// `transform` gets where each reading's interval begins, in microseconds from the hour's start, and its value in
    /// millionths of the unit; it returns the value that takes its place, or nil for none. Rows, intervals, flags and
    /// the other columns stay, so that rows and columns mean the same in both hours. Copies that do not stand are
    /// forgotten: the result is for figures, not for further messages.
    package func mapped(
        column: Int, _ transform: (_ offsetMicroseconds: Int64, _ value: Int64) -> Int64?
    ) -> DeviceHour {
        var hour = self
        hour.contests = [:]
        hour.repeats = CopiesByDay()
        for row in offsets.indices where cells.hasValue(row: row, column: column) {
            if let value = transform(Int64(offsets[row]), cells.value(row: row, column: column)) {
                hour.cells.set(value, row: row, column: column)
            } else {
                hour.cells.clear(row: row, column: column)
            }
        }
        return hour
    }

    /// Puts flags on some rows, for figures of a single column: a row's flags are those of all its columns.
    package mutating func flag(rows: [Int], _ added: ReadingFlags) {
        guard !rows.isEmpty else { return }
        if flags.isEmpty { flags = Array(repeating: [], count: offsets.count) }
        for row in rows { flags[row].formUnion(added) }
    }

    /// Calls `body` with the row, the start (microseconds from the hour's) and the value (millionths) of each reading of a
    /// column whose interval is at most `longest`: those that take part in a window of that length.
    package func forEachReading(
        column: Int, rows: Range<Int>, longest: Int64,
        _ body: (_ row: Int, _ offsetMicroseconds: Int64, _ value: Int64) -> Void
    ) {
        for row in rows where cells.hasValue(row: row, column: column) && length(ofRow: row) <= longest {
            body(row, Int64(offsets[row]), cells.value(row: row, column: column))
        }
    }
}
