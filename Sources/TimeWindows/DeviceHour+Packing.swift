package import Readings

extension DeviceHour {
    /// Writes all that the hour holds, so that what is read back takes further messages as this one does. Equal hours
    /// give equal bytes.
    package func pack(into packer: inout Packer) {
        packer.put(start)
        packer.put(quantities.map(\.rawValue))
        packer.put(offsets)
        packer.put(commonLength)
        packer.put(lengths)
        packer.put(commonDelay)
        packer.put(delays)
        packer.put(flags.map(\.rawValue))
        cells.pack(into: &packer)
        repeats.pack(into: &packer) { $1.put(UInt32(truncatingIfNeeded: position(of: $0))) }
        packContests(into: &packer)
    }

    /// Reads what `pack` wrote. Of any other bytes, it throws or gives an hour that is as safe to use as any.
    package init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        start = try unpacker.instant()
        guard start == start.floored(toMicroseconds: Microseconds.hour) else { throw UnpackingError() }
        for rawValue in try unpacker.numbers(UInt8.self) {
            guard let quantity = Quantity(rawValue: rawValue), !quantities.contains(quantity) else {
                throw UnpackingError()
            }
            quantities.append(quantity)
        }
        offsets = try unpacker.numbers()
        commonLength = try unpacker.number()
        lengths = try unpacker.numbers()
        commonDelay = try unpacker.number()
        delays = try unpacker.numbers()
        for rawValue in try unpacker.numbers(UInt8.self) { flags.append(try ReadingFlags(unpacking: rawValue)) }
        for side in [lengths.count, delays.count, flags.count] where side != 0 && side != offsets.count {
            throw UnpackingError()
        }
        try checkRows()
        cells = try CellTable(unpacking: &unpacker, rows: offsets.count, columns: quantities.count)
        let keys = offsets.indices.map { rowKey($0) }
        repeats = try CopiesByDay(unpacking: &unpacker) { unpacker throws(UnpackingError) in
            let row = Int(try unpacker.number(UInt32.self))
            guard row < keys.count else { throw UnpackingError() }
            return keys[row]
        }
        try unpackContests(&unpacker)
    }

    /// Rows are searched by halves: they must ascend, and lie in the hour.
    private func checkRows() throws(UnpackingError) {
        guard commonLength >= 0, lengths.allSatisfy({ $0 >= 0 }) else { throw UnpackingError() }
        for row in offsets.indices {
            guard Int64(offsets[row]) < Microseconds.hour, row == 0 || rowKey(row - 1) < rowKey(row) else {
                throw UnpackingError()
            }
        }
    }

    private func position(of key: RowKey) -> Int {
        position(offset: key.offset, length: key.length).row
    }

    private func packContests(into packer: inout Packer) {
        var ascending = contests.map { key, contest in
            (row: position(of: key.row), column: column(of: key.quantity) ?? 0, contest: contest)
        }
        ascending.sort { ($0.row, $0.column) < ($1.row, $1.column) }
        packer.put(Int64(ascending.count))
        for (row, column, contest) in ascending {
            packer.put(UInt32(truncatingIfNeeded: row))
            packer.put(UInt8(truncatingIfNeeded: column))
            contest.pack(into: &packer)
        }
    }

    private mutating func unpackContests(_ unpacker: inout Unpacker) throws(UnpackingError) {
        var last = (row: 0, column: -1)
        for _ in 0..<(try unpacker.count(ofAtLeast: 21)) {
            let place = (row: Int(try unpacker.number(UInt32.self)), column: Int(try unpacker.number(UInt8.self)))
            guard last < place, place.row < offsets.count, place.column < quantities.count,
                cells.hasValue(row: place.row, column: place.column)
            else { throw UnpackingError() }
            let cell = CellKey(row: rowKey(place.row), quantity: quantities[place.column])
            let value = cells.value(row: place.row, column: place.column)
            contests[cell] = try Contest(unpacking: &unpacker, value: value) { dayReceived(row: place.row, delay: $0) }
            last = place
        }
    }
}
