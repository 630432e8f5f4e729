package import AirQuality
import Readings

extension RegistryTables {
    /// The windows of a site: its own rows of `school_windows.csv`; without any, its borough's; without any, the usual ones.
    /// In the order of the file.
    package func schoolWindows(ofSite name: String) -> [SchoolWindow] {
        let rows = windowsByOwner[.site(name)] ?? site(name).flatMap { windowsByOwner[.borough($0.borough)] }
        return rows?.map(\.window) ?? SchoolWindow.usual
    }

    /// The listed days of a site. A school with a term of its own goes by its own rows alone, as academies set their own
    /// dates; any other has its borough's rows and, beside them, its own INSET days and closures.
    package func schoolSpells(ofSite name: String) -> [SchoolSpell] {
        let own = termsByOwner[.site(name)]?.map(\.spell) ?? []
        guard let borough = site(name)?.borough, !own.contains(where: { $0.kind == .term }) else { return own }
        return (termsByOwner[.borough(borough)]?.map(\.spell) ?? []) + own
    }

    /// Bank holidays as a borough has them: those of England and Wales with the rows of `bank_holidays.csv`. A row that
    /// names the borough wins over one for all.
    package func bankHolidays(ofBorough name: String) -> BankHolidays {
        var kinds: [CivilDate: BankHolidayRow.Kind] = [:]
        for row in bankHolidays where row.borough == nil { kinds[row.date] = row.kind }
        for row in bankHolidays where row.borough == name { kinds[row.date] = row.kind }
        return BankHolidays(
            adding: Set(kinds.filter { $0.value == .holiday }.keys),
            removing: Set(kinds.filter { $0.value == .ordinary }.keys))
    }

    /// What kind of day each date is at a site.
    package func schoolCalendar(ofSite name: String) -> SchoolCalendar {
        SchoolCalendar(
            schoolSpells(ofSite: name), bankHolidays: bankHolidays(ofBorough: site(name)?.borough ?? ""))
    }
}
