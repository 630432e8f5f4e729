package import Readings

/// What kind of day each date is for one school.
package struct SchoolCalendar: Hashable, Sendable {
    private let terms: [ClosedRange<CivilDate>]
    private let insets: [ClosedRange<CivilDate>]
    private let closures: [ClosedRange<CivilDate>]
    private let schoolYears: Set<Int>
    private let bankHolidays: BankHolidays

    /// The order of the spells has no say.
    package init(_ spells: [SchoolSpell], bankHolidays: BankHolidays) {
        func days(_ kind: SchoolSpell.Kind) -> [ClosedRange<CivilDate>] {
            spells.filter { $0.kind == kind }.map(\.days)
        }
        terms = days(.term)
        insets = days(.inset)
        closures = days(.closed)
        schoolYears = Set(spells.filter { $0.kind == .term }.flatMap(\.schoolYears))
        self.bankHolidays = bankHolidays
    }

    /// The first that holds of: weekend, bank holiday, INSET day, closed (`holiday`), term. Any other day is a holiday when
    /// a term of its school year (1 September to 31 August) is listed, else unknown.
    package func dayType(of date: CivilDate) -> SchoolDayType {
        if date.isWeekend { return .weekend }
        if bankHolidays.contains(date) { return .bankHoliday }
        if insets.contains(where: { $0.contains(date) }) { return .inset }
        if closures.contains(where: { $0.contains(date) }) { return .holiday }
        if terms.contains(where: { $0.contains(date) }) { return .term }
        return schoolYears.contains(SchoolSpell.schoolYear(of: date)) ? .holiday : .unknown
    }
}

extension CivilDate {
    /// Days since the last Monday, 0 to 6; 1970-01-01 was a Thursday.
    var daysSinceMonday: Int { (Int(daysSince1970) % 7 + 10) % 7 }

    var isWeekend: Bool { daysSinceMonday >= 5 }
}
