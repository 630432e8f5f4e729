import AirQuality
import Readings
import Registry
import Tables
import TimeWindows

extension Corridor {
    /// A window of one school on one date.
    private struct SchoolPart {
        var school: Int
        var dated: [SchoolWindow].Dated
    }

    /// By the start of the window, then by site, the window's end and name, device and quantity.
    func writeSchoolDays(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        let borough = boroughs[page.borough]
        var parts: [SchoolPart] = []
        for school in borough.schools.indices {
            parts += borough.schools[school].windows.ending(in: page.span, borough.borough.timeZone)
                .filter { $0.span.upperBound <= page.horizon }.map { SchoolPart(school: school, dated: $0) }
        }
        // Schools stand by their site, and the windows of each in their order.
        let order = parts.indices.sorted {
            (parts[$0].dated.span.lowerBound, $0) < (parts[$1].dated.span.lowerBound, $1)
        }
        var rows = 0
        for index in order {
            rows += writeSchoolWindow(parts[index], page, &buffer)
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return rows
    }

    private func writeSchoolWindow(_ part: SchoolPart, _ page: Page, _ buffer: inout [UInt8]) -> Int {
        let borough = boroughs[page.borough]
        let school = borough.schools[part.school]
        let dated = part.dated
        var label: SchoolWindowLabel?
        var rows = 0
        for sensor in school.sensors {
            for series in sensors[sensor].series.indices {
                let totals = sensors[sensor].totals(series: series, of: dated.span)
                guard rowSpan(sensor: sensor, series: series, page).includes(dated.span, hasData: totals.n > 0) else {
                    continue
                }
                let shown =
                    label
                    ?? SchoolWindowLabel(
                        date: dated.date, borough: borough.borough.borough, site: school.site, urn: school.urn,
                        window: dated.window.name, dayType: school.calendar.dayType(of: dated.date), span: dated.span)
                label = shown
                buffer.appendSchoolWindow(
                    shown, device: sensors[sensor].sensor.device, sensors[sensor].series[series].quantity, totals)
                rows += 1
            }
        }
        return rows
    }
}

extension SensorDeployment {
    /// The readings of a series, as they are published, over a span of a day at most.
    func totals(series index: Int, of span: Range<Instant>) -> SpanTotals {
        let quantity = series[index].quantity
        var totals = SpanTotals(span, quantity)
        // An interval is an hour long at most, so those that reach into the span begin in the hour before at the earliest.
        let last = Hours.of(span.upperBound.advanced(byMicroseconds: -1))
        for hour in (Hours.of(span.lowerBound) - 1)...last {
            guard let at = readings(ofHour: hour), let column = hours[at].column(of: quantity) else { continue }
            let corrected = self.corrected(series: index, hourAt: at, column: column)?.corrected
            totals.add(corrected ?? hours[at], column: column)
        }
        return totals
    }
}
