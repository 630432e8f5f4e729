import Readings

/// The columns of a UK-AIR file that hold a quantity of ours.
struct UKAirHeader: Sendable {
    struct Column: Sendable {
        var quantity: Quantity
        var value: Int
        /// The column of the status, which in older files holds the unit too: `V ugm-3`.
        var status: Int?
        var unit: Int?
    }

    var columns: [Column] = []
    var count = 0

    /// Whether a record is the header: `Date,time`, in any case.
    static func isHeader(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> Bool {
        cells.count >= 2 && name(text, cells[0]) == "date" && name(text, cells[1]) == "time"
    }

    /// Refused: a quantity twice, which is a file of two sites; a header without a quantity of ours.
    init(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) throws(JSONError) {
        var isOurs = false
        for (index, cell) in cells.enumerated().dropFirst(2) {
            let name = Self.name(text, cell)
            if !name.isUnnamed, name != "" { count = index + 1 }
            if name == "status" {
                if isOurs { columns[columns.count - 1].status = index }
            } else if name == "unit" || name == "units" {
                if isOurs { columns[columns.count - 1].unit = index }
            } else {
                let quantity = Self.quantities[name]
                isOurs = quantity != nil
                guard let quantity else { continue }
                guard !columns.contains(where: { $0.quantity == quantity }) else {
                    throw JSONError(.duplicateKey, at: cell.range.lowerBound)
                }
                columns.append(Column(quantity: quantity, value: index))
            }
        }
        guard !columns.isEmpty else { throw JSONError(.wrongShape, at: cells[0].range.lowerBound) }
    }

    /// The names of UK-AIR as `name` folds them. Not ours: modelled temperature and wind, which nobody measured there, and
    /// the volatile and non-volatile parts of particles.
    private static let quantities = NameTable<Quantity>([
        "nitrogendioxide": .no2, "nitricoxide": .no, "nitrogenoxidesasnitrogendioxide": .nox, "ozone": .o3,
        "sulphurdioxide": .so2, "carbonmonoxide": .co, "pm1particulatematter": .pm1, "pm2.5particulatematter": .pm2_5,
        "pm10particulatematter": .pm10,
    ])

    /// A column's name in small letters without blanks, without HTML (`PM<sub>10</sub>`) and without `(Hourly measured)`.
    /// Another remark in brackets, `(Daily measured)`, makes it another name.
    private static func name(_ text: Span<UInt8>, _ cell: CSVCursor.Cell) -> JSONName {
        var folded: [UInt8] = []
        var isTag = false
        for offset in cell.range {
            let byte = text[offset]
            if byte == UInt8(ascii: "<") { isTag = true }
            if !isTag, byte > 0x20 { folded.append(lowercased(byte)) }
            if byte == UInt8(ascii: ">") { isTag = false }
        }
        let remark = Array("(hourlymeasured)".utf8)
        if folded.count >= remark.count, folded.suffix(remark.count).elementsEqual(remark) {
            folded.removeLast(remark.count)
        }
        return JSONName(folded.span)
    }
}

extension UKAirHeader.Column {
    /// The value of one row in the quantity's unit. The unit is the row's own, because it differs from column to column and,
    /// in old files, in time; without one it is ug/m3, and mg/m3 for CO. A unit that nobody knows makes it malformed.
    func value(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> DecodedValue {
        guard value < cells.count else { return .absent }
        let written = TableText.written(text, cells[value])
        guard written != .absent else { return .absent }
        guard let scale = scale(cells, text) else { return .rejected(.malformedValue) }
        return written.converted(text, by: scale)
    }

    private func scale(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> UnitScale? {
        var written = 0..<0
        if let unit, unit < cells.count {
            written = cells[unit].trimmed(text)
        } else if let status, status < cells.count {
            // Behind the letters of the status; newer files name the instrument there, `R (FIDAS)`.
            written = cells[status].trimmed(text)
            var at = written.lowerBound
            while at < written.upperBound, text[at] != UInt8(ascii: " ") { at += 1 }
            while at < written.upperBound, text[at] == UInt8(ascii: " ") { at += 1 }
            written = at..<written.upperBound
        }
        if written.isEmpty || text[written.lowerBound] == UInt8(ascii: "(") { return .one }
        return Self.mass(text, written)?.scale(for: quantity)
    }

    /// `ugm-3`, `ug/m3`, `µg/m³` and `mgm-3`, perhaps with the instrument behind them: `ugm-3 (TEOM FDMS)`. The micro sign
    /// comes in UTF-8 as U+00B5 or U+03BC, and in Latin-1.
    private static func mass(_ text: Span<UInt8>, _ range: Range<Int>) -> UnitCode? {
        var at = range.lowerBound
        func byte() -> UInt8 { at < range.upperBound ? text[at] : 0 }
        let unit: UnitCode
        switch byte() {
        case UInt8(ascii: "m"): unit = .milligramPerCubicMetre
        case UInt8(ascii: "u"), 0xB5: unit = .microgramPerCubicMetre
        case 0xC2, 0xCE:
            let isMicro = byte() == 0xC2 ? 0xB5 : 0xBC as UInt8
            at += 1
            guard byte() == isMicro else { return nil }
            unit = .microgramPerCubicMetre
        default: return nil
        }
        at += 1
        guard byte() == UInt8(ascii: "g") else { return nil }
        at += 1
        while byte() == UInt8(ascii: "/") || byte() == UInt8(ascii: " ") { at += 1 }
        return byte() == UInt8(ascii: "m") ? unit : nil
    }
}
