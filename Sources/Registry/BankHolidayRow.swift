package import Readings

/// A row of `bank_holidays.csv`: what the bank holidays of England and Wales, which Kerbside knows, have more or less.
package struct BankHolidayRow: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case holiday
        /// A day like any other, though it would be a bank holiday: one that was moved, or one that a borough of another
        /// nation does not have.
        case ordinary
    }

    package var date: CivilDate
    package var kind: Kind
    /// Nil: all boroughs.
    package var borough: String?
    /// For people.
    package var name: String?

    package init(date: CivilDate, kind: Kind = .holiday, borough: String? = nil, name: String? = nil) {
        self.date = date
        self.kind = kind
        self.borough = borough
        self.name = name
    }
}

extension BankHolidayRow {
    init?(_ row: SheetRow, boroughs: Set<String>?, _ findings: inout Findings) {
        let date = row.date("date", &findings)
        let kind = row.text("kind") == nil ? .holiday : row.word("kind", Kind.self, &findings)
        var borough = row.text("borough")
        if borough != nil {
            borough = row.reference("borough", "borough", in: "boroughs.csv", names: boroughs, &findings)
            if borough == nil { return nil }
        }
        guard let date, let kind else { return nil }
        self.init(date: date, kind: kind, borough: borough, name: row.text("name"))
    }
}
