import AirQuality
import Readings
import Testing

@Suite("Windows of schools")
struct SchoolWindowTests {
    /// Summer time of 2026: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [
            .init(at: Instant(microseconds: 1_774_746_000_000_000), offsetSeconds: 3600),
            .init(at: Instant(microseconds: 1_792_890_000_000_000), offsetSeconds: 0),
        ])

    struct Day: Sendable {
        var date: String
        var minutes: (start: Int, end: Int)
        /// Nil: there is no such window.
        var span: (start: String, end: String)?

        init(_ date: String, _ start: Int, _ end: Int, _ span: (String, String)?) {
            self.date = date
            minutes = (start, end)
            self.span = span.map { (start: $0.0, end: $0.1) }
        }
    }

    static let days: [Day] = [
        // Drop-off: 08:00 is 08:00Z until the last Sunday of March, 07:00Z from it on.
        Day("2026-03-27", 480, 555, ("2026-03-27T08:00:00Z", "2026-03-27T09:15:00Z")),
        Day("2026-03-28", 480, 555, ("2026-03-28T08:00:00Z", "2026-03-28T09:15:00Z")),
        Day("2026-03-29", 480, 555, ("2026-03-29T07:00:00Z", "2026-03-29T08:15:00Z")),
        Day("2026-03-30", 480, 555, ("2026-03-30T07:00:00Z", "2026-03-30T08:15:00Z")),
        Day("2026-10-24", 885, 960, ("2026-10-24T13:45:00Z", "2026-10-24T15:00:00Z")),
        Day("2026-10-25", 885, 960, ("2026-10-25T14:45:00Z", "2026-10-25T16:00:00Z")),
        Day("2026-10-26", 555, 885, ("2026-10-26T09:15:00Z", "2026-10-26T14:45:00Z")),
        // Whole local days of 23, 25 and 24 hours.
        Day("2026-03-29", 0, 1440, ("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z")),
        Day("2026-10-25", 0, 1440, ("2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z")),
        Day("2026-06-01", 0, 1440, ("2026-05-31T23:00:00Z", "2026-06-01T23:00:00Z")),
        // 00:30 to 03:00 contains the change: an hour and a half in spring, three and a half in autumn.
        Day("2026-03-29", 30, 180, ("2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z")),
        Day("2026-10-25", 30, 180, ("2026-10-24T23:30:00Z", "2026-10-25T03:00:00Z")),
        // 01:00 to 02:00 does not exist in spring: a time in it means 02:00, an hour in it is no window.
        Day("2026-03-29", 90, 180, ("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")),
        Day("2026-03-29", 30, 90, ("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")),
        Day("2026-03-29", 60, 120, nil), Day("2026-03-29", 75, 105, nil),
        // 01:00 to 02:00 comes twice in autumn: a time in it means the first.
        Day("2026-10-25", 0, 90, ("2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z")),
        Day("2026-10-25", 90, 180, ("2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z")),
    ]

    @Test("a window is told by the wall clock of its date, also where the clocks change", arguments: days)
    func span(day: Day) throws {
        let window = SchoolWindow(name: "w", startMinute: day.minutes.start, endMinute: day.minutes.end)
        let span = window.span(on: try #require(CivilDate(day.date)), in: Self.london)
        #expect(span?.lowerBound.iso8601 == day.span?.start)
        #expect(span?.upperBound.iso8601 == day.span?.end)
    }

    @Test("the usual windows are 08:00-09:15, 09:15-14:45 and 14:45-16:00, and adjoin on every date")
    func usual() throws {
        #expect(SchoolWindow.usual.map(\.name) == ["drop-off", "school-day", "pick-up"])
        #expect(SchoolWindow.usual.map { [$0.startMinute, $0.endMinute] } == [[480, 555], [555, 885], [885, 960]])
        let first = try #require(CivilDate("2026-03-20"))
        for offset in 0..<250 {
            let spans = SchoolWindow.usual.compactMap { $0.span(on: first.adding(days: offset), in: Self.london) }
            #expect(spans.count == 3 && spans[0].upperBound == spans[1].lowerBound)
            #expect(spans[1].upperBound == spans[2].lowerBound)
        }
    }

    private static let windows = [
        SchoolWindow(name: "late", startMinute: 1380, endMinute: 1440),
        SchoolWindow(name: "b", startMinute: 480, endMinute: 540),
        SchoolWindow(name: "a", startMinute: 480, endMinute: 540),
        SchoolWindow(name: "short", startMinute: 480, endMinute: 500),
    ]

    private static func stretch(_ from: String, _ to: String) throws -> Range<Instant> {
        try #require(Instant(iso8601: from))..<#require(Instant(iso8601: to))
    }

    @Test("the windows whose last instant lies in a UTC day, by start, end and name")
    func ending() throws {
        // In summer the local day ends at 23:00Z; in winter the last window ends with the UTC day.
        let summer = Self.windows.ending(
            in: try Self.stretch("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"), Self.london)
        #expect(
            summer.map { "\($0.date.text) \($0.window.name)" }
                == ["short", "a", "b", "late"].map { "2026-06-01 \($0)" })
        #expect(summer.last?.span.upperBound.iso8601 == "2026-06-01T23:00:00Z")
        let winter = Self.windows.ending(
            in: try Self.stretch("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z"), Self.london)
        #expect(winter.map(\.window.name) == ["short", "a", "b", "late"])
        #expect(winter.last?.span.upperBound.iso8601 == "2026-01-07T00:00:00Z")
        // A window that ends with the stretch's first instant has its last instant before it.
        let first = try Self.stretch("2026-01-07T00:00:00Z", "2026-01-07T08:20:00Z")
        #expect(Self.windows.ending(in: first, Self.london).map(\.window.name) == ["short"])
        #expect(Self.windows.overlapping(first, Self.london).map(\.window.name) == ["short", "a", "b"])
        let touching = try Self.stretch("2026-01-07T08:20:00Z", "2026-01-07T09:00:00Z")
        #expect(Self.windows.overlapping(touching, Self.london).map(\.window.name) == ["a", "b"])
        #expect(Self.windows.overlapping(first.lowerBound..<first.lowerBound, Self.london).isEmpty)
    }
}
