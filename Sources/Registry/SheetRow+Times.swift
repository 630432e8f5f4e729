import Readings

extension SheetRow {
    /// The instants from which and until which the row holds. A date means midnight UTC at its start, so `to` 2026-04-01
    /// makes 31 March the last day. An empty cell leaves that side open.
    func validity(_ findings: inout Findings) -> (from: Instant?, to: Instant?) {
        let from = instant("from", &findings)
        let to = instant("to", &findings)
        if let from, let to, from >= to {
            report(
                "to", quoted(text("to") ?? ""), expected: "an instant after from, \(quoted(text("from") ?? ""))",
                remedy: "Write the first day on which the row no longer holds.", &findings)
        }
        return (from, to)
    }

    private func instant(_ column: String, _ findings: inout Findings) -> Instant? {
        guard let text = text(column) else { return nil }
        if let date = CivilDate(text) { return date.startUTC }
        let bytes = Array(text.utf8)
        let stamp = ISO8601Stamp(bytes.span)
        if case .instant(let instant)? = stamp { return instant }
        var remedy = "Write year, month and day with hyphens."
        if case .local? = stamp {
            remedy = "Add Z for UTC, or the distance from UTC such as +01:00."
        } else if let date = dayMonthYear(text) {
            remedy =
                "Write \"\(date.text)\" if the day stands first; a spreadsheet rewrites dates, so format the column as text."
        }
        report(
            column, quoted(text),
            expected: "a date such as 2026-03-02 (midnight UTC at its start) or a stamp such as 2026-03-02T08:00:00Z",
            remedy: remedy, &findings)
        return nil
    }

    /// A local date that must be there.
    func date(_ column: String, _ findings: inout Findings) -> CivilDate? {
        let expected = "a date such as 2026-09-01"
        guard let text = required(column, expected: expected, &findings) else { return nil }
        if let date = CivilDate(text) { return date }
        let remedy =
            dayMonthYear(text).map {
                "Write \"\($0.text)\" if the day stands first; a spreadsheet rewrites dates, so format the column as text."
            } ?? "Write year, month and day with hyphens."
        report(column, quoted(text), expected: expected, remedy: remedy, &findings)
        return nil
    }

    /// A wall-clock time as minutes of the day: `8:00`, `08:00` or `08:00:00`; 24:00 is the end of the day.
    func minuteOfDay(_ column: String, _ findings: inout Findings) -> Int? {
        let expected = "a local time from 00:00 to 24:00"
        guard let text = required(column, expected: expected, &findings) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2 || (parts.count == 3 && parts[2] == "00"), parts[1].utf8.count == 2,
            let hour = plainNumber(parts[0]), let minute = plainNumber(parts[1]),
            minute < 60, hour * 60 + minute <= 24 * 60
        {
            return hour * 60 + minute
        }
        report(column, quoted(text), expected: expected, remedy: "Write hours and minutes, such as 08:30.", &findings)
        return nil
    }
}

/// The date that a British spreadsheet writes as `02/03/2026`.
private func dayMonthYear(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, let day = plainNumber(parts[0]), let month = plainNumber(parts[1]),
        parts[2].utf8.count == 4, let year = plainNumber(parts[2]),
        day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
}

/// One to four digits.
private func plainNumber(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count),
        text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    return Int(text)
}
