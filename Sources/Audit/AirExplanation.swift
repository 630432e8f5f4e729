package import Pipeline
package import Readings

/// How one figure of an air table came about.
package struct AirExplanation: Hashable, Sendable {
    package var device: String
    package var quantity: Quantity
    package var site: String
    package var length: WindowName
    package var window: Range<Instant>
    /// The window in the borough's local time, with the zone's name.
    package var localWords: String
    package var row: ComparedRow
    package var source: RecordSource
    /// Rows of the registry that hold in the window.
    package var registry: [RegistryRow] = []
    package var corrections: [RegistryRow] = []
    package var reviews: [RegistryRow] = []
    /// By the time observed.
    package var readings: [ExplainedReading] = []
    /// Messages of the device, received in the window, that could not be taken.
    package var unreadable: [TracedMessage] = []
    /// Of a day, its hours; empty for shorter windows.
    package var hours: [ExplainedHour] = []
    /// The words of the row's column `flags`, with their rules.
    package var flags: [ExplainedFlag] = []
    /// Of an hour that a check flagged because of the hours about it, those hours and itself, as the check saw them.
    package var hoursAbout: [HourAbout] = []
    /// What a reader should know beside it.
    package var notes: [String] = []

    package var totals: FateTotals { FateTotals(readings) }
    package var sum: ReadingSum { ReadingSum(readings, quantity, in: window) }

    /// The mean that the listed readings give; nil where there is none to give.
    package var ownMean: Millionths? { length == .day ? ExplainedHour.dayMean(hours) : sum.mean }

    /// Whether the listed readings give the recomputed row's mean; nil where nothing can be compared.
    package var sumAgrees: Bool? {
        guard quantity != .windDirection, let mean = row.recomputed("mean") else { return nil }
        return mean == (ownMean.map { Decimals.text($0.count) } ?? "")
    }

    /// The published row follows from the records, and the readings listed give it.
    package var holds: Bool { row.isEqual == true && sumAgrees != false }
}
