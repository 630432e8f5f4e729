import AirQuality
import Readings

/// The school tables of a registry folder.
struct SchoolTables {
    var terms: [SchoolTerm] = []
    var windows: [SchoolWindowRow] = []
    var bankHolidays: [BankHolidayRow] = []

    init(
        terms termSheet: Sheet?, windows windowSheet: Sheet?, bankHolidays holidaySheet: Sheet?, _ places: SchoolPlaces,
        _ findings: inout Findings
    ) {
        if let sheet = termSheet {
            let rows = sheet.read(&findings) { SchoolTerm($0, places, &$1) }
            sheet.reportOverlaps(rows, &findings)
            sheet.noteNoSchool(rows, places, owner: \.owner, &findings)
            sheet.noteHolidaysAsTerm(rows, &findings)
            terms = rows.map(\.value)
        }
        if let sheet = windowSheet {
            let rows = sheet.read(&findings) { SchoolWindowRow($0, places, &$1) }
            sheet.reportOverlaps(rows, &findings)
            sheet.noteNoSchool(rows, places, owner: \.owner, &findings)
            windows = rows.map(\.value)
        }
        if let sheet = holidaySheet {
            let rows = sheet.read(&findings) { BankHolidayRow($0, boroughs: places.boroughs, &$1) }
            sheet.reportRepeatedDates(rows, &findings)
            bankHolidays = rows.map(\.value)
        }
    }
}

extension Sheet {
    /// Days that one owner has twice as the same kind. An INSET day inside of a term is no overlap.
    fileprivate func reportOverlaps(_ rows: [Placed<SchoolTerm>], _ findings: inout Findings) {
        let keyed = rows.map { row in
            let days = row.value.spell.days
            return (
                key: "\(row.value.owner) \(row.value.spell.kind)",
                span: days.lowerBound.startUTC..<days.upperBound.adding(days: 1).startUTC
            )
        }
        for (first, second) in overlaps(keyed) {
            let (one, other) = (rows[first], rows[second])
            findings.report(
                RegistryProblem(
                    file: file, line: other.line, column: "from",
                    found:
                        "\(other.value.spell.kind) of \(quoted(other.value.owner.name)) \(told(other.value.spell)), while "
                        + "line \(one.line) has it \(told(one.value.spell))",
                    expected: "no day twice for each school or borough and kind",
                    remedy: one.value.spell.days == other.value.spell.days
                        ? "Delete one of the two rows."
                        : "Let the one end (to) before the other begins (from); to is the last day."))
        }
    }

    private func told(_ spell: SchoolSpell) -> String {
        "from \(spell.days.lowerBound.text) to \(spell.days.upperBound.text)"
    }

    /// Two windows of one name are a mistake. Others that overlap, such as a break within the school day, may be meant.
    fileprivate func reportOverlaps(_ rows: [Placed<SchoolWindowRow>], _ findings: inout Findings) {
        for (offset, row) in rows.enumerated() {
            let earlier = rows[..<offset].filter { $0.value.owner == row.value.owner }
            if let other = earlier.first(where: { $0.value.window.name == row.value.window.name }) {
                findings.report(
                    RegistryProblem(
                        file: file, line: row.line, column: "name",
                        found:
                            "\(quoted(row.value.window.name)) a second time for \(quoted(row.value.owner.name)), first on "
                            + "line \(other.line)",
                        expected: "each window once for each school or borough",
                        remedy: "Delete one of the two rows, or give one another name."))
            } else if let other = earlier.first(where: { $0.value.window.overlaps(row.value.window) }) {
                findings.note(
                    file, line: row.line,
                    "\(quoted(row.value.window.name)) overlaps \(quoted(other.value.window.name)) of line \(other.line): "
                        + "readings of the time that they have in common count in both")
            }
        }
    }

    /// Notes rows about a site that is no school: they change nothing.
    fileprivate func noteNoSchool<Value>(
        _ rows: [Placed<Value>], _ places: SchoolPlaces, owner: (Value) -> SchoolOwner, _ findings: inout Findings
    ) {
        for row in rows {
            guard case .site(let site) = owner(row.value), places.boroughBySite[site] != nil,
                !places.schools.contains(site)
            else { continue }
            findings.note(
                file, line: row.line, "\(quoted(site)) is no school in sites.csv (kind), so this row changes nothing")
        }
    }

    /// Notes rows that count as term although their note speaks of a holiday.
    fileprivate func noteHolidaysAsTerm(_ rows: [Placed<SchoolTerm>], _ findings: inout Findings) {
        for row in rows where row.value.spell.kind == .term {
            let words = (row.value.note ?? "").lowercased().split { !$0.isLetter }
            guard words.contains(where: { ["holiday", "holidays", "break", "closed", "closure"].contains($0) }) else {
                continue
            }
            findings.note(
                file, line: row.line,
                "the row counts as term, though its note is \(quoted(row.value.note ?? "")); for days without school write "
                    + "closed in the column kind, or delete the row, since what lies between terms is holiday")
        }
    }

    fileprivate func reportRepeatedDates(_ rows: [Placed<BankHolidayRow>], _ findings: inout Findings) {
        var firstLines: [String: Int] = [:]
        for row in rows {
            let key = "\(row.value.date.text) \(row.value.borough ?? "")"
            guard let first = firstLines[key] else {
                firstLines[key] = row.line
                continue
            }
            findings.report(
                RegistryProblem(
                    file: file, line: row.line, column: "date",
                    found: "\(quoted(row.value.date.text)) a second time, first on line \(first)",
                    expected: "each date once, for all boroughs or for each", remedy: "Delete one of the two rows."))
        }
    }
}

extension SchoolWindow {
    fileprivate func overlaps(_ other: SchoolWindow) -> Bool {
        startMinute < other.endMinute && other.startMinute < endMinute
    }
}
