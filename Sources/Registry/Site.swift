package import Readings

/// A row of `sites.csv`: a place where devices stand.
package struct Site: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case school, station, street, hub
    }

    /// Where the air is sampled, in the words of Defra's AURN.
    package enum Environment: String, CaseIterable, Sendable {
        case kerbside, roadside, background
    }

    package var site: String
    /// For people; the key where the file gives none.
    package var name: String
    package var kind: Kind
    package var borough: String
    /// The unique reference number that the Department for Education gives a school.
    package var urn: String?
    /// Degrees north and east, WGS 84; both or neither.
    package var latitude: Millionths?
    package var longitude: Millionths?
    package var environment: Environment?
    /// At the kerb or by the road: what the European index calls a traffic station.
    package var isTrafficStation: Bool { environment == .kerbside || environment == .roadside }
    /// One or two sites to compare with; may be empty.
    package var comparators: [String]
    /// How long a car may stay plugged in after charging before the site counts it as idling.
    package var graceMinutes: Int?

    package init(
        site: String, name: String, kind: Kind, borough: String, urn: String? = nil, latitude: Millionths? = nil,
        longitude: Millionths? = nil, environment: Environment? = nil, comparators: [String] = [],
        graceMinutes: Int? = nil
    ) {
        self.site = site
        self.name = name
        self.kind = kind
        self.borough = borough
        self.urn = urn
        self.latitude = latitude
        self.longitude = longitude
        self.environment = environment
        self.comparators = comparators
        self.graceMinutes = graceMinutes
    }
}

extension Site {
    init?(_ row: SheetRow, boroughs: Set<String>?, sites: Set<String>?, _ findings: inout Findings) {
        let site = row.identifier("site", &findings)
        let kind = row.requiredWord("kind", Kind.self, &findings)
        let borough = row.reference("borough", "borough", in: "boroughs.csv", names: boroughs, &findings)
        let latitude = row.decimal(
            "latitude", in: Self.degrees(90), expected: "degrees north from -90 to 90, such as 51.52253", &findings)
        let longitude = row.decimal(
            "longitude", in: Self.degrees(180), expected: "degrees east from -180 to 180, such as -0.15461", &findings)
        for (column, other) in [("latitude", "longitude"), ("longitude", "latitude")]
        where row.text(column) == nil && row.text(other) != nil {
            row.report(
                column, "nothing", expected: "a \(column), as there is a \(other)",
                remedy: "Fill in both cells, or neither.", &findings)
        }
        let environment = row.word("environment", Environment.self, &findings)
        let comparators = Self.comparators(row, of: site, sites: sites, &findings)
        let grace = row.wholeNumber(
            "grace_min", in: 0...1440, expected: "whole minutes from 0 to 1440", &findings)
        guard let site, let kind, let borough else { return nil }
        self.init(
            site: site, name: row.text("name") ?? site, kind: kind, borough: borough, urn: row.text("urn"),
            latitude: latitude, longitude: longitude, environment: environment, comparators: comparators,
            graceMinutes: grace)
    }

    private static func degrees(_ limit: Int64) -> ClosedRange<Millionths> {
        Millionths(-limit * Millionths.perUnit)...Millionths(limit * Millionths.perUnit)
    }

    private static func comparators(
        _ row: SheetRow, of site: String?, sites: Set<String>?, _ findings: inout Findings
    ) -> [String] {
        let column = "comparator"
        let names = (row.text(column) ?? "").split(separator: " ").map(String.init)
        if names.count > 2 {
            row.report(
                column, "\(names.count) sites", expected: "one or two sites of sites.csv, separated by a blank",
                remedy: "Keep the two that matter most.", &findings)
        }
        for name in names {
            if name == site {
                row.report(
                    column, quoted(name), expected: "another site of sites.csv",
                    remedy: "A site cannot be compared with itself: write another, or leave the cell empty.", &findings)
            } else {
                _ = row.checked(column, name, "site", in: "sites.csv", names: sites, &findings)
            }
        }
        return names
    }
}
