package import Readings

/// A UTC day whose files have to be made again from the journal, because memory no longer holds all its readings.
package struct DayToRebuild: Hashable, Comparable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The air tables of a borough: rows whose window's last instant lies in the day.
        case air
        /// The charging tables of a borough, and the sessions plugged in on the day.
        case charging
        /// Balance, quarantine and late ledger of what was received on the day, over all boroughs.
        case received
    }

    package var kind: Kind
    /// The borough; empty for `.received`.
    package var area: String
    package var date: CivilDate

    package init(_ kind: Kind, area: String, date: CivilDate) {
        self.kind = kind
        self.area = area
        self.date = date
    }

    package static func < (left: DayToRebuild, right: DayToRebuild) -> Bool {
        (left.kind.rawValue, left.area, left.date.daysSince1970)
            < (right.kind.rawValue, right.area, right.date.daysSince1970)
    }
}
