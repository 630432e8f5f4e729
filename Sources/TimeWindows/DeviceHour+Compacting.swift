extension DeviceHour {
    /// Gives back memory that was reserved for rows that did not come: for hours that are over. Further messages are
    /// taken as before, but make the tables grow anew.
    package mutating func compact() {
        offsets.trim()
        lengths.trim()
        delays.trim()
        flags.trim()
        cells.trim()
    }
}

extension Array {
    /// Moves the elements to memory of their size where an eighth or more lies idle.
    mutating func trim() {
        guard capacity - count > count / 8 else { return }
        var trimmed: [Element] = []
        trimmed.reserveCapacity(count)
        trimmed.append(contentsOf: self)
        self = trimmed
    }
}
