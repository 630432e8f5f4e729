package import Readings

/// The days that a verification looks at, both ends included; nil is without end.
package struct DaySpan: Hashable, Sendable {
    package var from: CivilDate?
    package var to: CivilDate?

    package init(from: CivilDate? = nil, to: CivilDate? = nil) {
        self.from = from
        self.to = to
    }

    package var isWhole: Bool { from == nil && to == nil }

    package func holds(_ day: CivilDate) -> Bool {
        from.map { $0 <= day } ?? true && to.map { day <= $0 } ?? true
    }

    /// Whether a published file tells of one of the days. A file whose path names no day belongs to all.
    func holds(path: String) -> Bool {
        guard let days = Self.days(of: path) else { return true }
        return from.map { $0 <= days.upperBound } ?? true && to.map { days.lowerBound <= $0 } ?? true
    }

    /// The days in the partition keys of a path: `day=2026-03-02`, `in_month=2026-03` or `in_year=2026`.
    static func days(of path: String) -> ClosedRange<CivilDate>? {
        for key in path.split(separator: "/") {
            guard let equals = key.firstIndex(of: "=") else { continue }
            let value = String(key[key.index(after: equals)...])
            switch key[..<equals] {
            case "day":
                if let day = CivilDate(value) { return day...day }
            case "in_month":
                guard let first = CivilDate(value + "-01") else { continue }
                let next = first.adding(days: 31)
                return
                    first...CivilDate(year: next.components.year, month: next.components.month, day: 1)
                    .adding(days: -1)
            case "in_year":
                guard let first = CivilDate(value + "-01-01"), let last = CivilDate(value + "-12-31") else { continue }
                return first...last
            default: continue
            }
        }
        return nil
    }
}
