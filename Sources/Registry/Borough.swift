package import Readings

/// A row of `boroughs.csv`: who owns sites and devices, and whose local time rules there.
package struct Borough: Hashable, Sendable {
    /// The key: `[a-z0-9-]`. It begins topics and names folders.
    package var borough: String
    /// For people; the key where the file gives none.
    package var name: String
    /// The IANA name, such as Europe/London.
    package var timeZoneName: String
    package var timeZone: TimeZoneRules
    /// The code of the Government Statistical Service, such as E09000033.
    package var gss: String?
    package var licence: String?
    /// The figures are made up: everything that is published says so.
    package var isSimulated: Bool

    package init(
        borough: String, name: String, timeZoneName: String, timeZone: TimeZoneRules, gss: String? = nil,
        licence: String? = nil, isSimulated: Bool = false
    ) {
        self.borough = borough
        self.name = name
        self.timeZoneName = timeZoneName
        self.timeZone = timeZone
        self.gss = gss
        self.licence = licence
        self.isSimulated = isSimulated
    }
}

extension Borough {
    init?(_ row: SheetRow, timeZone: (String) -> TimeZoneRules?, _ findings: inout Findings) {
        let borough = row.boroughName("borough", &findings)
        let zoneName = row.required("timezone", expected: zoneExpected, &findings)
        let rules = zoneName.flatMap(timeZone)
        if let zoneName, rules == nil {
            let meant = findings.meant(by: zoneName, among: ["Europe/London", "UTC"])
            row.report(
                "timezone", quoted(zoneName), expected: zoneExpected,
                remedy: meant.map { "Write \"\($0)\" (did you mean it?)." }
                    ?? "Write a name of the IANA time zone database.", &findings)
        }
        let truths = [("true", true), ("false", false), ("yes", true), ("no", false)]
        let isSimulated = row.word("simulated", truths, &findings)
        guard let borough, let zoneName, let rules else { return nil }
        self.init(
            borough: borough, name: row.text("name") ?? borough, timeZoneName: zoneName, timeZone: rules,
            gss: row.text("gss"), licence: row.text("licence"), isSimulated: isSimulated ?? false)
    }
}

private let zoneExpected = "an IANA time zone such as Europe/London"
