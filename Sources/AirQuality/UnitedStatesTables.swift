package import Readings

/// The tables of the US index that hold on a day, for each pollutant and averaging period.
package struct UnitedStatesTables: Hashable, Sendable {
    /// Whether the day lies before the first table of the scale. Then that first one is used: a council that looks at older
    /// years wants them on one scale, not none.
    package let isBeforeFirst: Bool
    private let tables: [IndexTable]

    package init(_ all: IndexTables, on date: CivilDate) {
        let own = all.tables.filter { $0.scale == .unitedStates }
        let first = own.map(\.validity.lowerBound).min() ?? date
        isBeforeFirst = date < first
        let day = max(date, first)
        tables = own.filter { $0.validity.contains(day) }
    }

    func table(_ pollutant: Quantity, _ averaging: AveragingPeriod) -> IndexTable? {
        tables.first { $0.quantity == pollutant && $0.averaging == averaging }
    }
}

extension IndexTables {
    /// What is said of an index of the US scale on a day; before the first messages of the scale, what those say.
    package func unitedStatesMessage(of index: Int, on date: CivilDate) -> IndexMessage? {
        let first = messages.filter { $0.scale == .unitedStates }.map(\.validity.lowerBound).min() ?? date
        return message(.unitedStates, index: index, on: max(date, first))
    }
}
