package import Readings

/// A period for which reliability is told, in whole local days.
package struct ReportingPeriod: Hashable, Sendable {
    /// The raw values are the words in the files.
    package enum Kind: String, CaseIterable, Sendable {
        case month, quarter
        /// A calendar year: what UK regulation 7 asks for.
        case year
        case yearToDate = "year-to-date"
        /// What the US rule asks for each month: the twelve months before.
        case twelveMonths = "12-months"
    }

    package var kind: Kind
    /// The first local date.
    package var first: CivilDate
    /// The local date after the last.
    package var end: CivilDate

    private init(_ kind: Kind, from first: CivilDate, to end: CivilDate) {
        self.kind = kind
        self.first = first
        self.end = end
    }

    package static func month(_ year: Int, _ month: Int) -> ReportingPeriod {
        ReportingPeriod(.month, from: firstOfMonth(year, month), to: firstOfMonth(year, month + 1))
    }

    /// - Parameter quarter: 1 to 4.
    package static func quarter(_ year: Int, _ quarter: Int) -> ReportingPeriod {
        ReportingPeriod(.quarter, from: firstOfMonth(year, 3 * quarter - 2), to: firstOfMonth(year, 3 * quarter + 1))
    }

    package static func year(_ year: Int) -> ReportingPeriod {
        ReportingPeriod(.year, from: firstOfMonth(year, 1), to: firstOfMonth(year + 1, 1))
    }

    /// From 1 January of the year in which the last day lies.
    package static func yearToDate(throughLastDay last: CivilDate) -> ReportingPeriod {
        ReportingPeriod(.yearToDate, from: firstOfMonth(last.components.year, 1), to: last.adding(days: 1))
    }

    /// The twelve months of which the given one is the last.
    package static func twelveMonths(throughMonth year: Int, _ month: Int) -> ReportingPeriod {
        ReportingPeriod(.twelveMonths, from: firstOfMonth(year - 1, month + 1), to: firstOfMonth(year, month + 1))
    }

    /// Months past December are those of the next year.
    private static func firstOfMonth(_ year: Int, _ month: Int) -> CivilDate {
        CivilDate(year: year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1)
    }

    /// The period as instants: from local midnight to local midnight, whatever the clocks do in between.
    package func window(in zone: TimeZoneRules) -> Range<Instant> {
        let start = zone.start(of: first)
        return start..<max(start, zone.start(of: end))
    }
}
