import Readings

/// One row of a registry file. The readers give nil for an empty cell, and report a problem for a wrong one.
struct SheetRow {
    let sheet: Sheet
    let row: CSVTable.Row

    func text(_ column: String) -> String? {
        sheet.cell(row, column)?.text
    }

    /// Reports a problem at the cell, or at the row's first line when the cell is empty.
    func report(_ column: String, _ found: String, expected: String, remedy: String, _ findings: inout Findings) {
        findings.report(
            RegistryProblem(
                file: sheet.file, line: sheet.cell(row, column)?.line ?? row.line, column: column, found: found,
                expected: expected, remedy: remedy))
    }

    /// The text of a cell that must not be empty.
    func required(_ column: String, expected: String, _ findings: inout Findings) -> String? {
        if let text = text(column) { return text }
        report(column, "nothing", expected: expected, remedy: "Fill in the cell, or delete the row.", &findings)
        return nil
    }

    /// One word of a closed set, in any letter case (spreadsheets write `TRUE` for `true`).
    func word<Value>(_ column: String, _ words: [(String, Value)], _ findings: inout Findings) -> Value? {
        guard let text = text(column) else { return nil }
        if let match = words.first(where: { $0.0 == text.lowercased() }) { return match.1 }
        let names = words.map(\.0)
        let remedy =
            findings.meant(by: text, among: names).map { "Write \"\($0)\" (did you mean it?)." } ?? "Write one of them."
        report(column, quoted(text), expected: choice(names), remedy: remedy, &findings)
        return nil
    }

    /// One case of an enumeration whose raw values are the words.
    func word<Value: RawRepresentable & CaseIterable>(
        _ column: String, _ type: Value.Type, _ findings: inout Findings
    ) -> Value? where Value.RawValue == String {
        word(column, type.allCases.map { ($0.rawValue, $0) }, &findings)
    }

    /// A word of a closed set that must be there.
    func requiredWord<Value: RawRepresentable & CaseIterable>(
        _ column: String, _ type: Value.Type, _ findings: inout Findings
    ) -> Value? where Value.RawValue == String {
        guard required(column, expected: choice(type.allCases.map(\.rawValue)), &findings) != nil else { return nil }
        return word(column, type, &findings)
    }

    /// A decimal in a range, both ends included.
    func decimal(
        _ column: String, in range: ClosedRange<Millionths>, expected: String, _ findings: inout Findings
    ) -> Millionths? {
        guard let text = text(column) else { return nil }
        let bytes = Array(text.utf8)
        if let value = try? Millionths(decimal: bytes.span), range.contains(value) { return value }
        report(column, quoted(text), expected: expected, remedy: numberRemedy(text), &findings)
        return nil
    }

    /// A whole number in a range, both ends included.
    func wholeNumber(
        _ column: String, in range: ClosedRange<Int>, expected: String, _ findings: inout Findings
    ) -> Int? {
        guard let text = text(column) else { return nil }
        if text.utf8.first != UInt8(ascii: "+"), let value = Int(text), range.contains(value) { return value }
        report(column, quoted(text), expected: expected, remedy: numberRemedy(text), &findings)
        return nil
    }
}

/// What to write instead of a text that is no number, or not the right one.
func numberRemedy(_ text: String) -> String {
    if text.contains(",") {
        return "Write a point as the decimal mark and nothing between thousands."
    }
    if text.utf8.first == UInt8(ascii: "+") || text.utf8.contains(where: { $0 > UInt8(ascii: "9") }) {
        return "Write the bare number, without sign, unit or exponent."
    }
    return "Write a number in that range."
}
