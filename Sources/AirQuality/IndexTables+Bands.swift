import Readings
import TimeWindows

extension IndexTables {
    static let bandColumns = [
        "scale", "from", "to", "quantity", "averaging", "unit", "rounding", "precision", "lower", "upper", "index_low",
        "index_high", "source",
    ]

    /// Reads a file of bands, a row each. Rows of the same scale, dates, quantity and averaging period are one table, in
    /// ascending order; an empty `lower` takes in everything below, an empty `upper` everything above, and a `+` behind
    /// `index_high` carries the last line on without an end.
    package static func bands(_ bytes: [UInt8], file: String) -> (tables: [IndexTable], problems: [RuleProblem]) {
        var sheet = RuleSheet(file: file, bytes: bytes, columns: bandColumns)
        var tables: [IndexTable] = []
        for row in sheet.rows {
            guard var table = sheet.bandlessTable(row), let band = sheet.band(row, table.precision) else { continue }
            guard let place = tables.firstIndex(where: { $0.isSame(as: table) }) else {
                let rival = tables.first { $0.isRival(of: table) }
                table.bands = [band]
                if rival == nil {
                    tables.append(table)
                } else {
                    sheet.report(
                        row, "from",
                        expected: "one table a day of a scale, quantity and averaging period, with one unit, "
                            + "rounding and precision",
                        remedy: "End the older rows, in the column to, on the day from which the newer ones hold.")
                }
                continue
            }
            if let last = tables[place].bands.last?.upper, band.lower == last + 1 {
                tables[place].bands.append(band)
            } else {
                sheet.report(
                    row, "lower", expected: "the upper bound of the row before, and one step of the precision more",
                    remedy: "Sort the rows of a table by their bounds and close the gap.")
            }
        }
        return (tables, sheet.problems)
    }
}

extension IndexTable {
    fileprivate func isSame(as other: IndexTable) -> Bool {
        scale == other.scale && quantity == other.quantity && averaging == other.averaging
            && validity == other.validity && unit == other.unit && rounding == other.rounding
            && precision == other.precision
    }

    fileprivate func isRival(of other: IndexTable) -> Bool {
        scale == other.scale && quantity == other.quantity && averaging == other.averaging
            && validity.overlaps(other.validity)
    }
}

extension RuleSheet {
    fileprivate mutating func bandlessTable(_ row: Row) -> IndexTable? {
        guard let scale = word(row, "scale", IndexScale.self), let validity = validity(row),
            let quantity = quantity(row), let averaging = word(row, "averaging", AveragingPeriod.self),
            let unit = word(row, "unit", IndexTable.Unit.self),
            let rounding = word(row, "rounding", IndexTable.Rounding.self), let precision = decimal(row, "precision")
        else { return nil }
        guard precision > Millionths(0) else {
            report(row, "precision", expected: "more than 0", remedy: "Write 1 to round to whole units.")
            return nil
        }
        guard UnitFactor(from: quantity, to: unit, at: .celsius25) != nil else {
            report(
                row, "unit", expected: "a unit to which \(quantity.unit) of \(quantity.name) can be converted",
                remedy: "Write \(quantity.unit).")
            return nil
        }
        return IndexTable(
            scale: scale, quantity: quantity, averaging: averaging, unit: unit, rounding: rounding,
            precision: precision.count, validity: validity, bands: [], source: row.text("source"))
    }

    fileprivate mutating func band(_ row: Row, _ precision: Int64) -> IndexTable.Band? {
        guard let lower = bound(row, "lower", precision), let upper = bound(row, "upper", precision),
            let low = wholeNumber(row, "index_low", from: 0)
        else { return nil }
        if let lower, let upper, lower > upper {
            report(row, "upper", expected: "no less than the lower bound", remedy: "Correct one of the two bounds.")
            return nil
        }
        let text = row.text("index_high")
        let isOpen = text.hasSuffix("+")
        guard let high = Int(isOpen ? text.dropLast() : text[...]), high >= low, high <= 1_000_000 else {
            report(
                row, "index_high", expected: "a whole number of \(low) or more", remedy: "Write the number in digits.")
            return nil
        }
        guard high == low || (lower != nil && upper != nil && lower != upper) else {
            report(
                row, "index_high", expected: "\(low), for the band is not a line between two bounds",
                remedy: "Write \(low), or fill in both bounds.")
            return nil
        }
        return IndexTable.Band(lower: lower, upper: upper, indexLow: low, indexHigh: high, isOpenAbove: isOpen)
    }

    /// A bound in multiples of the precision. The outer nil stands for a problem, the inner one for an empty cell.
    private mutating func bound(_ row: Row, _ column: String, _ precision: Int64) -> Int64?? {
        if row.text(column).isEmpty { return .some(nil) }
        guard let value = decimal(row, column) else { return nil }
        if value.count % precision == 0 { return .some(value.count / precision) }
        report(row, column, expected: "a multiple of the precision", remedy: "Write it with fewer decimals.")
        return nil
    }
}
