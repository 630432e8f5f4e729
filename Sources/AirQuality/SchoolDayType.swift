/// The words of the column `day_type`: what kind of day a local date is for a school.
package enum SchoolDayType: String, CaseIterable, Sendable {
    /// Pupils are there.
    case term
    /// Between terms, at half-term, or closed for another reason.
    case holiday
    /// Saturday and Sunday, whatever else they are.
    case weekend
    /// A bank holiday from Monday to Friday, in term or not: the traffic of such a day is like no other's.
    case bankHoliday = "bank-holiday"
    /// In-service training: staff are there, pupils are not.
    case inset
    /// Nobody has listed the terms of its school year.
    case unknown
}
