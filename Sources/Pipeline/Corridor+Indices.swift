import Registry
import AirQuality
import Readings
import Tables
import TimeWindows

extension Corridor {
    func writeIndices(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        let sites = sensorsBySite(page.borough)
        let area = boroughs[page.borough].borough.borough
        let european = EuropeanTables(on: CivilDate(of: page.span.lowerBound))
        for hour in page.hours {
            let window = Hours.start(hour)..<Hours.end(hour)
            let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
            for site in sites {
                var parts = IndexParts()
                for sensor in site.sensors { gather(sensor, hour, window, page, european, &parts) }
                guard !parts.measured.isEmpty else { continue }
                let hasReference = site.sensors.contains {
                    sensors[$0].sensor.deviceClass != .indicative && rules[$0].holds(window.lowerBound)
                }
                let rule = { (pollutants: [Quantity]) in
                    EuropeanIndex.isShown(for: pollutants, isTrafficStation: site.isTrafficStation)
                }
                if rule(hasReference ? parts.measuredByReferences : parts.measured) {
                    var index = SiteIndex(parts: parts.european, siteHasReference: hasReference)
                    if let found = index, !rule(found.pollutants) { index = nil }
                    buffer.appendIndex(
                        label, borough: area, site: site.name, scale: IndexScale.european.rawValue, index,
                        band: index.flatMap { european.band(of: $0.index) } ?? "")
                    rows += 1
                }
                let index = SiteIndex(parts: parts.daily, siteHasReference: hasReference)
                buffer.appendIndex(
                    label, borough: area, site: site.name, scale: DailyAirQualityIndex.scale, index,
                    band: index.map { DailyAirQualityIndex.band(of: $0.index).rawValue } ?? "")
                rows += 1
            }
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return rows
    }

    /// What an hour of a site gives to the indices.
    private struct IndexParts {
        var daily: [SiteIndex.Part] = []
        var european: [SiteIndex.Part] = []
        /// Pollutants of which an hour of their spans holds data, so that there is a row.
        var measured: [Quantity] = []
        var measuredByReferences: [Quantity] = []
    }

    /// The bands of the European index that hold on a day, by the raw value of the quantity.
    private struct EuropeanTables {
        private let tables: [IndexTable?]
        private let date: CivilDate

        init(on date: CivilDate) {
            self.date = date
            tables = Quantity.allCases.map { IndexTables.builtIn.table(.european, $0, on: date) }
        }

        subscript(quantity: Quantity) -> IndexTable? { tables[Int(quantity.rawValue)] }

        func band(of index: Int) -> String? {
            IndexTables.builtIn.message(.european, index: index, on: date)?.band
        }
    }

    private func gather(
        _ sensor: Int, _ hour: Int32, _ window: Range<Instant>, _ page: Page, _ tables: EuropeanTables,
        _ parts: inout IndexParts
    ) {
        let span = RowSpan(
            start: .distantPast, end: sensors[sensor].rowsEnd(newest: page.newest), horizon: page.horizon)
        let deviceClass = sensors[sensor].sensor.deviceClass
        for series in sensors[sensor].series where DailyAirQualityIndex.pollutants.contains(series.quantity) {
            let hours = RunningMeans.indexHours(of: series.quantity)
            let first = hour - Int32(hours) + 1
            guard series.hasReadings(inHours: first...hour),
                span.includes(window, hasData: series.figures(ofHour: hour).n > 0)
            else { continue }
            parts.measured.append(series.quantity)
            if deviceClass != .indicative { parts.measuredByReferences.append(series.quantity) }
            if let index = index(sensor, series, hour: hour, span: hours) {
                parts.daily.append(.init(pollutant: series.quantity, index: index, deviceClass: deviceClass))
            }
            guard let table = tables[series.quantity] else { continue }
            let mean = series.mean(ofHoursEndingWith: hour, span: table.averaging == .running24Hours ? 24 : 1)
            if mean.isValid, let index = table.index(sum: mean.sum, count: mean.hours) {
                parts.european.append(.init(pollutant: series.quantity, index: index, deviceClass: deviceClass))
            }
        }
    }

    private func index(_ sensor: Int, _ series: AirSeries, hour: Int32, span: Int) -> Int? {
        if series.quantity == .so2 { return sulphurDioxideIndex(sensor, series, hour: hour) }
        let mean = series.mean(ofHoursEndingWith: hour, span: span)
        guard mean.isValid else { return nil }
        return DailyAirQualityIndex.index(of: series.quantity, sum: mean.sum, count: mean.hours)
    }

    /// SO2 is judged by its 15-minute means: the highest valid one of the hour. An hourly station has none.
    private func sulphurDioxideIndex(_ sensor: Int, _ series: AirSeries, hour: Int32) -> Int? {
        guard let readings = sensors[sensor].readings(ofHour: hour),
            let column = sensors[sensor].hours[readings].column(of: .so2)
        else { return nil }
        let said = sensors[sensor].hours[readings]
        let published =
            series.corrections.correcting(said, column: column) { sensors[sensor].humidity(around: readings) }?
            .corrected ?? said
        var scratch = DeviceHour.Scratch()
        var highest: Int?
        var reach = sensors[sensor].reach(intoHour: hour, of: .so2, longest: Microseconds.quarterHour)
        var row = 0
        for quarter in 0..<Int64(4) {
            let stretch = DeviceHour.Stretch(
                start: quarter * Microseconds.quarterHour, end: (quarter + 1) * Microseconds.quarterHour)
            let rows = published.rows(in: stretch, from: row)
            row = rows.upperBound
            let figures = published.figures(
                column: column, rows: rows, stretch: stretch, coveredUntil: reach, scratch: &scratch)
            reach = scratch.reach
            guard figures.n > 0, CaptureRule.isMet(figures.coveredMicroseconds, of: Microseconds.quarterHour),
                let index = DailyAirQualityIndex.index(of: .so2, sum: figures.mean.count, count: 1)
            else { continue }
            highest = max(highest ?? index, index)
        }
        return highest
    }

    private struct SiteSensors {
        var name: String
        var isTrafficStation: Bool
        var sensors: [Int]
    }

    private func sensorsBySite(_ borough: Int) -> [SiteSensors] {
        var sites: [SiteSensors] = []
        for sensor in boroughs[borough].sensors {
            let site = sensors[sensor].sensor.site
            if sites.last?.name == site {
                sites[sites.count - 1].sensors.append(sensor)
            } else {
                let isTrafficStation = registry.site(site)?.isTrafficStation ?? false
                sites.append(SiteSensors(name: site, isTrafficStation: isTrafficStation, sensors: [sensor]))
            }
        }
        return sites
    }
}
