import Readings

/// The ASCII CSV message of Vaisala's AQT530 (configuration guide M212572EN, "ASCII CSV data message"): stamp, values, the
/// order of the values, seconds since the last restart. One line a message, or several.
///
/// `2022-01-22T07:37:38,22.3,24.1,999.3,0.182,…,T:H:P:NO2:…,3185`
///
/// The order is never assumed, because the gases depend on the cells that are built in. The stamp is UTC without a zone.
/// Gases are in ppm, particles in ug/m3, pressure in hPa. The temperature is in degC unless somebody configured the
/// transmitter for degF, which the line does not tell: it must be left at degC. H2S is no quantity of ours. The line names no
/// device: the topic does.
extension Decoder {
    mutating func decodeVaisalaAQT(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var cursor = CSVCursor(at: TableText.start(text))
        var cells: [CSVCursor.Cell] = []
        var hasLines = false
        while try TableText.nextRecord(text, &cursor, into: &cells) {
            if TableText.isBlank(cells, text) { continue }
            hasLines = true
            try vaisalaLine(text, cells, into: &decoded)
        }
        guard hasLines else { throw JSONError(.wrongShape, at: 0) }
    }

    private static let vaisalaSymbols = NameTable<(quantity: Quantity, unit: UnitCode)>([
        "T": (.temperature, .celsius), "H": (.humidity, .percent), "P": (.pressure, .hectopascal),
        "NO2": (.no2, .partPerMillion), "SO2": (.so2, .partPerMillion), "CO": (.co, .partPerMillion),
        "O3": (.o3, .partPerMillion), "NO": (.no, .partPerMillion), "PM1": (.pm1, .microgramPerCubicMetre),
        "PM2.5": (.pm2_5, .microgramPerCubicMetre), "PM10": (.pm10, .microgramPerCubicMetre),
    ])

    private mutating func vaisalaLine(
        _ text: Span<UInt8>, _ cells: [CSVCursor.Cell], into decoded: inout Decoded
    ) throws(JSONError) {
        let start = cells[0].range.lowerBound
        guard cells.count >= 4 else { throw JSONError(.wrongShape, at: start) }
        let order = cells[cells.count - 2].trimmed(text)
        let values = cells[1..<(cells.count - 2)]
        var symbols = 1
        for offset in order where text[offset] == UInt8(ascii: ":") { symbols += 1 }
        guard symbols == values.count else { throw JSONError(.wrongShape, at: order.lowerBound) }
        let first = decoded.samples.count
        var seen: UInt32 = 0
        var isKnown = false
        var from = order.lowerBound
        for cell in values {
            var to = from
            while to < order.upperBound, text[to] != UInt8(ascii: ":") { to += 1 }
            let symbol = Self.vaisalaSymbols[JSONName(text.extracting(from..<to))]
            from = to + 1
            guard let symbol, let scale = symbol.unit.scale(for: symbol.quantity) else { continue }
            isKnown = true
            let bit: UInt32 = 1 << UInt32(symbol.quantity.rawValue)
            guard seen & bit == 0 else { throw JSONError(.duplicateKey, at: order.lowerBound) }
            seen |= bit
            decoded.add(TableText.written(text, cell).converted(text, by: scale), of: symbol.quantity)
        }
        guard isKnown else { throw JSONError(.wrongShape, at: order.lowerBound) }
        guard let stamp = stamps.instant(text, cells[0].trimmed(text), zoneless: .utc) else {
            throw JSONError(.malformedStamp, at: start)
        }
        for index in first..<decoded.samples.count { decoded.samples[index].stamp = stamp }
    }
}
