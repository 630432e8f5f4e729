package import Readings

/// One file of a dataset: an area and a stretch of time.
package struct Partition: Hashable, Comparable, Sendable {
    package var dataset: Dataset
    /// The borough.
    package var area: String
    /// Hours or days since 1970, months since year 0, or years, by the dataset's `partitionLength`.
    package var ordinal: Int32

    /// The partition of a row whose window's last instant, or whose plug-in, is `instant`.
    package init(_ dataset: Dataset, area: String, holding instant: Instant) {
        self.dataset = dataset
        self.area = area
        switch dataset.partitionLength {
        case .hour:
            let hour = instant.floored(toMicroseconds: Microseconds.hour).microseconds / Microseconds.hour
            ordinal = Int32(truncatingIfNeeded: hour)
        case .day:
            ordinal = CivilDate(of: instant).daysSince1970
        case .month:
            let (year, month, _) = CivilDate(of: instant).components
            ordinal = Int32(truncatingIfNeeded: year * 12 + month - 1)
        case .year: ordinal = Int32(truncatingIfNeeded: CivilDate(of: instant).components.year)
        }
    }

    package init(_ dataset: Dataset, area: String, ordinal: Int32) {
        self.dataset = dataset
        self.area = area
        self.ordinal = ordinal
    }

    package static func < (left: Partition, right: Partition) -> Bool {
        (left.dataset, left.area, left.ordinal) < (right.dataset, right.area, right.ordinal)
    }

    /// Reads the path of a file that rests on hours; nil for any other.
    package init?(longPeriodPath path: String) {
        let parts = path.split(separator: "/")
        guard parts.count == 6, parts[0] == "summaries",
            let dataset = Dataset.allCases.first(where: {
                $0.restsOnFiles && $0.path == parts[1...2].joined(separator: "/")
            }),
            parts[3].hasPrefix("area="),
            let date = ["in_month=": "-01", "in_year=": "-01-01"].lazy.compactMap({ key, rest in
                parts[4].hasPrefix(key) ? CivilDate(String(parts[4].dropFirst(key.count)) + rest) : nil
            }).first
        else { return nil }
        self.init(dataset, area: String(parts[3].dropFirst("area=".count)), holding: date.startUTC)
        guard self.path == path else { return nil }
    }

    /// The instants that the partition holds, UTC, half-open.
    package var span: Range<Instant> {
        switch dataset.partitionLength {
        case .hour:
            let start = Instant(microseconds: Int64(ordinal) * Microseconds.hour)
            return start..<start.advanced(byMicroseconds: Microseconds.hour)
        case .day:
            let start = CivilDate(daysSince1970: ordinal).startUTC
            return start..<start.advanced(byMicroseconds: Microseconds.day)
        case .month:
            return Self.firstOfMonth(Int(ordinal)).startUTC..<Self.firstOfMonth(Int(ordinal) + 1).startUTC
        case .year:
            return Self.firstOfMonth(Int(ordinal) * 12).startUTC..<Self.firstOfMonth(Int(ordinal + 1) * 12).startUTC
        }
    }

    /// The partition that follows this one in time.
    package var next: Partition {
        var next = self
        next.ordinal += 1
        return next
    }

    private static func firstOfMonth(_ ordinal: Int) -> CivilDate {
        CivilDate(year: ordinal / 12, month: ordinal % 12 + 1, day: 1)
    }

    /// `summaries/air/hour/area=westminster/day=2026-03-02/air-hour_westminster_2026-03-02.csv`.
    package var path: String {
        let day = CivilDate(of: span.lowerBound).text
        let stem = "\(dataset.family.rawValue)-\(dataset.name)_\(area)"
        let folder = "summaries/\(dataset.path)/area=\(area)"
        switch dataset.partitionLength {
        case .hour:
            let hour = (Int(ordinal) % 24 + 24) % 24
            let text = hour < 10 ? "0\(hour)" : "\(hour)"
            return "\(folder)/day=\(day)/in_hour=\(text)/\(stem)_\(day)T\(text).csv"
        case .day:
            return "\(folder)/day=\(day)/\(stem)_\(day).csv"
        case .month:
            let month = String(day.prefix(7))
            return "\(folder)/in_month=\(month)/\(stem)_\(month).csv"
        case .year:
            return "\(folder)/in_year=\(ordinal)/\(stem)_\(ordinal).csv"
        }
    }
}
