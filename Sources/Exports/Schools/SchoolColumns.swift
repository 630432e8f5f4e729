import AirQuality
import Publication
import Readings

/// Where the columns of air/school-day stand.
struct SchoolColumns {
    let date, borough, site, urn, window, kind, start, end, device, quantity, capture, valid, mean: Int

    /// Nil for a file that has not all of them.
    init?(_ rows: borrowing TableFile) {
        guard let date = rows.column("date"), let borough = rows.column("borough"), let site = rows.column("site"),
            let urn = rows.column("urn"), let window = rows.column("school_window"), let kind = rows.column("day_type"),
            let start = rows.column("window_start"), let end = rows.column("window_end"),
            let device = rows.column("device"), let quantity = rows.column("quantity"),
            let capture = rows.column("capture_pct"), let valid = rows.column("valid"), let mean = rows.column("mean")
        else { return nil }
        (self.date, self.borough, self.site, self.urn, self.window) = (date, borough, site, urn, window)
        (self.kind, self.start, self.end, self.device) = (kind, start, end, device)
        (self.quantity, self.capture, self.valid, self.mean) = (quantity, capture, valid, mean)
    }

    /// Nil for a row that this version does not understand.
    func day(_ rows: borrowing TableFile) -> SchoolSeries.Day? {
        guard let date = CivilDate(rows.text(date)), let kind = SchoolDayType(rawValue: rows.text(kind)),
            let span = rows.span(start, end), let capture = rows.perMillion(capture)
        else { return nil }
        let isValid = rows.isEqual(valid, TableFile.true)
        return SchoolSeries.Day(
            date: date, kind: kind, span: span,
            figure: DayFigure(capturePerMillion: capture, mean: isValid ? rows.millionths(mean) : nil))
    }

    /// The cells that say which series a row belongs to, as one text.
    func identity(_ rows: borrowing TableFile) -> [UInt8] {
        var cells: [UInt8] = []
        for column in [borough, site, urn, window, device, quantity] {
            cells.append(contentsOf: rows.bytes[rows.range(column)])
            cells.append(UInt8(ascii: "\n"))
        }
        return cells
    }
}

extension TableFile {
    static let `true` = Array("true".utf8)

    /// A window; nil where it is none.
    func span(_ start: Int, _ end: Int) -> Range<Instant>? {
        guard let first = Instant(iso8601: bytes.span.extracting(range(start))),
            let last = Instant(iso8601: bytes.span.extracting(range(end))), first < last
        else { return nil }
        return first..<last
    }

    func millionths(_ column: Int) -> Millionths? {
        try? Millionths(decimal: bytes.span.extracting(range(column)))
    }

    /// A percentage, which files give with four decimals, in millionths of the whole.
    func perMillion(_ column: Int) -> Int64? {
        millionths(column).map { $0.count / 100 }
    }
}
