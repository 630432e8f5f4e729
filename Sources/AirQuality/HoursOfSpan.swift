package import Readings
package import TimeWindows

/// The valid hourly means of a span of whole days, filled day by day in any order: what the statistics of months and
/// years, the periods of limits and a day's index are computed from. A year is 70 kB (350 kB with quarter-hours).
///
/// The day before the first belongs to it too: running means that end in the span begin there.
package struct HoursOfSpan: Sendable {
    package let dates: Range<CivilDate>
    /// From midnight of the day before the first.
    private var hours: [Int64]
    private var quarters: [Int64] = []
    private var flaggedHours: [Int]
    private var flags: [ReadingFlags]

    package init(dates: Range<CivilDate>) {
        self.dates = dates
        let days = Int(dates.upperBound.daysSince1970) - Int(dates.lowerBound.daysSince1970)
        hours = [Int64](repeating: DayOfMeans.missing, count: (days + 1) * 24)
        flaggedHours = [Int](repeating: 0, count: days + 1)
        flags = [ReadingFlags](repeating: [], count: days + 1)
    }

    /// A calendar year, or its part up to the end of `asOf`.
    package init(year: Int, asOf: CivilDate? = nil) {
        let first = CivilDate(year: year, month: 1, day: 1)
        let end = CivilDate(year: year + 1, month: 1, day: 1)
        self.init(dates: first..<max(first, min(end, asOf?.adding(days: 1) ?? end)))
    }

    package init(year: Int, month: Int) {
        let first = CivilDate(year: year, month: month, day: 1)
        self.init(dates: first..<first.adding(days: CivilDate.daysInMonth(year: year, month: month)))
    }

    /// Takes a day, in place of what was there for it. Days outside the span, and the one before it, are passed over.
    package mutating func put(_ day: DayOfMeans) {
        guard let place = place(of: day.date) else { return }
        hours.replaceSubrange(place * 24..<(place + 1) * 24, with: day.hours)
        if !day.quarters.isEmpty {
            if quarters.isEmpty { quarters = [Int64](repeating: DayOfMeans.missing, count: hours.count * 4) }
            quarters.replaceSubrange(place * 96..<(place + 1) * 96, with: day.quarters)
        } else if !quarters.isEmpty {
            for quarter in place * 96..<(place + 1) * 96 { quarters[quarter] = DayOfMeans.missing }
        }
        flaggedHours[place] = day.flaggedHours
        flags[place] = day.flags
    }

    /// 0 is the day before the first.
    private func place(of date: CivilDate) -> Int? {
        let place = Int(date.daysSince1970) - Int(dates.lowerBound.daysSince1970) + 1
        return flags.indices.contains(place) ? place : nil
    }

    package var dayCount: Int { flags.count - 1 }
    package var hourCount: Int { dayCount * 24 }

    /// Mean, extremes, spread and percentiles of the span's valid hours.
    package var statistics: SpanOfHours {
        // Sorting 64 bits instead of 128 takes a tenth of the time.
        SpanOfHours(
            mean: MeanOfHours(of: hours[24...].lazy.map(Self.mean(ofCount:)), spanHours: hourCount),
            spanHours: hourCount, ascending: validHours.sorted().map { Int128($0) },
            flaggedHours: flaggedHours.dropFirst().reduce(0, +),
            flags: flags.dropFirst().reduce([]) { $0.union($1) })
    }

    /// Those of a quantity: directions have a mean of their own.
    package func statistics(of quantity: Quantity) -> SpanOfHours {
        guard quantity == .windDirection else { return statistics }
        return statistics.asDirections(hours[24...].lazy.map(Self.mean(ofCount:)))
    }

    private static func mean(ofCount count: Int64) -> HourlyMean? {
        count == DayOfMeans.missing ? nil : HourlyMean(mean: Picounits(Int128(count)), isValid: true)
    }

    /// The running mean over `span` hours that ends with an hour of the span; 0 is the first. Hours before the day before
    /// the span count as missing; a mean that ends outside the span is not valid.
    package func runningMean(endingWithHour hour: Int, spanHours span: Int) -> MeanOfHours {
        let end = (0..<hourCount).contains(hour) ? hour + 25 : 0
        return MeanOfHours(of: hours[max(0, end - span)..<end].lazy.map(Self.mean(ofCount:)), spanHours: span)
    }

    /// The means of the `count` hours that end with an hour of the span (0 is the first), the oldest first; nil where an hour
    /// is not valid or lies before the day before the span.
    package func means(endingWithHour hour: Int, count: Int) -> [Picounits?] {
        (hour - count + 1...hour).map { hour in
            let place = hour + 24
            guard hours.indices.contains(place), hours[place] != DayOfMeans.missing else { return nil }
            return Picounits(Int128(hours[place]))
        }
    }

    /// The mean of a day of the span, valid with 18 of its 24 hours.
    package func mean(ofDay day: Int) -> MeanOfHours {
        runningMean(endingWithHour: day * 24 + 23, spanHours: 24)
    }

    /// The greatest running mean of `span` hours that ends in the day. Nil unless 18 of the 24 are valid (SI 2007/64
    /// schedule 12); with a span of one hour, the greatest hour of a day with 18 valid ones.
    package func greatestRunningMean(ofDay day: Int, spanHours span: Int) -> MeanOfHours? {
        greatestMean(endingWith: day * 24..<(day + 1) * 24, spanHours: span, least: 18)
    }

    /// The greatest 8 h mean of a day as the US EPA has it: of the 17 that begin from 07:00 to 23:00. Nil unless 13 are
    /// valid (40 CFR part 50, appendix U). The last of them need the next day's hours.
    package func greatestMean8HoursUnitedStates(ofDay day: Int) -> MeanOfHours? {
        greatestMean(endingWith: day * 24 + 14..<day * 24 + 31, spanHours: 8, least: 13)
    }

    private func greatestMean(endingWith ends: Range<Int>, spanHours: Int, least: Int) -> MeanOfHours? {
        var greatest: MeanOfHours?
        var valid = 0
        for hour in ends {
            let mean = runningMean(endingWithHour: hour, spanHours: spanHours)
            guard mean.isValid else { continue }
            valid += 1
            if let old = greatest, mean.sum * Int128(old.hours) <= old.sum * Int128(mean.hours) { continue }
            greatest = mean
        }
        return valid >= least ? greatest : nil
    }

    /// The greatest quarter-hour of a day with 72 valid ones of 96.
    package func greatestQuarterHour(ofDay day: Int) -> Picounits? {
        guard !quarters.isEmpty, (0..<dayCount).contains(day) else { return nil }
        let valid = quarters[(day + 1) * 96..<(day + 2) * 96].filter { $0 != DayOfMeans.missing }
        guard CaptureRule.isMet(Int64(valid.count), of: 96) else { return nil }
        return valid.max().map { Picounits(Int128($0)) }
    }

    /// Valid hourly means, in time's order.
    var validHours: [Int64] { hours[24...].filter { $0 != DayOfMeans.missing } }

    /// Valid means of quarter-hours, in time's order.
    var validQuarters: [Int64] { quarters.dropFirst(96).filter { $0 != DayOfMeans.missing } }
}
