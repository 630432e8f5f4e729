import Registry
import AirQuality
import Quality
import Readings
import Tables
import TimeWindows

extension Corridor {
    func writeHours(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        for hour in page.hours {
            let window = Hours.start(hour)..<Hours.end(hour)
            let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
            for sensor in boroughs[page.borough].sensors {
                for series in sensors[sensor].series.indices {
                    let figures = sensors[sensor].series[series].figures(ofHour: hour)
                    guard rowSpan(sensor: sensor, series: series, page).includes(window, hasData: figures.n > 0) else {
                        continue
                    }
                    buffer.appendAirWindow(
                        label, sensors[sensor].series[series].labels, figures, lengthMicroseconds: Microseconds.hour,
                        remark: sensors[sensor].remark(series: series, hour: hour),
                        checks: sensors[sensor].series[series].checks(ofHour: hour).text)
                    rows += 1
                }
                if buffer.count > Self.flushBytes { try flush(&buffer) }
            }
        }
        return rows
    }

    func writeDays(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        let neighbours = neighbourFlags(page)
        var day = CivilDate(of: page.span.lowerBound)
        while day.startUTC < page.span.upperBound {
            let window = day.startUTC..<day.adding(days: 1).startUTC
            let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
            let first = Hours.of(window.lowerBound)
            for sensor in boroughs[page.borough].sensors {
                for series in sensors[sensor].series.indices {
                    let hasData = sensors[sensor].series[series].hasReadings(inHours: first...(first + 23))
                    guard rowSpan(sensor: sensor, series: series, page).includes(window, hasData: hasData) else {
                        continue
                    }
                    buffer.appendAirDay(
                        label, sensors[sensor].series[series].labels,
                        sensors[sensor].series[series].day(firstHour: first),
                        remark: sensors[sensor].remark(series: series, dayOf: first),
                        checks: neighbours.contains(sensor: sensor, series: series, dayFrom: first)
                            ? WindowFlags.neighbours.text : "")
                    rows += 1
                }
                if buffer.count > Self.flushBytes { try flush(&buffer) }
            }
            day = day.adding(days: 1)
        }
        return rows
    }

    /// A window of a running mean is the span that it covers, and belongs to the day in which it ends. Rows are sorted by
    /// the start of their window, so spans of different length that begin together stand together.
    func writeRunningMeans(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        for first in (page.hours.lowerBound - Int32(RunningMeans.longestSpanHours))..<page.hours.upperBound {
            for sensor in boroughs[page.borough].sensors {
                let span = RowSpan(
                    start: .distantPast, end: sensors[sensor].rowsEnd(newest: page.newest), horizon: page.horizon)
                for series in sensors[sensor].series {
                    rows += writeRunningMeans(from: first, series, span, page, &buffer)
                }
                if buffer.count > Self.flushBytes { try flush(&buffer) }
            }
        }
        return rows
    }

    /// The running means of a series whose span begins with the hour `first`.
    private func writeRunningMeans(
        from first: Int32, _ series: AirSeries, _ rowSpan: RowSpan, _ page: Page, _ buffer: inout [UInt8]
    ) -> Int {
        var rows = 0
        for hours in RunningMeans.spans(of: series.quantity) {
            let last = first + Int32(hours) - 1
            let lastHour = Hours.start(last)..<Hours.end(last)
            guard page.hours.contains(last), series.hasReadings(inHours: first...last),
                rowSpan.includes(lastHour, hasData: series.figures(ofHour: last).n > 0)
            else { continue }
            let label = WindowLabel(start: Hours.start(first), end: Hours.end(last))
            let mean = series.mean(ofHoursEndingWith: last, span: hours)
            buffer.appendRunningMean(label, series.labels, spanHours: hours, mean)
            rows += 1
        }
        return rows
    }
}

extension AirSeries {
    func day(firstHour: Int32) -> DayOfHours {
        let hours = firstHour..<(firstHour + 24)
        var flaggedHours = 0
        var flags: ReadingFlags = []
        for hour in hours {
            let figures = figures(ofHour: hour)
            if figures.flaggedCount > 0 { flaggedHours += 1 }
            flags.formUnion(figures.flags)
        }
        let means = hours.map { hourlyMean($0) }
        let day = DayOfHours(hours: means, flaggedHours: flaggedHours, flags: flags)
        return quantity == .windDirection ? day.asDirections(means) : day
    }
}
