package import AirQuality
package import Readings
package import TimeWindows

/// The part of an air row that is the same for every window of a device and quantity, written once:
/// `borough,site,device,quantity,unit` before the figures and `class,status` behind them.
package struct SeriesLabels: Hashable, Sendable {
    var beforeFigures: [UInt8] = []
    var behindFigures: [UInt8] = []

    package init(
        borough: String, site: String, device: String, quantity: Quantity, deviceClass: DeviceClass, isSimulated: Bool
    ) {
        for text in [borough, site, device, quantity.name, quantity.unit] {
            beforeFigures.comma()
            beforeFigures.append(text: text)
        }
        beforeFigures.comma()
        // Nothing is ratified before an analyst's review says so, and what a simulator made says so in every row.
        let status = isSimulated ? "simulated" : "provisional"
        behindFigures.append(contentsOf: ",,\(deviceClass.rawValue),\(status),".utf8)
    }
}

/// `window_start,window_end` of a window, written once for all its rows.
package struct WindowLabel: Hashable, Sendable {
    var bytes: [UInt8] = []

    package init(start: Instant, end: Instant) {
        start.appendISO8601(to: &bytes)
        bytes.comma()
        end.appendISO8601(to: &bytes)
    }
}

extension [UInt8] {
    /// A row of air/minute, quarter-hour or hour. The mean is always given where there is a reading; `valid` says whether
    /// three quarters of the window were covered.
    package mutating func appendAirWindow(
        _ window: WindowLabel, _ series: SeriesLabels, _ figures: WindowFigures, lengthMicroseconds: Int64
    ) {
        append(contentsOf: window.bytes)
        append(contentsOf: series.beforeFigures)
        append(whole: Int64(figures.n))
        comma()
        append(percentOf: figures.coveredMicroseconds, in: lengthMicroseconds)
        comma()
        append(flag: figures.n > 0 && CaptureRule.isMet(figures.coveredMicroseconds, of: lengthMicroseconds))
        comma()
        guard figures.n > 0 else {
            append(contentsOf: Self.noFigures)
            append(contentsOf: series.behindFigures)
            append(contentsOf: [UInt8(ascii: "0"), UInt8(ascii: ","), UInt8(ascii: "\n")])
            return
        }
        let mean = figures.mean.millionths
        append(millionths: mean)
        comma()
        append(millionths: figures.minimum)
        comma()
        append(millionths: figures.maximum)
        comma()
        if let deviation = figures.standardDeviation { append(millionths: deviation) }
        comma()
        append(millionths: figures.median)
        comma()
        append(millionths: figures.percentile95)
        comma()
        append(millionths: mean)
        append(contentsOf: series.behindFigures)
        append(whole: Int64(figures.flaggedCount))
        comma()
        if !figures.flags.isEmpty { append(text: figures.flags.text) }
        endRow()
    }

    /// The commas of mean, min, max, stdev, p50, p95, raw_mean.
    private static let noFigures = Array(",,,,,,".utf8)

    /// A row of air/day: `n` in valid hours; mean, raw_mean and spread only with 18 of 24, as UK practice reports them.
    package mutating func appendAirDay(_ window: WindowLabel, _ series: SeriesLabels, _ day: DayOfHours) {
        append(contentsOf: window.bytes)
        append(contentsOf: series.beforeFigures)
        append(whole: Int64(day.mean.hours))
        comma()
        append(percentOf: Int64(day.mean.hours), in: 24)
        comma()
        append(flag: day.mean.isValid)
        comma()
        let isValid = day.mean.isValid
        let mean = isValid ? day.mean.mean?.millionths : nil
        let spread = isValid ? [day.standardDeviation, day.median, day.percentile95] : [nil, nil, nil]
        for value in [mean, day.minimum, day.maximum] + spread + [mean] {
            if let value { append(millionths: value) }
            comma()
        }
        removeLast()
        append(contentsOf: series.behindFigures)
        append(whole: Int64(day.flaggedHours))
        comma()
        if !day.flags.isEmpty { append(text: day.flags.text) }
        endRow()
    }

    /// A row of air/running; the window is the span that the mean covers.
    package mutating func appendRunningMean(
        _ window: WindowLabel, _ series: SeriesLabels, spanHours: Int, _ mean: MeanOfHours
    ) {
        append(contentsOf: window.bytes)
        append(contentsOf: series.beforeFigures)
        append(whole: Int64(spanHours))
        comma()
        append(whole: Int64(mean.hours))
        comma()
        append(flag: mean.isValid)
        comma()
        if mean.isValid, let value = mean.mean { append(millionths: value.millionths) }
        endRow()
    }

    /// A row of air/index; without an index while no pollutant has a valid mean yet.
    package mutating func appendIndex(
        _ window: WindowLabel, borough: String, site: String, scale: String, _ index: SiteIndex?
    ) {
        append(contentsOf: window.bytes)
        for text in [borough, site, scale] {
            comma()
            append(text: text)
        }
        comma()
        guard let index else {
            append(contentsOf: ",,,,".utf8)
            endRow()
            return
        }
        append(whole: Int64(index.index))
        comma()
        append(text: DailyAirQualityIndex.band(of: index.index).rawValue)
        comma()
        append(text: index.driver.name)
        comma()
        append(text: index.pollutants.map(\.name).joined(separator: " "))
        comma()
        append(flag: index.isIndicative)
        endRow()
    }
}
