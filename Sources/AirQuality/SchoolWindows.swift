package import Readings

extension [SchoolWindow] {
    /// A window of a date as instants.
    package struct Dated: Hashable, Sendable {
        /// The local date.
        package var date: CivilDate
        package var window: SchoolWindow
        package var span: Range<Instant>
    }

    /// The windows whose last instant lies in a stretch of time, by their start, then their end, then their name.
    package func ending(in stretch: Range<Instant>, _ zone: TimeZoneRules) -> [Dated] {
        dated(in: stretch, zone) { stretch.contains($0.upperBound.advanced(byMicroseconds: -1)) }
    }

    /// The windows that have an instant in a stretch of time, in the same order.
    package func overlapping(_ stretch: Range<Instant>, _ zone: TimeZoneRules) -> [Dated] {
        dated(in: stretch, zone) { $0.overlaps(stretch) }
    }

    private func dated(
        in stretch: Range<Instant>, _ zone: TimeZoneRules, _ isWanted: (Range<Instant>) -> Bool
    ) -> [Dated] {
        guard !isEmpty, !stretch.isEmpty else { return [] }
        var found: [Dated] = []
        // A window lies within its local day.
        var date = zone.date(at: stretch.lowerBound)
        let last = zone.date(at: stretch.upperBound.advanced(byMicroseconds: -1))
        while date <= last {
            for window in self {
                guard let span = window.span(on: date, in: zone), isWanted(span) else { continue }
                found.append(Dated(date: date, window: window, span: span))
            }
            date = date.adding(days: 1)
        }
        return found.sorted {
            ($0.span.lowerBound, $0.span.upperBound, $0.window.name)
                < ($1.span.lowerBound, $1.span.upperBound, $1.window.name)
        }
    }
}
