import Readings
package import Tables

/// The first and the last day of which each area has a published file that longer periods are made of: hours of air,
/// statuses of charging.
package struct PublishedDays: Sendable {
    private struct Place: Hashable {
        var family: Dataset.Family
        var area: String
    }

    private var days: [Place: ClosedRange<CivilDate>] = [:]

    package init(paths: some Sequence<String>) {
        let starts = [Dataset.airHour, .chargingStatus].map { ("summaries/\($0.path)/area=", $0.family) }
        for path in paths {
            guard let (start, family) = starts.first(where: { path.hasPrefix($0.0) }) else { continue }
            let parts = path.dropFirst(start.count).split(separator: "/")
            guard parts.count == 3, parts[1].hasPrefix("day="), let date = CivilDate(String(parts[1].dropFirst(4)))
            else {
                continue
            }
            insert(date, Place(family: family, area: String(parts[0])))
        }
    }

    /// Takes in partitions that are written; those of other datasets are passed over.
    package mutating func insert(_ partition: Partition) {
        guard partition.dataset == .airHour || partition.dataset == .chargingStatus else { return }
        let place = Place(family: partition.dataset.family, area: partition.area)
        insert(CivilDate(of: partition.span.lowerBound), place)
    }

    private mutating func insert(_ date: CivilDate, _ place: Place) {
        let old = days[place] ?? date...date
        days[place] = min(old.lowerBound, date)...max(old.upperBound, date)
    }

    /// Half-open.
    func days(_ family: Dataset.Family, area: String) -> Range<CivilDate>? {
        days[Place(family: family, area: area)].map { $0.lowerBound..<$0.upperBound.adding(days: 1) }
    }
}
