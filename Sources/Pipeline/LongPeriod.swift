import AirQuality
import Quality
import Readings
import Registry
import Tables
import TimeWindows

/// A month or a year of one borough, worked out from the published rows of its hours.
///
/// An hour's mean counts as it is published, with six decimals, so that whoever adds up the files comes to the same figure.
struct LongPeriod {
    let area: String
    /// The days that count: up to the last that is complete, or as far as there are records at the end of input.
    let dates: Range<CivilDate>
    private(set) var series: [LongSeries] = []
    private var places: [[UInt8]: Int] = [:]
    /// Whether devices are looked at that drift, over the 30 days that end with the period.
    let checksDrift: Bool

    init(area: String, dates: Range<CivilDate>, checksDrift: Bool) {
        self.area = area
        self.dates = dates
        self.checksDrift = checksDrift
    }

    /// The days whose files are to be taken, in this order: the one before belongs to it, for running means that begin there,
    /// and as many as a drift is looked for in.
    var datesToRead: [CivilDate] {
        let end = place(of: dates.upperBound)
        return (min(-1, checksDrift ? end - Self.driftDays : -1)..<end).map { dates.lowerBound.adding(days: $0) }
    }

    static let driftDays = DriftCheck.hours / 24

    /// Whether rules look at quarter-hours of one of the quantities: then their files are worth reading.
    var asksForQuarterHours: Bool { series.contains { $0.quantity == .so2 || $0.quantity == .co } }

    /// Takes the rows of a day's hours; `endDay` closes the day.
    mutating func take(_ date: CivilDate, hours: [UInt8]) throws(DamagedRow) {
        let (isInside, day) = (dates.contains(date), place(of: date))
        let driftDay = day - place(of: dates.upperBound) + Self.driftDays
        let checksDrift = checksDrift && driftDay >= 0
        try read(hours) { series, row in
            series.take(row, hours, isInside: isInside, day: day)
            if checksDrift { series.takeForDrift(row, hour: driftDay * 24 + row.hour) }
        }
    }

    /// Takes the rows of an hour's quarter-hours, of the day whose hours were taken last.
    mutating func take(quarterHours: [UInt8]) throws(DamagedRow) {
        try read(quarterHours) { $0.takeQuarter($1) }
    }

    mutating func endDay(_ date: CivilDate) {
        for index in series.indices { series[index].endDay(date) }
    }

    /// Counted from the first day.
    func place(of date: CivilDate) -> Int {
        Int(date.daysSince1970) - Int(dates.lowerBound.daysSince1970)
    }

    private mutating func read(
        _ file: [UInt8], _ body: (inout LongSeries, AirHourRows.Row) -> Void
    ) throws(DamagedRow) {
        var rows = AirHourRows()
        // Rows of one hour stand in the order of those of the hour before, mostly.
        var expected = 0
        while let row = try rows.next(file.span) {
            if expected >= series.count || !series[expected].isNamed(file, row.series) {
                guard let found = index(of: row, file) else { continue }
                expected = found
            }
            body(&series[expected], row)
            expected = expected + 1 == series.count ? 0 : expected + 1
        }
    }

    private mutating func index(of row: AirHourRows.Row, _ file: [UInt8]) -> Int? {
        let name = Array(file[row.series])
        if let place = places[name] { return place }
        func text(_ range: Range<Int>) -> String { String(decoding: file[range], as: UTF8.self) }
        guard let quantity = Quantity(name: text(row.quantity)) else { return nil }
        places[name] = series.count
        series.append(
            LongSeries(name: name, site: text(row.site), device: text(row.device), quantity: quantity, dates: dates))
        return series.count - 1
    }

    /// The series with the word of those that drift.
    var checked: LongPeriod {
        guard checksDrift else { return self }
        var found = self
        let byQuantity = Dictionary(grouping: series.indices, by: { series[$0].quantity })
        for (quantity, indices) in byQuantity {
            let flags = DriftCheck.flagged(indices.map { series[$0].driftHours }, of: quantity)
            for (index, drifts) in zip(indices, flags) where drifts {
                found.series[index].add(flag: WindowFlags.drift.text)
            }
        }
        return found
    }

    /// Those that have a row in the period, in the order of its rows.
    var shown: [LongSeries] {
        series.filter { !$0.daysWithRows.isEmpty }
            .sorted { ($0.site, $0.device, $0.quantity.name) < ($1.site, $1.device, $1.quantity.name) }
    }
}
