import AirQuality
import Quality
import Readings
import Tables
import TimeWindows

/// One quantity of one deployed sensor: the figures of its hours, side by side.
struct AirSeries: Sendable {
    let quantity: Quantity
    /// Whether the registry lists the quantity: then silence shows from the deployment's start on.
    let isListed: Bool
    let labels: SeriesLabels
    /// Whether the sensor is a low-cost one: others are not looked at for standing still (`AirSeries+Checks`).
    let isIndicative: Bool
    /// The registry's corrections of this device and quantity.
    let corrections: [CorrectionLine]
    /// Of the hours in which readings were corrected.
    private(set) var correctedHours: [Int32: CorrectedWindow] = [:]
    /// Hours since 1970 of `figures[0]`; the array has no holes, silent hours are empty figures.
    private(set) var firstHour: Int32 = 0
    private(set) var figures: [WindowFigures] = []
    /// What the checks say of the hours in `figures`.
    var checks: [WindowFlags] = []
    /// Hours that changed since the checks looked at them.
    var unchecked: [Int32] = []
    /// The hour of the first reading of all, also of one that memory no longer holds: the rows of a series begin there.
    private(set) var earliestHour: Int32?

    init(
        quantity: Quantity, isListed: Bool, isIndicative: Bool, labels: SeriesLabels, corrections: [CorrectionLine]
    ) {
        self.quantity = quantity
        self.isListed = isListed
        self.isIndicative = isIndicative
        self.labels = labels
        self.corrections = corrections
    }

    func figures(ofHour hour: Int32) -> WindowFigures {
        let index = Int(hour) - Int(firstHour)
        return figures.indices.contains(index) ? figures[index] : .empty
    }

    /// An hour without readings that lies before all others is left out: the rows of the series do not begin with it.
    mutating func set(_ new: WindowFigures, hour: Int32, corrected: CorrectedWindow?) {
        var isChanged = false
        if !corrections.isEmpty, correctedHours[hour] != corrected {
            correctedHours[hour] = corrected
            isChanged = true
        }
        if new == .empty, figures.isEmpty || hour < firstHour { return }
        if new.n > 0 { noteReading(inHour: hour) }
        if figures.isEmpty {
            firstHour = hour
        }
        if hour < firstHour {
            figures.insert(contentsOf: repeatElement(.empty, count: Int(firstHour - hour)), at: 0)
            checks.insert(contentsOf: repeatElement([], count: Int(firstHour - hour)), at: 0)
            firstHour = hour
        }
        let index = Int(hour - firstHour)
        while figures.count <= index {
            figures.append(.empty)
            checks.append([])
        }
        if isChanged || figures[index] != new { unchecked.append(hour) }
        figures[index] = new
    }

    mutating func noteReading(inHour hour: Int32) {
        if earliestHour.map({ hour < $0 }) ?? true { earliestHour = hour }
    }

    mutating func forget(before hour: Int32) {
        guard hour > firstHour, !figures.isEmpty else { return }
        if !correctedHours.isEmpty { correctedHours = correctedHours.filter { $0.key >= hour } }
        let count = min(figures.count, Int(hour - firstHour))
        figures.removeFirst(count)
        checks.removeFirst(count)
        firstHour = hour
    }

    /// Nil where the hour holds no reading.
    func hourlyMean(_ hour: Int32) -> HourlyMean? {
        let figures = figures(ofHour: hour)
        guard figures.n > 0 else { return nil }
        return HourlyMean(
            mean: figures.mean, isValid: CaptureRule.isMet(figures.coveredMicroseconds, of: Microseconds.hour))
    }

    /// The mean of the `span` hours that end with `hour`.
    func mean(ofHoursEndingWith hour: Int32, span: Int) -> MeanOfHours {
        let first = hour - Int32(span) + 1
        return MeanOfHours(spanHours: span) { hourlyMean(first + Int32($0)) }
    }

    func hasReadings(inHours hours: ClosedRange<Int32>) -> Bool {
        hours.contains { figures(ofHour: $0).n > 0 }
    }
}
