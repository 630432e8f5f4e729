import Registry
import Readings
import Tables
import TimeWindows

extension Corridor {
    /// A series of one deployment while the parts of an hour are written.
    private struct PartSeries {
        /// The column in the hour's readings; nil where the hour holds none of the quantity.
        var column: Int?
        /// How far the intervals seen so far reach, in microseconds from the hour's start.
        var reach: Int64
        var span: RowSpan
    }

    private struct PartSensor {
        var sensor: Int
        /// The hour's readings; nil where there are none. Held here, so that no minute copies them.
        var readings: DeviceHour?
        var row = 0
        /// The reviews that reach into the hour.
        var reviews: [Review]
        /// Plain numbers, apart from the labels: they change from window to window.
        var series: [PartSeries]
        var labels: [SeriesLabels]
        /// The readings as they are published, a series each; empty where the registry corrects none of the hour.
        var corrected: [CorrectedHour?]
    }

    /// Minutes or quarter-hours: the windows within one hour, from the readings themselves.
    func writeParts(
        ofHour page: Page, length: Int64, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        let hour = page.hours.lowerBound
        var plan = boroughs[page.borough].sensors.map { partSensor($0, hour: hour, length: length, page) }
        var scratch = DeviceHour.Scratch()
        var rows = 0
        var start: Int64 = 0
        while start < Microseconds.hour {
            let stretch = DeviceHour.Stretch(start: start, end: start + length)
            let origin = Hours.start(hour)
            let window =
                origin.advanced(byMicroseconds: stretch.start)..<origin.advanced(byMicroseconds: stretch.end)
            start += length
            guard window.upperBound <= page.horizon else { break }
            let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
            for index in plan.indices {
                rows += writePart(&plan[index], stretch, window, label, &scratch, &buffer)
                if buffer.count > Self.flushBytes { try flush(&buffer) }
            }
        }
        return rows
    }

    private func partSensor(_ sensor: Int, hour: Int32, length: Int64, _ page: Page) -> PartSensor {
        let at = sensors[sensor].readings(ofHour: hour)
        let readings = at.map { sensors[sensor].hours[$0] }
        let series = sensors[sensor].series.indices.map { index in
            let quantity = sensors[sensor].series[index].quantity
            return PartSeries(
                column: readings.flatMap { $0.column(of: quantity) },
                reach: sensors[sensor].reach(intoHour: hour, of: quantity, longest: length),
                span: rowSpan(sensor: sensor, series: index, page))
        }
        let corrected = series.indices.map { index -> CorrectedHour? in
            guard let at, let column = series[index].column else { return nil }
            return sensors[sensor].corrected(series: index, hourAt: at, column: column)
        }
        let span = Hours.start(hour)..<Hours.end(hour)
        return PartSensor(
            sensor: sensor, readings: readings,
            reviews: sensors[sensor].reviews.filter { $0.validity.overlaps(span) }, series: series,
            labels: sensors[sensor].series.map(\.labels),
            corrected: corrected.contains { $0 != nil } ? corrected : [])
    }

    private func writePart(
        _ part: inout PartSensor, _ stretch: DeviceHour.Stretch, _ window: Range<Instant>, _ label: WindowLabel,
        _ scratch: inout DeviceHour.Scratch, _ buffer: inout [UInt8]
    ) -> Int {
        var rows = 0
        var range = part.row..<part.row
        if let hour = part.readings {
            range = hour.rows(in: stretch, from: part.row)
            part.row = range.upperBound
        }
        let length = stretch.end - stretch.start
        for index in part.series.indices {
            let (column, reach, span) = (part.series[index].column, part.series[index].reach, part.series[index].span)
            var figures = WindowFigures.empty
            var corrected: CorrectedWindow?
            if !range.isEmpty, !part.corrected.isEmpty, let both = part.corrected[index] {
                figures = both.corrected.figures(
                    column: both.column, rows: range, stretch: stretch, coveredUntil: reach, scratch: &scratch)
                part.series[index].reach = scratch.reach
                corrected = both.window(rows: range, stretch: stretch, scratch: &scratch)
            } else if let hour = part.readings, let column, !range.isEmpty {
                figures = hour.figures(
                    column: column, rows: range, stretch: stretch, coveredUntil: reach, scratch: &scratch)
                part.series[index].reach = scratch.reach
            } else {
                figures.coveredMicroseconds = max(0, min(reach, stretch.end) - stretch.start)
            }
            guard span.includes(window, hasData: figures.n > 0) else { continue }
            var remark: FiguresRemark?
            if corrected != nil || !part.reviews.isEmpty {
                remark = sensors[part.sensor].remark(series: index, window, corrected, part.reviews)
            }
            buffer.appendAirWindow(label, part.labels[index], figures, lengthMicroseconds: length, remark: remark)
            rows += 1
        }
        return rows
    }
}
