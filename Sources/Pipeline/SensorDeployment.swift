import Quality
import Readings
import Registry
import Tables
import TimeWindows

/// An hour of which a sensor's figures changed, and from which instant on they may.
struct ChangedHour: Sendable {
    var hour: Int32
    var from: Instant
}

/// What changed when figures were brought up to date.
struct RefreshedHours: Sendable {
    var changed: [ChangedHour]
    /// Hours of which the checks say something else; an hour once for each quantity.
    var flagged: [Int32]
}

/// One air sensor at one site for as long as its registry row holds, with the readings that memory keeps.
struct SensorDeployment: Sendable {
    let sensor: AirSensor
    let borough: Int
    private let boroughName: String
    private let isSimulated: Bool
    /// The registry's corrections and reviews of the device; mostly there are none.
    private let corrections: [Correction]
    let reviews: [Review]
    /// Whether a correction of the device takes the humidity: then a humidity changes other quantities' figures.
    let needsHumidity: Bool
    /// Ascending by start.
    var hours: [DeviceHour] = []
    /// In the order in which rows are written: by the quantity's name.
    var series: [AirSeries] = []
    /// Hours whose figures are older than their readings.
    var changedHours: [ChangedHour] = []
    /// The start of the earliest reading's interval and the latest record's receipt, over all records.
    var firstCovered: Instant?
    var lastReceived: Instant?
    var shown = ShownSpans<Quantity>()

    init(
        sensor: AirSensor, borough: Int, in owner: Borough, corrections: [Correction] = [], reviews: [Review] = []
    ) {
        self.sensor = sensor
        self.borough = borough
        boroughName = owner.borough
        isSimulated = owner.isSimulated
        self.corrections = corrections.sorted { $0.validity.lowerBound < $1.validity.lowerBound }
        self.reviews = reviews
        needsHumidity = corrections.contains { ReadingCorrection($0).needsHumidity }
        for quantity in sensor.quantities { _ = seriesIndex(of: quantity, isListed: true) }
    }

    var isChanged: Bool { !changedHours.isEmpty }

    mutating func noteRecord(received: Instant) {
        if lastReceived.map({ received > $0 }) ?? true { lastReceived = received }
    }

    /// Takes a message's values for one interval.
    mutating func insert(
        _ arrival: DeviceHour.Arrival, _ samples: ArraySlice<Sample>, counting copies: inout CopyTally
    ) {
        if firstCovered.map({ arrival.intervalStart < $0 }) ?? true { firstCovered = arrival.intervalStart }
        let hour = Hours.of(arrival.intervalStart)
        let index = hourIndex(hour, for: arrival, columns: samples.count)
        guard hours[index].insert(arrival, samples, tally: &copies) else { return }
        noteChange(hour, from: arrival.intervalStart)
        if let reach = reach(ofHumidityIn: samples, at: arrival.intervalStart) { noteChanges(reach) }
        let end = arrival.intervalStart.advanced(byMicroseconds: arrival.intervalLength)
        if end > Hours.end(hour) { noteChange(hour + 1, from: Hours.end(hour)) }
    }

    /// Notes what a reading of an hour that memory does not hold says of the deployment's rows.
    mutating func noteBeyond(_ arrival: DeviceHour.Arrival, _ samples: ArraySlice<Sample>) {
        if firstCovered.map({ arrival.intervalStart < $0 }) ?? true { firstCovered = arrival.intervalStart }
        for sample in samples {
            let index = seriesIndex(of: sample.quantity, isListed: false)
            series[index].noteReading(inHour: Hours.of(arrival.intervalStart))
        }
    }

    /// Has every figure worked out again.
    mutating func markAllHours() {
        for hour in hours {
            noteChange(Hours.of(hour.start), from: hour.start)
            noteChange(Hours.of(hour.start) + 1, from: hour.start)
        }
    }

    /// Forgets the hours before one.
    mutating func forget(before hour: Int32) {
        let start = Hours.start(hour)
        let count = firstIndex(notBefore: start)
        if count > 0 { hours.removeFirst(count) }
        for index in series.indices { series[index].forget(before: hour) }
    }

    /// Notes hours of which readings are held and may be corrected otherwise now.
    private mutating func noteChanges(_ reach: ClosedRange<Instant>) {
        for hour in Hours.of(reach.lowerBound)...Hours.of(reach.upperBound) where readings(ofHour: hour) != nil {
            noteChange(hour, from: max(reach.lowerBound, Hours.start(hour)))
        }
    }

    private mutating func noteChange(_ hour: Int32, from instant: Instant) {
        if let index = changedHours.lastIndex(where: { $0.hour == hour }) {
            if instant < changedHours[index].from { changedHours[index].from = instant }
        } else {
            changedHours.append(ChangedHour(hour: hour, from: instant))
        }
    }

    private mutating func hourIndex(_ hour: Int32, for arrival: DeviceHour.Arrival, columns: Int) -> Int {
        let start = Hours.start(hour)
        var index = hours.count
        if let last = hours.last, last.start >= start {
            if last.start == start { return index - 1 }
            index = firstIndex(notBefore: start)
            if hours[index].start == start { return index }
        }
        let expected = min(Microseconds.hour / max(1, arrival.intervalLength) + 2, 3700)
        let new = DeviceHour(
            start: start, intervalLength: arrival.intervalLength,
            firstDelay: arrival.received.microseconds(since: arrival.intervalStart), expectedRows: Int(expected),
            expectedColumns: max(columns, 1))
        hours.insert(new, at: index)
        return index
    }

    mutating func seriesIndex(of quantity: Quantity, isListed: Bool) -> Int {
        if let index = series.firstIndex(where: { $0.quantity == quantity }) { return index }
        let labels = SeriesLabels(
            borough: boroughName, site: sensor.site, device: sensor.device, quantity: quantity,
            deviceClass: sensor.deviceClass, isSimulated: isSimulated)
        let index = series.firstIndex { $0.quantity.name > quantity.name } ?? series.count
        let lines = corrections.filter { $0.quantity == quantity }.map(CorrectionLine.init)
        series.insert(
            AirSeries(
                quantity: quantity, isListed: isListed, isIndicative: sensor.deviceClass == .indicative, labels: labels,
                corrections: lines), at: index)
        return index
    }

    /// The readings of an hour, where there are any.
    func readings(ofHour hour: Int32) -> Int? {
        let start = Hours.start(hour)
        let index = firstIndex(notBefore: start)
        return index < hours.count && hours[index].start == start ? index : nil
    }

    private func firstIndex(notBefore start: Instant) -> Int {
        var low = 0
        var high = hours.count
        while low < high {
            let middle = (low + high) / 2
            if hours[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How far, from the start of `hour`, intervals of the hour before reach into it. `longest` is the window's length:
    /// longer intervals take no part in it.
    func reach(intoHour hour: Int32, of quantity: Quantity, longest: Int64) -> Int64 {
        guard let before = readings(ofHour: hour - 1), let column = hours[before].column(of: quantity) else { return 0 }
        return hours[before].reachPastEnd(column: column, longest: longest)
    }

    /// Brings the figures up to date, and what the checks say of them, and returns what changed.
    mutating func refresh(scratch: inout DeviceHour.Scratch) -> RefreshedHours {
        let changed = changedHours
        changedHours = []
        for hour in changed.map(\.hour) {
            let at = readings(ofHour: hour)
            var quantities = at.map { hours[$0].quantities } ?? []
            if let before = readings(ofHour: hour - 1) {
                for quantity in hours[before].quantities where !quantities.contains(quantity) {
                    quantities.append(quantity)
                }
            }
            for quantity in quantities { refresh(quantity, hour: hour, at: at, scratch: &scratch) }
        }
        var flagged: [Int32] = []
        for index in series.indices { flagged += series[index].recheck() }
        return RefreshedHours(changed: changed, flagged: flagged)
    }

    private mutating func refresh(_ quantity: Quantity, hour: Int32, at: Int?, scratch: inout DeviceHour.Scratch) {
        let index = seriesIndex(of: quantity, isListed: false)
        let reach = min(reach(intoHour: hour, of: quantity, longest: Microseconds.hour), Microseconds.hour)
        var figures = WindowFigures.empty
        figures.coveredMicroseconds = reach
        guard let at, let column = hours[at].column(of: quantity) else {
            series[index].set(figures, hour: hour, corrected: nil)
            return
        }
        let rows = 0..<hours[at].rowCount
        guard let both = corrected(series: index, hourAt: at, column: column) else {
            figures = hours[at].figures(
                column: column, rows: rows, stretch: .wholeHour, coveredUntil: reach, scratch: &scratch)
            series[index].set(figures, hour: hour, corrected: nil)
            return
        }
        figures = both.corrected.figures(
            column: column, rows: rows, stretch: .wholeHour, coveredUntil: reach, scratch: &scratch)
        let corrected = both.window(rows: rows, stretch: .wholeHour, scratch: &scratch)
        series[index].set(figures, hour: hour, corrected: corrected)
    }

    /// Where the rows of a series begin: at the deployment's start for a listed quantity, else with its first reading.
    func rowsStart(_ index: Int) -> Instant? {
        if series[index].isListed { return sensor.validFrom ?? firstCovered }
        return series[index].earliestHour.map(Hours.start)
    }

    /// Until when silence shows as empty rows. Records from before the deployment's start end nothing, whenever they come.
    func rowsEnd(newest: Instant) -> Instant {
        // A receipt before the deployment, by a clock that was wrong, does not shorten what is shown already.
        let last = max(lastReceived ?? .distantPast, sensor.validFrom ?? .distantPast)
        let end = min(newest, last.advanced(byMicroseconds: RowSpan.silenceShown))
        return sensor.validTo.map { min($0, end) } ?? end
    }

    /// The spans that have rows now and had none when this was asked last.
    mutating func newRowSpans(newest: Instant) -> [Range<Instant>] {
        var new: [Range<Instant>] = []
        for index in series.indices {
            guard let start = rowsStart(index) else { continue }
            new += shown.widen(series[index].quantity, to: start..<max(start, rowsEnd(newest: newest)))
        }
        return new
    }
}
