import Readings

/// The CSV file of hourly means that uk-air.defra.gov.uk gives for one station, the data selector's and the yearly flat
/// file's:
///
///     Data supplied by UK-AIR on 1/5/2026
///     All Data GMT hour ending
///     Status: R =Ratified P=Provisional,P*=As supplied
///     ,,Example Road,,,
///     Date,time,Nitrogen dioxide,status,unit,…
///     02-03-2026,01:00,31.7,R,ugm-3,…
///     02-03-2026,24:00,28.2,P*,ugm-3,…
///
/// Times are GMT all year and name the hour's end: `01:00` is the mean from 00:00 to 01:00, and `24:00` ends the day. The
/// status takes no part in the value: provisional means replace each other as any later copy does, and a sample has no place
/// for the word; an import reads it for people (`UKAirStatusColumns`). The file names the station by a title, which is no identifier: the topic names the device.
///
/// Refused: files of several stations (`deviceMismatch`, or `duplicateKey` where the titles are missing), and rows whose time is
/// no whole hour or missing, as in files of daily or 15-minute means (`malformedStamp`).
extension Decoder {
    mutating func decodeUKAir(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var cursor = CSVCursor(at: TableText.start(text))
        var cells: [CSVCursor.Cell] = []
        var header: UKAirHeader?
        var preamble = 0
        while try TableText.nextRecord(text, &cursor, into: &cells) {
            if TableText.isBlank(cells, text) { continue }
            if UKAirHeader.isHeader(cells, text) {
                header = try UKAirHeader(cells, text)
            } else if let header {
                guard !TableText.isCut(cells, columns: header.count, text, cursor) else {
                    throw JSONError(.wrongShape, at: text.count)
                }
                try ukAirRow(text, cells, header, into: &decoded)
            } else {
                preamble += 1
                guard preamble <= Self.longestPreamble else { break }
                try refuseTwoSites(text, cells)
            }
        }
        guard header != nil else { throw JSONError(.wrongShape, at: 0) }
    }

    /// Lines in front of the header; five to ten are usual.
    private static let longestPreamble = 40

    /// The line above the header has each station's title above its first column.
    private func refuseTwoSites(_ text: Span<UInt8>, _ cells: [CSVCursor.Cell]) throws(JSONError) {
        guard cells.count > 2, cells[0].trimmed(text).isEmpty, cells[1].trimmed(text).isEmpty else { return }
        var titles = Decoded()
        for cell in cells {
            let title = cell.trimmed(text)
            if !title.isEmpty { try titles.claim(text, title, at: title.lowerBound) }
        }
    }

    private func ukAirRow(
        _ text: Span<UInt8>, _ cells: [CSVCursor.Cell], _ header: UKAirHeader, into decoded: inout Decoded
    ) throws(JSONError) {
        guard let end = UKAirStatusColumns.hourEnd(cells, text) else {
            throw JSONError(.malformedStamp, at: cells[0].range.lowerBound)
        }
        for column in header.columns {
            decoded.add(column.value(cells, text), of: column.quantity, hourBefore: end)
        }
    }
}
