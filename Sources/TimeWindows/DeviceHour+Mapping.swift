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
}
