package import Readings

/// Days of a school's calendar that a person listed, first and last included.
package struct SchoolSpell: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case term, inset
        /// Half-term inside of a term, or a day on which the school stayed shut.
        case closed
    }

    package var kind: Kind
    package var days: ClosedRange<CivilDate>

    package init(_ kind: Kind, _ days: ClosedRange<CivilDate>) {
        self.kind = kind
        self.days = days
    }

    /// The school years that the spell reaches into, each by the calendar year in which it begins.
    package var schoolYears: ClosedRange<Int> {
        Self.schoolYear(of: days.lowerBound)...Self.schoolYear(of: days.upperBound)
    }

    /// The days of a school year: 1 September to 31 August. The law of England and Wales lets a school year begin with the
    /// first term after July (Education Act 1996 section 579); schools mean September.
    package static func days(ofSchoolYear year: Int) -> ClosedRange<CivilDate> {
        CivilDate(year: year, month: 9, day: 1)...CivilDate(year: year + 1, month: 8, day: 31)
    }

    static func schoolYear(of date: CivilDate) -> Int {
        let (year, month, _) = date.components
        return month >= 9 ? year : year - 1
    }
}
