import Readings
package import Tables

/// The first and the last day of which each area has a published file of hours.
package struct HourDays: Sendable {
    private(set) var days: [String: ClosedRange<CivilDate>] = [:]

    package init(paths: some Sequence<String>) {
        let start = "summaries/\(Dataset.airHour.path)/area="
        for path in paths where path.hasPrefix(start) {
            let parts = path.dropFirst(start.count).split(separator: "/")
            guard parts.count == 3, parts[1].hasPrefix("day="), let date = CivilDate(String(parts[1].dropFirst(4)))
            else {
                continue
            }
            insert(date, area: String(parts[0]))
        }
    }

    /// Takes in partitions that are written; those of other datasets are passed over.
    package mutating func insert(_ partition: Partition) {
        guard partition.dataset == .airHour else { return }
        insert(CivilDate(of: partition.span.lowerBound), area: partition.area)
    }

    private mutating func insert(_ date: CivilDate, area: String) {
        let old = days[area] ?? date...date
        days[area] = min(old.lowerBound, date)...max(old.upperBound, date)
    }
}
