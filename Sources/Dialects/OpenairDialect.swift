import Readings

/// What a column of an openair file means.
enum OpenairName: Sendable {
    case date, code, site
    case quantity(Quantity)

    /// Not ours: `ws`, `wd` and `air_temp`, which `importUKAQ` takes from a weather model, the volatile parts of particles
    /// (`v10`, `nv2.5`), and the `_qc` columns of `ratified = TRUE`. `start_utc` is `date` in tables that say which end and
    /// zone they mean.
    static let table = NameTable<OpenairName>([
        "date": .date, "start_utc": .date, "code": .code, "site": .site,
        "no2": .quantity(.no2), "no": .quantity(.no), "nox": .quantity(.nox), "o3": .quantity(.o3),
        "so2": .quantity(.so2), "co": .quantity(.co), "pm1": .quantity(.pm1), "pm2.5": .quantity(.pm2_5),
        "pm25": .quantity(.pm2_5), "pm2_5": .quantity(.pm2_5), "pm10": .quantity(.pm10),
    ])
}

/// Where the columns stand.
struct OpenairHeader: Sendable {
    var date = 0
    var code: Int?
    var site: Int?
    var quantities: [(quantity: Quantity, column: Int)] = []
    var count = 0

    init(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) throws(JSONError) {
        var hasDate = false
        var seen: UInt32 = 0
        count = cells.count
        for (index, cell) in cells.enumerated() {
            switch OpenairName.table[JSONName(lowercasing: text.extracting(cell.trimmed(text)))] {
            case .date:
                date = index
                hasDate = true
            case .code: code = index
            case .site: site = index
            case .quantity(let quantity):
                let bit: UInt32 = 1 << UInt32(quantity.rawValue)
                guard seen & bit == 0 else { throw JSONError(.duplicateKey, at: cell.range.lowerBound) }
                seen |= bit
                quantities.append((quantity, index))
            case nil: break
            }
        }
        guard hasDate, !quantities.isEmpty else { throw JSONError(.wrongShape, at: 0) }
    }
}

/// A CSV file of one site's hourly means as R writes it from openair's `importUKAQ`: `write.csv`, `write_csv` or `fwrite`.
///
/// Dates are GMT all year and name the hour's start, unlike those of the UK-AIR portal. The device is the column `code`,
/// where there is one. Values are in ug/m3, CO in mg/m3; `NA` is no value. R cuts the time off where it is midnight
/// (`2026-03-02`), so a date alone is midnight; a file in which no row has a time holds daily means and is refused.
extension Decoder {
    mutating func decodeOpenair(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var cursor = CSVCursor(at: TableText.start(text))
        var cells: [CSVCursor.Cell] = []
        var header: OpenairHeader?
        var site = Decoded()
        var (rows, rowsWithoutTime) = (0, 0)
        while try TableText.nextRecord(text, &cursor, into: &cells) {
            if TableText.isBlank(cells, text) { continue }
            guard let known = header else {
                header = try OpenairHeader(cells, text)
                continue
            }
            guard !TableText.isCut(cells, columns: known.count, text, cursor), known.date < cells.count else {
                throw JSONError(.wrongShape, at: cells[0].range.lowerBound)
            }
            if let code = known.code, code < cells.count {
                try decoded.claim(text, cells[code].trimmed(text), at: cells[code].range.lowerBound)
            } else if let title = known.site, title < cells.count {
                try site.claim(text, cells[title].trimmed(text), at: cells[title].range.lowerBound)
            }
            let written = cells[known.date].trimmed(text)
            rows += 1
            if written.count == 10 { rowsWithoutTime += 1 }
            guard let start = openairHour(text, written) else {
                throw JSONError(.malformedStamp, at: written.lowerBound)
            }
            let end = start.advanced(byMicroseconds: Microseconds.hour)
            for (quantity, column) in known.quantities where column < cells.count {
                let value = TableText.written(text, cells[column]).converted(text, by: .one)
                decoded.add(value, of: quantity, hourBefore: end)
            }
        }
        guard header != nil, rows < 2 || rowsWithoutTime < rows else { throw JSONError(.wrongShape, at: 0) }
    }

    /// The start of a whole hour; nil for a text that names none.
    private mutating func openairHour(_ text: Span<UInt8>, _ range: Range<Int>) -> Instant? {
        if range.count == 10 { return TableText.date(text, range)?.startUTC }
        guard range.count > 11 else { return nil }
        let start = range.lowerBound
        if text[start + 2] == UInt8(ascii: "/") {
            // As a spreadsheet of the United Kingdom saves it.
            guard let date = TableText.date(text, start..<(start + 10)),
                let hour = TableText.hour(text, (start + 11)..<range.upperBound)
            else { return nil }
            return date.startUTC.advanced(byMicroseconds: hour * Microseconds.hour)
        }
        guard let instant = stamps.instant(text, range, zoneless: .utc),
            instant.floored(toMicroseconds: Microseconds.hour) == instant
        else { return nil }
        return instant
    }
}
