package import Readings

extension [OpeningHours] {
    /// When a site with these rows can be used, within a window: exactly while the wall clock shows a time of a row on one
    /// of its days. So hours that spring skips are not open, and those that autumn repeats are open twice. Ascending, not
    /// touching.
    /// - Returns: Nil without any row: the site is always open.
    package func open(in window: Range<Instant>, zone: TimeZoneRules) -> [Range<Instant>]? {
        guard !isEmpty else { return nil }
        var spans: [Range<Instant>] = []
        for (part, offset) in zone.offsets(in: window) {
            // The wall clock, read as if it were UTC.
            let wall =
                part.lowerBound.advanced(byMicroseconds: offset)..<part.upperBound.advanced(byMicroseconds: offset)
            var date = CivilDate(of: wall.lowerBound)
            while date.startUTC < wall.upperBound {
                for row in self where row.days.contains(where: { $0.rawValue == date.isoWeekday }) {
                    let opens = date.startUTC.advanced(byMicroseconds: Int64(row.opensMinute) * Microseconds.minute)
                    let closes = date.startUTC.advanced(byMicroseconds: Int64(row.closesMinute) * Microseconds.minute)
                    let start = Swift.max(opens, wall.lowerBound)
                    let end = Swift.min(closes, wall.upperBound)
                    guard start < end else { continue }
                    spans.append(start.advanced(byMicroseconds: -offset)..<end.advanced(byMicroseconds: -offset))
                }
                date = date.adding(days: 1)
            }
        }
        return spans.united()
    }
}
