package import Readings

/// The readings of one device whose covered interval begins in one UTC hour, without duplicates.
///
/// Rows are instants, columns quantities; the rows are kept in ascending order, so that any order of arrival gives the
/// same table. Values take four bytes where they can: a row of five quantities takes 24 bytes.
package struct DeviceHour: Hashable, Sendable {
    package let start: Instant
    /// Columns, in the order in which the device first sent them.
    package internal(set) var quantities: [Quantity] = []
    /// Microseconds from the hour's start to each interval's start, ascending.
    var offsets: [UInt32] = []
    /// Length of each row's interval; empty while all rows have `commonLength`.
    var lengths: [Int64] = []
    var commonLength: Int64
    /// When each row's first copy was received, relative to the interval's start; empty while all equal `commonDelay`.
    var delays: [Int64] = []
    var commonDelay: Int64
    /// Empty while no row has a flag.
    var flags: [ReadingFlags] = []
    var cells = CellTable()
    /// Cells of which more was said than the row's first message and its whole repetitions: what each copy said.
    var contests: [CellKey: Contest] = [:]
    /// Whole messages that came again, all of them for cells without a contest, which are those of the row's first.
    var repeats = CopiesByDay<RowKey>()

    struct RowKey: Hashable, Comparable, Sendable {
        var offset: UInt32
        var length: Int64

        static func < (left: RowKey, right: RowKey) -> Bool {
            (left.offset, left.length) < (right.offset, right.length)
        }
    }

    struct CellKey: Hashable, Sendable {
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

    /// Takes a message's values, and adds to `tally` what became of them and of the copies that came before. A message
    /// that names a quantity twice brings two copies. Returns whether the table changed in anything that a window shows.
    package mutating func insert(
        _ arrival: Arrival, _ samples: ArraySlice<Sample>, tally: inout CopyTally
    ) -> Bool {
        let offset = UInt32(truncatingIfNeeded: arrival.intervalStart.microseconds(since: start))
        let delay = arrival.received.microseconds(since: arrival.intervalStart)
        if offsets.isEmpty || offset > offsets[offsets.count - 1] {
            append(offset, delay: delay, arrival)
            if appendWholeRow(samples) {
                tally.addStanding(samples.count, received: arrival.received)
            } else {
                cells.appendRow()
                fill(row: offsets.count - 1, delay: delay, arrival, samples, &tally)
            }
            return true
        }
        let (row, exists) = position(offset: offset, length: arrival.intervalLength)
        guard exists else {
            open(row, offset, delay: delay, arrival)
            fill(row: row, delay: delay, arrival, samples, &tally)
            return true
        }
        return merge(row: row, delay: delay, arrival, samples, &tally)
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
    func position(offset: UInt32, length: Int64) -> (row: Int, exists: Bool) {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if (offsets[middle], self.length(ofRow: middle)) < (offset, length) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let exists = low < offsets.count && offsets[low] == offset && self.length(ofRow: low) == length
        return (low, exists)
    }
}

extension Array {
    /// Appends where that is what inserting means: it costs a fraction.
    @inline(__always)
    fileprivate mutating func put(_ element: Element, at index: Int) {
        if index == count { append(element) } else { insert(element, at: index) }
    }
}
