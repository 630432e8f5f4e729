/// A row of `opening_hours.csv`: when a site with limited access can be used, in the borough's local time. A site
/// without a row is always open.
package struct OpeningHours: Hashable, Sendable {
    /// The raw value is the number of ISO 8601-1:2019 table 2.
    package enum Weekday: Int, CaseIterable, Comparable, Sendable {
        case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

        package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

        /// `mon`.
        package var name: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue - 1] }
    }

    package var site: String
    package var days: Set<Weekday>
    /// Minutes after local midnight, on the wall clock: the site is open from the first until the second.
    package var opensMinute: Int
    /// Up to 1440, midnight at the end of the day.
    package var closesMinute: Int

    package init(site: String, days: Set<Weekday>, opensMinute: Int, closesMinute: Int) {
        self.site = site
        self.days = days
        self.opensMinute = opensMinute
        self.closesMinute = closesMinute
    }
}

extension OpeningHours {
    init?(_ row: SheetRow, sites: Set<String>?, _ findings: inout Findings) {
        let site = row.reference("site", "site", in: "sites.csv", names: sites, &findings)
        let days = Self.days(row, &findings)
        let opens = row.minuteOfDay("start", &findings)
        let closes = row.minuteOfDay("end", &findings)
        if let opens, let closes, opens >= closes {
            row.report(
                "end", quoted(row.text("end") ?? ""),
                expected: "a time after start, \(quoted(row.text("start") ?? ""))",
                remedy: "For hours over midnight write two rows: one until 24:00, one from 00:00 the next day.",
                &findings)
        }
        guard let site, let opens, let closes else { return nil }
        self.init(site: site, days: days, opensMinute: opens, closesMinute: closes)
    }

    /// Days and ranges of days, `mon-fri sun`; an empty cell means all.
    private static func days(_ row: SheetRow, _ findings: inout Findings) -> Set<Weekday> {
        guard let text = row.text("days") else { return Set(Weekday.allCases) }
        var days: Set<Weekday> = []
        for word in text.lowercased().split(separator: " ") {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end in
                Weekday.allCases.first { $0.name == end }
            }
            if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last {
                days.formUnion(Weekday.allCases.filter { $0 >= first && $0 <= last })
            } else {
                row.report(
                    "days", quoted(String(word)), expected: "days such as mon-fri or mon wed sun, separated by blanks",
                    remedy: "Write days with three letters; the week begins with mon.", &findings)
            }
        }
        return days
    }
}
