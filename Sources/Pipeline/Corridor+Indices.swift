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
        for hour in page.hours {
            let window = Hours.start(hour)..<Hours.end(hour)
            let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
            for site in sites {
                var parts: [SiteIndex.Part] = []
                var isShown = false
                for sensor in site.sensors {
                    guard gather(sensor, hour, window, page, &parts) else { continue }
                    isShown = true
                }
                guard isShown else { continue }
                let hasReference = site.sensors.contains {
                    sensors[$0].sensor.deviceClass != .indicative && rules[$0].holds(window.lowerBound)
                }
                buffer.appendIndex(
                    label, borough: area, site: site.name, scale: DailyAirQualityIndex.scale,
                    SiteIndex(parts: parts, siteHasReference: hasReference))
                rows += 1
            }
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return rows
    }

    /// Adds a sensor's parts of the index; returns whether an hour of their spans holds data, so that there is a row.
    private func gather(
        _ sensor: Int, _ hour: Int32, _ window: Range<Instant>, _ page: Page, _ parts: inout [SiteIndex.Part]
    ) -> Bool {
        let span = RowSpan(
            start: .distantPast, end: sensors[sensor].rowsEnd(newest: page.newest), horizon: page.horizon)
        var isShown = false
        for series in sensors[sensor].series where DailyAirQualityIndex.pollutants.contains(series.quantity) {
            let hours = RunningMeans.indexHours(of: series.quantity)
            let first = hour - Int32(hours) + 1
            guard series.hasReadings(inHours: first...hour),
                span.includes(window, hasData: series.figures(ofHour: hour).n > 0)
            else { continue }
            isShown = true
            guard let index = index(sensor, series, hour: hour, span: hours) else { continue }
            parts.append(
                .init(pollutant: series.quantity, index: index, deviceClass: sensors[sensor].sensor.deviceClass))
        }
        return isShown
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
        var sensors: [Int]
    }

    private func sensorsBySite(_ borough: Int) -> [SiteSensors] {
        var sites: [SiteSensors] = []
        for sensor in boroughs[borough].sensors {
            let site = sensors[sensor].sensor.site
            if sites.last?.name == site {
                sites[sites.count - 1].sensors.append(sensor)
            } else {
                sites.append(SiteSensors(name: site, sensors: [sensor]))
            }
        }
        return sites
    }
}
