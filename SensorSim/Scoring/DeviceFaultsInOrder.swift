import Readings

/// Stretches by device and time, so that what meets is found without looking at all that a device had in a year.
struct DeviceFaultsInOrder: Sendable {
    private struct Row: Sendable {
        /// By their begin.
        var faults: [DeviceFault]
        /// The latest end of each and those before it.
        var ends: [Instant] = []
    }

    private let byDevice: [String: Row]

    init(_ byDevice: [String: [DeviceFault]]) {
        self.byDevice = byDevice.mapValues { faults in
            var row = Row(faults: faults.sorted { $0.from < $1.from })
            for fault in row.faults { row.ends.append(max(row.ends.last ?? fault.to, fault.to)) }
            return row
        }
    }

    func meets(_ other: DeviceFault, slack: Int64) -> Bool {
        guard let row = byDevice[other.device] else { return false }
        // Those that begin no later than the slack behind its end, from the last one back to where all have ended before.
        var (low, high) = (0, row.faults.count)
        while low < high {
            let middle = (low + high) / 2
            if row.faults[middle].from.advanced(byMicroseconds: -slack) <= other.to {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let begin = other.from.advanced(byMicroseconds: -slack)
        while low > 0, row.ends[low - 1] >= begin {
            if row.faults[low - 1].meets(other, slack: slack) { return true }
            low -= 1
        }
        return false
    }
}
