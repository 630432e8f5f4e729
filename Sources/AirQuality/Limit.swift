package import Readings

/// A limit value, objective, target or guideline: a row of the file of limits.
package struct Limit: Hashable, Sendable {
    /// Whose it is: `uk-limit-value`, `uk-objective`, `england-target`, `who-2021` and what else the file names.
    package var rule: String
    package var quantity: Quantity
    package var averaging: AveragingPeriod
    /// In millionths of the quantity's unit.
    package var limit: Int64
    /// To what a mean is rounded, half up, before it is compared: the limit's own precision (EEA, IPR guidance, page 10).
    package var precision: Int64
    /// Periods of a year that may be over; nil where the rule names none.
    package var allowed: Int?
    /// The percentile of a year's periods that stands for `allowed`, in percent; nil where the rule has none.
    package var percentile: Millionths?
    package var validity: Range<CivilDate>
    /// By when it is to be met, where that lies ahead.
    package var due: CivilDate?
    package var source: String
}

/// All limits, each with the days in which it holds.
package struct Limits: Hashable, Sendable {
    package var limits: [Limit]

    package init(limits: [Limit]) {
        self.limits = limits
    }

    /// Those of a quantity that hold on a day, in the order of the file.
    package func limits(of quantity: Quantity, on date: CivilDate) -> [Limit] {
        limits.filter { $0.quantity == quantity && $0.validity.contains(date) }
    }

    /// What the program carries with it: limits.csv in the folder Resources of this room.
    package static let builtIn = Limits(limits: read(PackageResources.limits_csv, file: "limits.csv").limits)
}
