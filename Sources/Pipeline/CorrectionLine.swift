import Quality
import Readings
import Registry
import TimeWindows

/// A row of `corrections.csv` as a series uses it: for readings whose interval begins in the span.
struct CorrectionLine: Sendable {
    let span: Range<Instant>
    let correction: ReadingCorrection
    let label: String

    init(_ row: Correction) {
        span = row.validity
        correction = ReadingCorrection(row)
        label = row.label
    }
}

/// What corrections did to the readings of one window.
struct CorrectedWindow: Hashable, Sendable {
    /// The mean of the readings as the device said them.
    var rawMean: Picounits
    /// Their lowest and highest, in millionths of the unit; nil of a day.
    var rawMinimum: Int64?
    var rawMaximum: Int64?
    /// Which of the series' lines turned a reading of the window into another, ascending.
    var lines: [Int]
}

/// One series' readings of an hour as the device said them and as they are published.
struct CorrectedHour: Sendable {
    /// The readings that are published.
    var raw: DeviceHour
    /// Rows and columns mean the same as in `raw`. A row that lacks the humidity for its correction has a flag.
    var corrected: DeviceHour
    var column: Int
    /// By row, which of the series' lines turned the reading into another; -1 where none did.
    fileprivate var lineOfRow: [Int]

    /// What was done to the readings of some rows of a stretch. Nil where the published ones are the raw ones.
    func window(
        rows: Range<Int>, stretch: DeviceHour.Stretch, scratch: inout DeviceHour.Scratch
    ) -> CorrectedWindow? {
        var applied: [Int] = []
        raw.forEachReading(column: column, rows: rows, longest: stretch.end - stretch.start) { row, _, _ in
            let line = lineOfRow[row]
            if line >= 0, !applied.contains(line) { applied.append(line) }
        }
        guard !applied.isEmpty else { return nil }
        let said = raw.figures(column: column, rows: rows, stretch: stretch, coveredUntil: 0, scratch: &scratch)
        return CorrectedWindow(
            rawMean: said.mean, rawMinimum: said.minimum, rawMaximum: said.maximum, lines: applied.sorted())
    }
}

/// The lines of one series, ascending and without overlap, as the registry makes sure.
extension [CorrectionLine] {
    /// An hour with the corrected values of one column beside the raw ones; nil where no line reaches into it.
    ///
    /// A reading outside of every line stays as it is. One without the humidity that its line needs stays too, and is
    /// flagged. One whose corrected value 64 bits cannot hold is taken out of both: it neither counts nor covers. (No
    /// reading in its quantity's range and no line that the registry accepts come to that.)
    ///
    /// - Parameter humidity: Asked for once, and only when a line needs it.
    func correcting(_ hour: DeviceHour, column: Int, humidity: () -> CompanionReadings) -> CorrectedHour? {
        guard !isEmpty else { return nil }
        let span = hour.start..<hour.start.advanced(byMicroseconds: Microseconds.hour)
        let reaching = indices.filter { self[$0].span.overlaps(span) }
        guard !reaching.isEmpty else { return nil }
        let companions = reaching.contains { self[$0].correction.needsHumidity } ? humidity() : nil
        var lineOfRow = Array<Int>(repeating: -1, count: hour.rowCount)
        var withoutHumidity: [Int] = []
        var replacements: [Int64?] = []
        replacements.reserveCapacity(hour.rowCount)
        hour.forEachReading(column: column, rows: 0..<hour.rowCount, longest: .max) { row, offset, value in
            let begin = hour.start.advanced(byMicroseconds: offset)
            guard let line = reaching.first(where: { self[$0].span.contains(begin) }) else {
                return replacements.append(value)
            }
            switch self[line].correction.outcome(Millionths(value), humidity: companions?.nearest(to: offset)) {
            case .corrected(let corrected):
                lineOfRow[row] = line
                replacements.append(corrected.count)
            case .uncorrected:
                withoutHumidity.append(row)
                replacements.append(value)
            case .noValue: replacements.append(nil)
            }
        }
        var next = 0
        var corrected = hour.mapped(column: column) { _, _ in
            next += 1
            return replacements[next - 1]
        }
        corrected.flag(rows: withoutHumidity, .uncorrected)
        next = 0
        let raw =
            replacements.contains(nil)
            ? hour.mapped(column: column) { _, value in
                next += 1
                return replacements[next - 1] == nil ? nil : value
            } : hour
        return CorrectedHour(raw: raw, corrected: corrected, column: column, lineOfRow: lineOfRow)
    }

    var needHumidity: Bool { contains { $0.correction.needsHumidity } }

    /// The labels of some of the lines, as the column `correction` shows them.
    func text(of applied: [Int]) -> String {
        if applied.count == 1 { return self[applied[0]].label }
        return applied.map { self[$0].label }.joined(separator: " ")
    }
}
