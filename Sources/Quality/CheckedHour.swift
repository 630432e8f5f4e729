/// The figures of one published hour of one device and quantity that checks look at, in millionths of the unit.
package struct CheckedHour: Hashable, Sendable {
    package var mean: Int64
    package var minimum: Int64
    package var maximum: Int64
    /// The sample one; nil at a single reading.
    package var standardDeviation: Int64?
    /// Of the readings as the device said them: a correction that takes the humidity moves what stands still.
    package var rawMinimum: Int64
    package var rawMaximum: Int64

    /// Of readings that no correction changed.
    package init(mean: Int64, minimum: Int64, maximum: Int64, standardDeviation: Int64? = nil) {
        self.mean = mean
        self.minimum = minimum
        self.maximum = maximum
        self.standardDeviation = standardDeviation
        rawMinimum = minimum
        rawMaximum = maximum
    }
}

/// How many hours before and after an hour decide on its flag: a check gives the same for an hour in any series that
/// holds so much around it.
package struct CheckReach: Hashable, Sendable {
    package var backHours: Int
    package var aheadHours: Int

    package init(backHours: Int, aheadHours: Int) {
        self.backHours = backHours
        self.aheadHours = aheadHours
    }
}
