import Readings

extension RuleSheet {
    /// One word of a closed set.
    mutating func word<Value: RawRepresentable & CaseIterable>(
        _ row: Row, _ column: String, _ type: Value.Type
    ) -> Value? where Value.RawValue == String {
        if let value = Value(rawValue: row.text(column)) { return value }
        let words = type.allCases.map(\.rawValue)
        report(row, column, expected: "one of " + words.joined(separator: ", "), remedy: "Write one of them.")
        return nil
    }

    mutating func quantity(_ row: Row) -> Quantity? {
        if let quantity = Quantity(name: row.text("quantity")) { return quantity }
        report(row, "quantity", expected: "the name of a quantity, as no2 or pm2_5", remedy: "Write its name.")
        return nil
    }

    /// The exact value of a decimal that is not negative; nil with a problem for anything else.
    mutating func decimal(_ row: Row, _ column: String) -> Millionths? {
        let bytes = Array(row.text(column).utf8)
        if let value = try? Millionths(decimal: bytes.span), value >= Millionths(0) { return value }
        report(
            row, column, expected: "a number of 0 or more",
            remedy: "Write the bare number with a point as the decimal mark.")
        return nil
    }

    mutating func wholeNumber(_ row: Row, _ column: String, from least: Int) -> Int? {
        if let value = Int(row.text(column)), value >= least, value <= 1_000_000 { return value }
        report(
            row, column, expected: "a whole number of \(least) or more", remedy: "Write the number in digits alone.")
        return nil
    }

    /// The days in which a row holds: `from` is the first of them, `to` the first day after them; an empty cell leaves
    /// that side open.
    mutating func validity(_ row: Row) -> Range<CivilDate>? {
        guard let from = date(row, "from", open: .min), let to = date(row, "to", open: .max) else { return nil }
        if from < to { return from..<to }
        report(row, "to", expected: "a later date than in the column from", remedy: "Correct one of the two dates.")
        return nil
    }

    mutating func date(_ row: Row, _ column: String, open: Int32) -> CivilDate? {
        let text = row.text(column)
        if text.isEmpty { return CivilDate(daysSince1970: open) }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
        {
            return CivilDate(year: year, month: month, day: day)
        }
        report(row, column, expected: "a date as 2026-03-02, or nothing", remedy: "Write year-month-day.")
        return nil
    }
}
