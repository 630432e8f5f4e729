import Readings

extension DeviceHour {
    /// Adds all copies of the hour to a tally: the sum of what every `insert` reported, whatever the order.
    package func addCopies(to tally: inout CopyTally) {
        for row in offsets.indices {
            let key = rowKey(row)
            let day = dayReceived(row: row, delay: delay(ofRow: row))
            for column in quantities.indices where cells.hasValue(row: row, column: column) {
                if !contests.isEmpty, let contest = contests[CellKey(row: key, quantity: quantities[column])] {
                    contest.addAll(to: &tally)
                } else {
                    tally.add(CopyTally.Counts(standing: 1), day: day)
                    repeats.forEachDay(of: key) { tally.add(CopyTally.Counts(duplicates: $1), day: $0) }
                }
            }
        }
    }

    func rowKey(_ row: Int) -> RowKey {
        RowKey(offset: offsets[row], length: length(ofRow: row))
    }

    /// When the row's first message was received, relative to the interval's start.
    func delay(ofRow row: Int) -> Int64 {
        delays.isEmpty ? commonDelay : delays[row]
    }

    /// The UTC day that a delay means for a row, in days since 1970-01-01.
    func dayReceived(row: Int, delay: Int64) -> Int32 {
        let begin = start.advanced(byMicroseconds: Int64(offsets[row]))
        return CivilDate(of: begin.advanced(byMicroseconds: delay)).daysSince1970
    }

    // MARK: Cells

    private mutating func columnForWriting(_ quantity: Quantity, hint: Int) -> Int {
        if hint < quantities.count, quantities[hint].rawValue == quantity.rawValue { return hint }
        if let column = column(of: quantity) { return column }
        quantities.append(quantity)
        cells.addColumn()
        return quantities.count - 1
    }

    /// The usual message, which names all columns in their order, becomes a row in one go. False, and no row, otherwise.
    @inline(__always)
    mutating func appendWholeRow(_ samples: ArraySlice<Sample>) -> Bool {
        guard samples.count == quantities.count else { return false }
        let first = samples.startIndex
        return cells.appendRow { column in
            let sample = samples[first + column]
            return sample.quantity.rawValue == quantities[column].rawValue ? sample.value.count : nil
        }
    }

    /// Fills a row that was just added.
    mutating func fill(
        row: Int, delay: Int64, _ arrival: Arrival, _ samples: ArraySlice<Sample>, _ tally: inout CopyTally
    ) {
        var hint = 0
        for sample in samples {
            let column = columnForWriting(sample.quantity, hint: hint)
            hint = column + 1
            if cells.hasValue(row: row, column: column) {
                // The message names a quantity twice: two readings, of which one stands and one is counted.
                _ = contend(row: row, column: column, sample.value.count, delay: delay, &tally)
            } else {
                cells.set(sample.value.count, row: row, column: column)
                tally.addStanding(1, received: arrival.received)
            }
        }
    }

    /// A message for a row that stands already: a repetition, another value, or other quantities.
    mutating func merge(
        row: Int, delay: Int64, _ arrival: Arrival, _ samples: ArraySlice<Sample>, _ tally: inout CopyTally
    ) -> Bool {
        var isChanged = join(arrival.flags, row: row)
        if isRepetition(row: row, samples), !hasContest(rowKey(row)) {
            repeatRow(row, delay: delay, samples.count, &tally)
            return isChanged
        }
        for sample in samples {
            let column = columnForWriting(sample.quantity, hint: 0)
            if contend(row: row, column: column, sample.value.count, delay: delay, &tally) { isChanged = true }
        }
        return isChanged
    }

    /// The whole row came again: of the two messages, the one that was received first stands.
    private mutating func repeatRow(_ row: Int, delay: Int64, _ count: Int, _ tally: inout CopyTally) {
        let day = dayReceived(row: row, delay: delay)
        let standingDelay = self.delay(ofRow: row)
        if delay >= standingDelay {
            repeats.add(rowKey(row), day: day)
            tally.add(CopyTally.Counts(duplicates: count), day: day)
            return
        }
        let fallenDay = dayReceived(row: row, delay: standingDelay)
        if delays.isEmpty { delays = Array(repeating: commonDelay, count: offsets.count) }
        delays[row] = delay
        repeats.add(rowKey(row), day: fallenDay)
        tally.add(CopyTally.Counts(standing: count), day: day)
        tally.add(CopyTally.Counts(standing: -count, duplicates: count), day: fallenDay)
    }

    /// Takes a copy of a cell that another message wrote or may have written. Returns whether another value stands now.
    private mutating func contend(
        row: Int, column: Int, _ value: Int64, delay: Int64, _ tally: inout CopyTally
    ) -> Bool {
        let cell = CellKey(row: rowKey(row), quantity: quantities[column])
        let copy = Contest.Copy(
            value: CellTable.storable(value), delay: delay, day: dayReceived(row: row, delay: delay))
        guard cells.hasValue(row: row, column: column) else {
            contests[cell] = Contest(standing: copy)
            cells.set(copy.value, row: row, column: column)
            tally.add(CopyTally.Counts(standing: 1), day: copy.day)
            return true
        }
        let standing = cells.value(row: row, column: column)
        // Taken where it is: a contest can hold many copies, which must not be copied for one more.
        if contests[cell] == nil { contests[cell] = firstContest(row: row, value: standing) }
        let winner = contests[cell]?.take(copy, &tally) ?? standing
        if winner == standing { return false }
        cells.set(winner, row: row, column: column)
        return true
    }

    /// The copies of a cell that only the row's first message and its whole repetitions named.
    private func firstContest(row: Int, value: Int64) -> Contest {
        let delay = delay(ofRow: row)
        var contest = Contest(
            standing: Contest.Copy(value: value, delay: delay, day: dayReceived(row: row, delay: delay)))
        repeats.forEachDay(of: rowKey(row)) { contest.keep(value: value, day: $0, count: $1) }
        return contest
    }

    /// A row has the flags of all its messages, repetitions too: so their order has no say. Returns whether one is new.
    private mutating func join(_ more: ReadingFlags, row: Int) -> Bool {
        if more.isEmpty { return false }
        if flags.isEmpty { flags = Array(repeating: [], count: offsets.count) }
        let joined = flags[row].union(more)
        if joined == flags[row] { return false }
        flags[row] = joined
        return true
    }

    /// Whether the message says, once each, what the whole row says.
    private func isRepetition(row: Int, _ samples: ArraySlice<Sample>) -> Bool {
        var named: UInt64 = 0
        for sample in samples {
            guard let column = column(of: sample.quantity), cells.hasValue(row: row, column: column),
                cells.value(row: row, column: column) == CellTable.storable(sample.value.count),
                named & (1 << column) == 0
            else { return false }
            named |= 1 << column
        }
        return named.nonzeroBitCount == cells.valueCount(row: row)
    }

    private func hasContest(_ key: RowKey) -> Bool {
        !contests.isEmpty && quantities.contains { contests[CellKey(row: key, quantity: $0)] != nil }
    }
}
