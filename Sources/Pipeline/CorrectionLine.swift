import Quality
import Readings
import Registry
import TimeWindows

/// A correction as a series uses it: the line, for readings whose interval begins in the span.
struct CorrectionLine: Sendable {
    let span: Range<Instant>
    let line: LinearCorrection
    let label: String

    init(_ correction: Correction) {
        span = correction.validity
        line = LinearCorrection(slope: correction.slope, offset: correction.offset)
        label = correction.label
    }
}

/// What corrections did to the readings of one window.
struct CorrectedWindow: Hashable, Sendable {
    /// The mean of the readings as the device said them.
    var rawMean: Picounits
    /// Which of the series' lines turned a reading of the window into another, ascending.
    var lines: [Int]
}

/// One series' readings of an hour as the device said them and as they are published.
struct CorrectedHour: Sendable {
    /// The readings that are published.
    var raw: DeviceHour
    /// Rows and columns mean the same as in `raw`.
    var corrected: DeviceHour
    var column: Int

    /// What was done to the readings of some rows of a stretch. Nil where the published ones are the raw ones.
    ///
    /// - Parameter figures: of `corrected` over the same rows and stretch.
    func window(
        _ lines: [CorrectionLine], rows: Range<Int>, stretch: DeviceHour.Stretch, _ figures: WindowFigures,
        scratch: inout DeviceHour.Scratch
    ) -> CorrectedWindow? {
        guard figures.n > 0 else { return nil }
        let origin = raw.start
        let window =
            origin.advanced(byMicroseconds: stretch.start)..<origin.advanced(byMicroseconds: stretch.end)
        var applied: [Int] = []
        for index in lines.indices where lines[index].span.overlaps(window) {
            let shared = lines[index].span.clamped(to: window)
            if shared != window {
                // The line holds for a part of the window: only the readings of that part tell whether it was applied.
                let part = corrected.rows(
                    in: .init(
                        start: shared.lowerBound.microseconds(since: origin),
                        end: shared.upperBound.microseconds(since: origin)), from: rows.lowerBound)
                let touched = corrected.figures(
                    column: column, rows: part, stretch: stretch, coveredUntil: 0, scratch: &scratch)
                guard touched.n > 0 else { continue }
            }
            applied.append(index)
        }
        guard !applied.isEmpty else { return nil }
        let said = raw.figures(column: column, rows: rows, stretch: stretch, coveredUntil: 0, scratch: &scratch)
        return CorrectedWindow(rawMean: said.mean, lines: applied)
    }
}

/// The lines of one series, ascending and without overlap, as the registry makes sure.
extension [CorrectionLine] {
    /// An hour with the corrected values of one column beside the raw ones; nil where no line reaches into it.
    ///
    /// A reading outside of every line stays as it is. One whose corrected value 64 bits cannot hold is taken out of
    /// both: it neither counts nor covers. (No reading in its quantity's range and no line that the registry accepts come
    /// to that.)
    func correcting(_ hour: DeviceHour, column: Int) -> CorrectedHour? {
        guard !isEmpty else { return nil }
        let start = hour.start
        let span = start..<start.advanced(byMicroseconds: Microseconds.hour)
        let lines = filter { $0.span.overlaps(span) }
        guard !lines.isEmpty else { return nil }
        func published(_ offset: Int64, _ value: Int64) -> Int64? {
            let begin = start.advanced(byMicroseconds: offset)
            guard let line = lines.first(where: { $0.span.contains(begin) })?.line else { return value }
            return line.corrected(Millionths(value))?.count
        }
        var isWhole = true
        let corrected = hour.mapped(column: column) { offset, value in
            let value = published(offset, value)
            if value == nil { isWhole = false }
            return value
        }
        let raw =
            isWhole ? hour : hour.mapped(column: column) { published($0, $1) == nil ? nil : $1 }
        return CorrectedHour(raw: raw, corrected: corrected, column: column)
    }

    /// The labels of some of the lines, as the column `correction` shows them.
    func text(of applied: [Int]) -> String {
        if applied.count == 1 { return self[applied[0]].label }
        return applied.map { self[$0].label }.joined(separator: " ")
    }
}
