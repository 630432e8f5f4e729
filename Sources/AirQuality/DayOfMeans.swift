package import Readings
package import TimeWindows

/// One UTC day of a device and quantity as months and years need it: its valid hourly means. A few hundred bytes, so that
/// a year of them can be kept when the readings have left memory.
package struct DayOfMeans: Hashable, Sendable {
    package var date: CivilDate
    /// 24 means in 1e-12 of the unit, `missing` for an hour that is not valid.
    package private(set) var hours: [Int64]
    /// 96 means of quarter-hours, or none where no rule asks for them (it does for SO2 and CO).
    package private(set) var quarters: [Int64]
    package private(set) var flaggedHours: Int
    package private(set) var flags: ReadingFlags

    package static let missing = Int64.min

    /// Hours and quarters beyond the 24 and 96 are not taken, missing ones are not valid. A mean beyond 9.2e6 units, which
    /// no quantity's range reaches, is held at that.
    package init(
        date: CivilDate, hours: [HourlyMean?], quarters: [HourlyMean?] = [], flaggedHours: Int = 0,
        flags: ReadingFlags = []
    ) {
        self.date = date
        self.hours = Self.counts(of: hours, 24)
        self.quarters = quarters.isEmpty ? [] : Self.counts(of: quarters, 96)
        self.flaggedHours = max(0, min(24, flaggedHours))
        self.flags = flags
    }

    private static func counts(of means: [HourlyMean?], _ length: Int) -> [Int64] {
        var counts = [Int64](repeating: missing, count: length)
        for (place, mean) in means.prefix(length).enumerated() {
            guard let mean, mean.isValid else { continue }
            counts[place] = max(missing + 1, Int64(clamping: mean.mean.count))
        }
        return counts
    }

    package func pack(into packer: inout Packer) {
        packer.put(date.daysSince1970)
        packer.put(hours)
        packer.put(quarters)
        packer.put(Int32(flaggedHours))
        flags.pack(into: &packer)
    }

    package init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        date = CivilDate(daysSince1970: try unpacker.number())
        hours = try unpacker.numbers()
        quarters = try unpacker.numbers()
        flaggedHours = Int(try unpacker.number(Int32.self))
        flags = try ReadingFlags(unpacking: &unpacker)
        guard hours.count == 24, quarters.isEmpty || quarters.count == 96, 0...24 ~= flaggedHours else {
            throw UnpackingError()
        }
    }
}
