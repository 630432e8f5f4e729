import AirQuality
import Readings
import Registry
import Tables
import TimeWindows

extension SensorDeployment {
    /// What the reviews of the device say of a series' window; nil where they say nothing.
    ///
    /// - Parameter reviews: those that reach into the window, and perhaps more.
    func remark(
        series index: Int, _ window: Range<Instant>, _ corrected: CorrectedWindow?, _ reviews: [Review]
    ) -> FiguresRemark? {
        if corrected == nil, reviews.isEmpty { return nil }
        let status = reviews.status(of: series[index].quantity, in: window).map(FiguresStatus.init)
        guard let corrected else { return status.map { FiguresRemark(status: $0) } }
        return FiguresRemark(
            rawMean: corrected.rawMean, correction: series[index].corrections.text(of: corrected.lines),
            status: status)
    }

    /// Of a whole hour.
    func remark(series index: Int, hour: Int32) -> FiguresRemark? {
        let corrected = series[index].correctedHours.isEmpty ? nil : series[index].correctedHours[hour]
        return remark(series: index, Hours.start(hour)..<Hours.end(hour), corrected, reviews)
    }

    /// Of the day that begins with an hour. It names the corrections of all its hours; the raw mean is made of the valid
    /// ones, as the mean is.
    func remark(series index: Int, dayOf firstHour: Int32) -> FiguresRemark? {
        remark(
            series: index, Hours.start(firstHour)..<Hours.end(firstHour + 23),
            series[index].correctedDay(firstHour: firstHour), reviews)
    }
}

extension AirSeries {
    fileprivate func correctedDay(firstHour: Int32) -> CorrectedWindow? {
        guard !correctedHours.isEmpty else { return nil }
        let hours = firstHour..<(firstHour + 24)
        let lines = Set(hours.flatMap { correctedHours[$0]?.lines ?? [] }).sorted()
        guard !lines.isEmpty else { return nil }
        let said = MeanOfHours(
            of: hours.lazy.map { hour -> HourlyMean? in
                guard var mean = hourlyMean(hour) else { return nil }
                if let corrected = correctedHours[hour] { mean.mean = corrected.rawMean }
                return mean
            }, spanHours: 24)
        return CorrectedWindow(rawMean: said.mean ?? Picounits(0), lines: lines)
    }
}

extension FiguresStatus {
    init(_ action: Review.Action) {
        switch action {
        case .ratified: self = .ratified
        case .suspect: self = .suspect
        case .invalid: self = .invalid
        }
    }
}
