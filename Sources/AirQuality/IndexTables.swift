package import Readings

/// The bands and messages of all scales, each with the days in which it holds.
package struct IndexTables: Hashable, Sendable {
    package var tables: [IndexTable]
    package var messages: [IndexMessage]

    /// The table that holds on a day, or nil. A scale may look at one pollutant over several averaging periods (ozone in
    /// the US index): then `averaging` says which.
    package func table(
        _ scale: IndexScale, _ quantity: Quantity, averaging: AveragingPeriod? = nil, on date: CivilDate
    ) -> IndexTable? {
        tables.first {
            $0.scale == scale && $0.quantity == quantity && $0.validity.contains(date)
                && (averaging == nil || $0.averaging == averaging)
        }
    }

    /// What is said of an index on a day.
    package func message(_ scale: IndexScale, index: Int, on date: CivilDate) -> IndexMessage? {
        messages.first { $0.scale == scale && $0.indices.contains(index) && $0.validity.contains(date) }
    }

    /// What the program carries with it: the files in the folder Resources of this room.
    package static let builtIn = IndexTables(
        tables: bands(PackageResources.index_bands_csv, file: "index_bands.csv").tables,
        messages: messages(PackageResources.index_messages_csv, file: "index_messages.csv").messages)
}
