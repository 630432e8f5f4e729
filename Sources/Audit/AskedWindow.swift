package import Pipeline
internal import Readings

/// A window as a person names it.
package struct AskedWindow: Hashable, Sendable {
    /// `2026-03-02T08:00:00Z`, `2026-03-02T08:00` in the borough's local time, `2026-03-02 08`, or `2026-03-02`.
    package var text: String
    /// Nil: a day for a date, else an hour.
    package var length: WindowName?

    package init(_ text: String, length: WindowName? = nil) {
        self.text = text
        self.length = length
    }

    private static let expected =
        "expected a stamp such as 2026-03-02T08:00:00Z, or 2026-03-02T08:00 in the borough's local time, or for a day "
        + "2026-03-02"

    /// The window that holds what was named.
    /// - Parameter hasLocalDays: days are the borough's (charging), not UTC's (air).
    func resolve(
        in zone: TimeZoneRules, named zoneName: String, hasLocalDays: Bool
    ) throws(WhyError) -> (name: WindowName, window: Range<Instant>) {
        if let date = CivilDate(text) {
            guard length ?? .day == .day else {
                throw WhyError("--window \(text): found a date; write the time too, such as \(text)T08:00.")
            }
            return (.day, hasLocalDays ? zone.day(date) : Self.utcDay(date))
        }
        let name = length ?? .hour
        let instant = try instant(in: zone, named: zoneName)
        switch name {
        case .day: return (name, hasLocalDays ? zone.day(zone.date(at: instant)) : Self.utcDay(CivilDate(of: instant)))
        case .hour: return (name, Self.window(holding: instant, Microseconds.hour))
        case .quarterHour: return (name, Self.window(holding: instant, Microseconds.quarterHour))
        case .minute: return (name, Self.window(holding: instant, Microseconds.minute))
        case .month, .year:
            throw WhyError(
                "--length \(name.rawValue): it is made of the published rows of hours (air/hour; for charging charging/hour, "
                    + "session and status); ask for an hour.")
        case .schoolDay:
            throw WhyError("--length school-day: a school's window has no one length; ask for the hours that it holds.")
        }
    }

    private func instant(in zone: TimeZoneRules, named zoneName: String) throws(WhyError) -> Instant {
        // `2026-03-02T08` is enough for an hour.
        let bytes = Array((text.utf8.count == 13 ? text + ":00" : text).utf8)
        guard let stamp = ISO8601Stamp(bytes.span) else { throw WhyError("--window \(text): \(Self.expected).") }
        switch stamp {
        case .instant(let instant): return instant
        case .local(let wall):
            let instants = zone.instants(ofWall: wall)
            if instants.count == 1 { return instants[0] }
            if instants.isEmpty {
                throw WhyError(
                    "--window \(text): in \(zoneName) the clocks skip this hour; name it in UTC, with a Z at the end.")
            }
            throw WhyError(
                "--window \(text): in \(zoneName) the clocks show this time twice; write "
                    + instants.map(\.iso8601).joined(separator: " or ") + ".")
        }
    }

    private static func window(holding instant: Instant, _ length: Int64) -> Range<Instant> {
        let start = instant.floored(toMicroseconds: length)
        return start..<start.advanced(byMicroseconds: length)
    }

    private static func utcDay(_ date: CivilDate) -> Range<Instant> {
        date.startUTC..<date.adding(days: 1).startUTC
    }
}
