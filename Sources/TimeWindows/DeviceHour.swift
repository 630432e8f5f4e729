package import Readings

/// The readings of one device whose covered interval begins in one UTC hour, without duplicates.
///
/// Rows are instants, columns quantities; the rows are kept in ascending order, so that any order of arrival gives the
/// same table. Values take four bytes where they can: a row of five quantities takes 24 bytes.
package struct DeviceHour: Sendable {
    package let start: Instant
    /// Columns, in the order in which the device first sent them.
    package private(set) var quantities: [Quantity] = []
    /// Microseconds from the hour's start to each interval's start, ascending.
    private(set) var offsets: [UInt32] = []
    /// Length of each row's interval; empty while all rows have `commonLength`.
    private(set) var lengths: [Int64] = []
    private(set) var commonLength: Int64
    /// When each row's first copy was received, relative to the interval's start; empty while all equal `commonDelay`.
    private var delays: [Int64] = []
    private var commonDelay: Int64
    /// Empty while no row has a flag.
    private(set) var flags: [ReadingFlags] = []
    var cells = CellTable()
    /// Cells that more than one message wrote: what each said.
    private var contests: [CellKey: Contest] = [:]
    /// Rows of which whole messages came again, and how often.
    private var repeats: [RowKey: Int32] = [:]

    private struct RowKey: Hashable, Sendable {
        var offset: UInt32
        var length: Int64
    }

    private struct CellKey: Hashable, Sendable {
        var row: RowKey
        var quantity: Quantity
    }

    /// `expectedRows` sizes the table once for a device of known period.
    package init(start: Instant, intervalLength: Int64, firstDelay: Int64, expectedRows: Int, expectedColumns: Int) {
        self.start = start
        commonLength = intervalLength
        commonDelay = firstDelay
        offsets.reserveCapacity(expectedRows)
        cells.reserve(rows: expectedRows, columns: expectedColumns)
    }

    package var rowCount: Int { offsets.count }

    /// One message's values for one interval. `values` share the interval and the receive time.
    package struct Arrival: Sendable {
        package var intervalStart: Instant
        package var intervalLength: Int64
        package var received: Instant
        package var flags: ReadingFlags

        package init(intervalStart: Instant, intervalLength: Int64, received: Instant, flags: ReadingFlags) {
            self.intervalStart = intervalStart
            self.intervalLength = intervalLength
            self.received = received
            self.flags = flags
        }
    }

    /// Takes a message's values. Returns whether the table changed in anything that a window shows.
    package mutating func insert(_ arrival: Arrival, _ samples: ArraySlice<Sample>) -> Bool {
        let offset = UInt32(truncatingIfNeeded: arrival.intervalStart.microseconds(since: start))
        let delay = arrival.received.microseconds(since: arrival.intervalStart)
        if offsets.isEmpty || offset > offsets[offsets.count - 1] {
            append(offset, delay: delay, arrival)
            if !appendWholeRow(samples) {
                cells.appendRow()
                fill(row: offsets.count - 1, delay: delay, samples)
            }
            return true
        }
        let (row, exists) = position(offset: offset, length: arrival.intervalLength)
        guard exists else {
            open(row, offset, delay: delay, arrival)
            fill(row: row, delay: delay, samples)
            return true
        }
        return merge(row: row, delay: delay, arrival, samples)
    }

    /// Readings that came again with the value that stands, and readings that said something else.
    package var duplicatesAndConflicts: (duplicates: Int, conflicts: Int) {
        var duplicates = 0
        var conflicts = 0
        for (key, count) in repeats {
            let row = position(offset: key.offset, length: key.length).row
            for column in quantities.indices where cells.hasValue(row: row, column: column) {
                if contests[CellKey(row: key, quantity: quantities[column])] == nil { duplicates += Int(count) }
            }
        }
        for contest in contests.values {
            let (same, others) = contest.counts
            duplicates += same - 1
            conflicts += others
        }
        return (duplicates, conflicts)
    }

    func length(ofRow row: Int) -> Int64 {
        lengths.isEmpty ? commonLength : lengths[row]
    }

    package func column(of quantity: Quantity) -> Int? {
        quantities.firstIndex { $0.rawValue == quantity.rawValue }
    }

    // MARK: Rows

    private mutating func append(_ offset: UInt32, delay: Int64, _ arrival: Arrival) {
        offsets.append(offset)
        note(row: offsets.count - 1, delay: delay, arrival)
    }

    private mutating func open(_ row: Int, _ offset: UInt32, delay: Int64, _ arrival: Arrival) {
        offsets.insert(offset, at: row)
        cells.insertRow(at: row)
        note(row: row, delay: delay, arrival)
    }

    /// Keeps the side columns in step with a row that was just added.
    private mutating func note(row: Int, delay: Int64, _ arrival: Arrival) {
        if !lengths.isEmpty {
            lengths.put(arrival.intervalLength, at: row)
        } else if arrival.intervalLength != commonLength {
            lengths = Array(repeating: commonLength, count: offsets.count)
            lengths[row] = arrival.intervalLength
        }
        if !delays.isEmpty {
            delays.put(delay, at: row)
        } else if delay != commonDelay {
            delays.reserveCapacity(offsets.capacity)
            delays.append(contentsOf: repeatElement(commonDelay, count: offsets.count))
            delays[row] = delay
        }
        if !flags.isEmpty {
            flags.put(arrival.flags, at: row)
        } else if arrival.flags.rawValue != 0 {
            flags = Array(repeating: [], count: offsets.count)
            flags[row] = arrival.flags
        }
    }

    /// Where a row stands, or where it would stand. Rows that begin together stand in the order of their lengths.
    private func position(offset: UInt32, length: Int64) -> (row: Int, exists: Bool) {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        while low < offsets.count, offsets[low] == offset, self.length(ofRow: low) < length { low += 1 }
        let exists = low < offsets.count && offsets[low] == offset && self.length(ofRow: low) == length
        return (low, exists)
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
    private mutating func appendWholeRow(_ samples: ArraySlice<Sample>) -> Bool {
        guard samples.count == quantities.count else { return false }
        let first = samples.startIndex
        return cells.appendRow { column in
            let sample = samples[first + column]
            return sample.quantity.rawValue == quantities[column].rawValue ? sample.value.count : nil
        }
    }

    private mutating func fill(row: Int, delay: Int64, _ samples: ArraySlice<Sample>) {
        var hint = 0
        for sample in samples {
            let column = columnForWriting(sample.quantity, hint: hint)
            hint = column + 1
            if cells.hasValue(row: row, column: column) {
                // The message names a quantity twice: two readings, of which one stands and one is counted.
                _ = contend(row: row, column: column, sample.value.count, delay: delay, standingDelay: delay)
            } else {
                cells.set(sample.value.count, row: row, column: column)
            }
        }
    }

    /// A message for a row that stands already: a repetition, another value, or other quantities.
    private mutating func merge(
        row: Int, delay: Int64, _ arrival: Arrival, _ samples: ArraySlice<Sample>
    ) -> Bool {
        let key = RowKey(offset: offsets[row], length: length(ofRow: row))
        let standingDelay = delays.isEmpty ? commonDelay : delays[row]
        if delay >= standingDelay, isRepetition(row: row, samples), !hasContest(key) {
            repeats[key, default: 0] += 1
            return join(arrival.flags, row: row)
        }
        var isChanged = join(arrival.flags, row: row)
        for sample in samples {
            let column = columnForWriting(sample.quantity, hint: 0)
            if contend(row: row, column: column, sample.value.count, delay: delay, standingDelay: standingDelay) {
                isChanged = true
            }
        }
        return isChanged
    }

    /// Notes what a message says of a cell that another one wrote or may have written. `standingDelay` is that of the
    /// row's first message. Returns whether another value stands now.
    private mutating func contend(
        row: Int, column: Int, _ value: Int64, delay: Int64, standingDelay: Int64
    ) -> Bool {
        let key = RowKey(offset: offsets[row], length: length(ofRow: row))
        let cell = CellKey(row: key, quantity: quantities[column])
        let standing = cells.hasValue(row: row, column: column) ? cells.value(row: row, column: column) : nil
        var contest = contests[cell] ?? Contest()
        if contest.copies.isEmpty, let standing {
            contest.note(value: standing, delay: standingDelay, count: 1 + Int(repeats[key] ?? 0))
        }
        contest.note(value: CellTable.storable(value), delay: delay, count: 1)
        contests[cell] = contest
        let winner = contest.winner
        if winner == standing { return false }
        cells.set(winner, row: row, column: column)
        return true
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

extension Array {
    /// Appends where that is what inserting means: it costs a fraction.
    @inline(__always)
    fileprivate mutating func put(_ element: Element, at index: Int) {
        if index == count { append(element) } else { insert(element, at: index) }
    }
}
