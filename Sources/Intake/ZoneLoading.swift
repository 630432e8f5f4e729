import Foundation
package import Readings

/// Loads the changes of a time zone from the system's zone data, so that the pure rooms can do local time without it.
package enum ZoneLoading {
    /// The years whose changes are loaded; before and after them the nearest offset holds.
    private static let years = 1990..<2040

    /// The rules of an IANA zone such as Europe/London; nil for a name that is none.
    package static func rules(named name: String) -> TimeZoneRules? {
        // Foundation also takes `GMT+0100` and the like, which are offsets and no zones of the database.
        guard let zone = TimeZone(identifier: name), name.contains("/") || ["UTC", "GMT"].contains(name) else {
            return nil
        }
        var at = date(CivilDate(year: years.lowerBound, month: 1, day: 1).startUTC)
        let end = date(CivilDate(year: years.upperBound, month: 1, day: 1).startUTC)
        var offset = zone.secondsFromGMT(for: at)
        var rules = TimeZoneRules(firstOffsetSeconds: offset, transitions: [])
        while let next = zone.nextDaylightSavingTimeTransition(after: at), next > at, next < end {
            at = next
            let later = zone.secondsFromGMT(for: next)
            // Some changes of a zone are of its name only.
            if later == offset { continue }
            offset = later
            let seconds = Int64(next.timeIntervalSince1970.rounded())
            rules.transitions.append(
                .init(at: Instant(microseconds: seconds * Microseconds.second), offsetSeconds: later))
        }
        return rules
    }

    private static func date(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: Double(instant.microseconds / Microseconds.second))
    }
}
