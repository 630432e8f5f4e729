package import AirQuality

/// A row of `school_windows.csv`: a stretch of the day that the figures of a school are given for, in local time.
package struct SchoolWindowRow: Hashable, Sendable {
    package var owner: SchoolOwner
    package var window: SchoolWindow

    package init(owner: SchoolOwner, window: SchoolWindow) {
        self.owner = owner
        self.window = window
    }
}

extension SchoolWindowRow {
    init?(_ row: SheetRow, _ places: SchoolPlaces, _ findings: inout Findings) {
        let owner = row.schoolOwner(places, &findings)
        let name = row.identifier("name", &findings)
        let start = row.minuteOfDay("start", &findings)
        let end = row.minuteOfDay("end", &findings)
        if let start, let end, start >= end {
            row.report(
                "end", quoted(row.text("end") ?? ""),
                expected: "a time after start, \(quoted(row.text("start") ?? ""))",
                remedy: "A window begins and ends on one day; 24:00 is the end of the day.", &findings)
        }
        guard let owner, let name, let start, let end else { return nil }
        self.init(owner: owner, window: SchoolWindow(name: name, startMinute: start, endMinute: end))
    }
}
