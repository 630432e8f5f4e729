package import AirQuality
package import Readings
package import TimeWindows

/// The part of an air row that is the same for every window of a device and quantity, written once:
/// `borough,site,device,quantity,unit` before the figures and `correction,class,status` behind them.
package struct SeriesLabels: Hashable, Sendable {
    var beforeFigures: [UInt8] = []
    /// Of a window without corrections and reviews.
    var behindFigures: [UInt8] = []
    private var deviceClass: DeviceClass
    private var status: FiguresStatus

    package init(
        borough: String, site: String, device: String, quantity: Quantity, deviceClass: DeviceClass, isSimulated: Bool
    ) {
        self.deviceClass = deviceClass
        // Nothing is ratified before an analyst's review says so, and what a simulator made says so in every row.
        status = isSimulated ? .simulated : .provisional
        for text in [borough, site, device, quantity.name, quantity.unit] {
            beforeFigures.comma()
            beforeFigures.append(text: text)
        }
        beforeFigures.comma()
        appendBehindFigures(nil, to: &behindFigures)
    }

    fileprivate func appendBehindFigures(_ remark: FiguresRemark?, to buffer: inout [UInt8]) {
        buffer.comma()
        if let remark { buffer.append(text: remark.correction) }
        buffer.comma()
        buffer.append(text: deviceClass.rawValue)
        buffer.comma()
        buffer.append(text: (status == .simulated ? status : remark?.status ?? status).rawValue)
        buffer.comma()
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
    ///
    /// - Parameter checks: the words of what checks of the window found, in alphabetical order.
    package mutating func appendAirWindow(
        _ window: WindowLabel, _ series: SeriesLabels, _ figures: WindowFigures, lengthMicroseconds: Int64,
        remark: FiguresRemark? = nil, checks: String = ""
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
            append(behindFiguresOf: series, remark)
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
        append(millionths: remark?.rawMean?.millionths ?? mean)
        append(behindFiguresOf: series, remark)
        append(whole: Int64(figures.flaggedCount))
        comma()
        if !figures.flags.isEmpty || !checks.isEmpty { append(text: Self.words(figures.flags, checks)) }
        endRow()
    }

    /// All words in alphabetical order, whether they speak of readings or of the window.
    private static func words(_ flags: ReadingFlags, _ checks: String) -> String {
        if flags.isEmpty { return checks }
        if checks.isEmpty { return flags.text }
        return (flags.text + " " + checks).split(separator: " ").sorted().joined(separator: " ")
    }

    @inline(__always)
    private mutating func append(behindFiguresOf series: SeriesLabels, _ remark: FiguresRemark?) {
        if remark == nil {
            append(contentsOf: series.behindFigures)
        } else {
            series.appendBehindFigures(remark, to: &self)
        }
    }

    /// The commas of mean, min, max, stdev, p50, p95, raw_mean.
    private static let noFigures = Array(",,,,,,".utf8)

    /// A row of air/day: `n` in valid hours; mean, raw_mean and spread only with 18 of 24, as UK practice reports them.
    ///
    /// - Parameter checks: the words of what checks of the day found, in alphabetical order.
    package mutating func appendAirDay(
        _ window: WindowLabel, _ series: SeriesLabels, _ day: DayOfHours, remark: FiguresRemark? = nil,
        checks: String = ""
    ) {
        appendAirSpan(window, series, day, flags: Self.words(day.flags, checks), remark: remark)
    }

    /// A row of air/month or air/year: as air/day, with three quarters of the span's hours.
    package mutating func appendAirSpan(
        _ window: WindowLabel, _ series: SeriesLabels, _ day: SpanOfHours, flags: String, remark: FiguresRemark?
    ) {
        append(contentsOf: window.bytes)
        append(contentsOf: series.beforeFigures)
        append(whole: Int64(day.mean.hours))
        comma()
        append(percentOf: Int64(day.mean.hours), in: Int64(day.spanHours))
        comma()
        append(flag: day.mean.isValid)
        comma()
        let isValid = day.mean.isValid
        let mean = isValid ? day.figure?.millionths : nil
        let spread = isValid ? [day.standardDeviation, day.median, day.percentile95] : [nil, nil, nil]
        let rawMean = mean.map { remark?.rawMean?.millionths ?? $0 }
        for value in [mean, day.minimum, day.maximum] + spread + [rawMean] {
            if let value { append(millionths: value) }
            comma()
        }
        removeLast()
        append(behindFiguresOf: series, remark)
        append(whole: Int64(day.flaggedHours))
        comma()
        append(text: flags)
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

    /// A row of air/index or air/index-day; without an index where no pollutant has a valid mean.
    package mutating func appendIndex(
        _ window: WindowLabel, borough: String, site: String, scale: String, _ index: SiteIndex?, band: String
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
        append(text: band)
        comma()
        append(text: index.driver.name)
        comma()
        append(text: index.pollutants.map(\.name).joined(separator: " "))
        comma()
        append(flag: index.isIndicative)
        endRow()
    }
}
