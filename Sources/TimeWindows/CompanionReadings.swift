package import Readings

/// The readings of one quantity in and around an hour, to be found by time: the humidity that belongs to a reading of
/// particles. It follows from the readings that stand, so any order of arrival gives the same.
package struct CompanionReadings: Hashable, Sendable {
    private let within: Int64
    /// Ascending, microseconds from the hour's start; negative in the hour before.
    private var offsets: [Int64] = []
    /// Millionths of the unit.
    private var values: [Int64] = []

    /// - Parameters:
    ///   - before: The same device's hour before; nil where there is none.
    ///   - after: Its hour after.
    ///   - within: How far, in microseconds, a companion may lie from the reading that it belongs to.
    package init(
        of quantity: Quantity, before: DeviceHour?, _ hour: DeviceHour, after: DeviceHour?, within: Int64
    ) {
        self.within = max(0, min(within, Microseconds.hour))
        if let before { add(before, quantity, shift: before.start.microseconds(since: hour.start)) }
        add(hour, quantity, shift: 0)
        if let after { add(after, quantity, shift: after.start.microseconds(since: hour.start)) }
    }

    private mutating func add(_ hour: DeviceHour, _ quantity: Quantity, shift: Int64) {
        guard let column = hour.column(of: quantity) else { return }
        for row in hour.offsets.indices where hour.cells.hasValue(row: row, column: column) {
            let offset = Int64(hour.offsets[row]) + shift
            guard offset >= -within, offset < Microseconds.hour + within else { continue }
            // Of intervals that begin together the shortest stands first, and serves.
            if offsets.last == offset { continue }
            offsets.append(offset)
            values.append(hour.cells.value(row: row, column: column))
        }
    }

    /// The value whose interval begins nearest to an instant, `offset` microseconds from the hour's start; of two as near,
    /// the earlier. Nil where none lies near enough.
    package func nearest(to offset: Int64) -> Millionths? {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        let distanceBefore = low > 0 ? offset - offsets[low - 1] : Int64.max
        let distanceAfter = low < offsets.count ? offsets[low] - offset : Int64.max
        let (index, distance) = distanceBefore <= distanceAfter ? (low - 1, distanceBefore) : (low, distanceAfter)
        return distance <= within && offsets.indices.contains(index) ? Millionths(values[index]) : nil
    }
}
