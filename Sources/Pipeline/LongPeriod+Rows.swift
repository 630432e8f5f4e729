import AirQuality
import Readings
import Registry
import Tables
import TimeWindows

extension LongPeriod {
    /// The rows of a dataset behind its line of column names, and their number.
    func rows(of dataset: Dataset, _ registry: RegistryTables) -> (bytes: [UInt8], count: Int) {
        var bytes = dataset.header
        let count =
            switch dataset {
            case .airMonth, .airYear: appendStatistics(registry, to: &bytes)
            case .airExceedance: appendExceedances(registry, to: &bytes)
            case .airIndexDay: appendIndices(registry, to: &bytes)
            default: 0
            }
        return (bytes, count)
    }

    private func appendStatistics(_ registry: RegistryTables, to bytes: inout [UInt8]) -> Int {
        let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
        let shown = checked.shown
        for series in shown {
            let labels = SeriesLabels(
                borough: area, site: series.site, device: series.device, quantity: series.quantity,
                deviceClass: series.deviceClass, isSimulated: series.isSimulated)
            bytes.appendAirSpan(
                label, labels, series.hours.statistics(of: series.quantity),
                flags: series.flags.sorted().joined(separator: " "),
                remark: FiguresRemark(
                    rawMean: series.rawMean, correction: series.corrections.joined(separator: " "),
                    status: status(of: series, registry)))
        }
        return shown.count
    }

    private var window: Range<Instant> { dates.lowerBound.startUTC..<dates.upperBound.startUTC }

    private func status(of series: LongSeries, _ registry: RegistryTables) -> FiguresStatus {
        if series.isSimulated { return .simulated }
        let review = registry.reviews(of: series.device).status(of: series.quantity, in: window)
        return review.map { FiguresStatus($0) } ?? .provisional
    }

    /// A row for each rule that holds on the last day and whose means there are.
    private func appendExceedances(_ registry: RegistryTables, to bytes: inout [UInt8]) -> Int {
        var count = 0
        let last = dates.upperBound.adding(days: -1)
        for series in shown {
            let status = status(of: series, registry)
            for limit in Limits.builtIn.limits(of: series.quantity, on: last) {
                if limit.averaging == .quarterHour, !series.hasQuarterHours { continue }
                bytes.appendExceedance(
                    year: dates.lowerBound.components.year, asOf: window.upperBound,
                    [area, series.site, series.device, series.quantity.name, series.quantity.unit], limit,
                    Exceedance(of: series.hours, against: limit), deviceClass: series.deviceClass, status: status)
                count += 1
            }
        }
        return count
    }

    // MARK: Indices of days

    private func appendIndices(_ registry: RegistryTables, to bytes: inout [UInt8]) -> Int {
        var count = 0
        let sites = Dictionary(grouping: shown, by: \.site).sorted { $0.key < $1.key }
        for day in 0..<place(of: dates.upperBound) {
            let date = dates.lowerBound.adding(days: day)
            let label = WindowLabel(start: date.startUTC, end: date.adding(days: 1).startUTC)
            for (site, all) in sites {
                let hasReference = registry.airSensors.contains {
                    $0.site == site && $0.deviceClass != .indicative && $0.validity.contains(date.startUTC)
                }
                let measured = all.filter {
                    $0.daysWithReadings.contains(day) && DailyAirQualityIndex.pollutants.contains($0.quantity)
                }
                guard !measured.isEmpty else { continue }
                let isTrafficStation = registry.site(site)?.isTrafficStation ?? false
                for scale in [IndexScale.european, .daily] {
                    let parts = measured.compactMap { Self.part($0, scale, day: day, date) }
                    var index = SiteIndex(parts: parts, siteHasReference: hasReference)
                    if scale == .european {
                        let counting = measured.filter { !hasReference || $0.deviceClass != .indicative }
                        let rule = { (pollutants: [Quantity]) in
                            EuropeanIndex.isShown(for: pollutants, isTrafficStation: isTrafficStation)
                        }
                        guard rule(counting.map(\.quantity)) else { continue }
                        if let found = index, !rule(found.pollutants) { index = nil }
                    }
                    let band = index.flatMap { IndexTables.builtIn.message(scale, index: $0.index, on: date)?.band }
                    bytes.appendIndex(
                        label, borough: area, site: site, scale: scale.rawValue, index, band: band ?? "")
                    count += 1
                }
            }
        }
        return count
    }

    private static func part(
        _ series: LongSeries, _ scale: IndexScale, day: Int, _ date: CivilDate
    ) -> SiteIndex.Part? {
        guard let table = IndexTables.builtIn.table(scale, series.quantity, on: date),
            let index = table.index(ofDay: day, in: series.hours)
        else { return nil }
        return .init(pollutant: series.quantity, index: index, deviceClass: series.deviceClass)
    }
}
