import Readings

/// The peak power of a session in millionths of a watt.
enum PeakPower {
    /// Register differences over shorter times say more about the register's steps than about power.
    static let shortestDifference = Microseconds.minute

    /// The highest mean power between two readings that are at least 60 seconds apart and as close as that allows.
    static func ofRegisters(_ readings: [EnergyCurve.Knot]) -> Int64? {
        var peak: Int64?
        var later = 0
        for earlier in readings.indices {
            while later < readings.count,
                readings[later].at.microseconds(since: readings[earlier].at) < shortestDifference
            {
                later += 1
            }
            guard later < readings.count else { break }
            // Millionths of a Wh over microseconds, times microseconds an hour, are millionths of a watt.
            let energy = Int128(readings[later].energy) - Int128(readings[earlier].energy)
            let time = Int128(readings[later].at.microseconds(since: readings[earlier].at))
            let power = Millionths.rounded(energy * Int128(Microseconds.hour), over: time)
            peak = max(peak ?? 0, Int64(clamping: power))
        }
        return peak
    }
}
