package import AirQuality
import Readings

/// Whose calendar or windows a row is about: one school, or all schools of a borough that have no rows of their own.
package enum SchoolOwner: Hashable, Sendable {
    case site(String)
    case borough(String)

    package var name: String {
        switch self {
        case .site(let name), .borough(let name): name
        }
    }
}

/// A row of `school_terms.csv`: days of term, INSET days, or days on which a school is closed.
package struct SchoolTerm: Hashable, Sendable {
    package var owner: SchoolOwner
    package var spell: SchoolSpell
    /// For people.
    package var note: String?

    package init(owner: SchoolOwner, spell: SchoolSpell, note: String? = nil) {
        self.owner = owner
        self.spell = spell
        self.note = note
    }
}

extension SchoolTerm {
    init?(_ row: SheetRow, _ places: SchoolPlaces, _ findings: inout Findings) {
        let owner = row.schoolOwner(places, &findings)
        let kind = Self.kind(row, &findings)
        let from = row.date("from", &findings)
        // An INSET day is mostly one day.
        let isOneDay = row.text("to") == nil && kind != .term
        let to = isOneDay ? from : row.date("to", &findings)
        if let from, let to, to < from {
            row.report(
                "to", quoted(row.text("to") ?? ""), expected: "the day from, \(quoted(from.text)), or a later one",
                remedy: "Write the last day, which belongs to the row.", &findings)
            return nil
        }
        if let from, let to, Int(to.daysSince1970 - from.daysSince1970) >= Self.longestDays {
            row.report(
                "to", quoted(to.text), expected: "a day within a year of from, \(quoted(from.text))",
                remedy: "Write a row for each term.", &findings)
        }
        guard let owner, let kind, let from, let to else { return nil }
        self.init(owner: owner, spell: SchoolSpell(kind, from...to), note: row.text("note"))
    }

    private static let longestDays = 366

    /// Without a kind a note that begins with the word INSET tells it; all else is term.
    private static func kind(_ row: SheetRow, _ findings: inout Findings) -> SchoolSpell.Kind? {
        guard row.text("kind") == nil else { return row.word("kind", SchoolSpell.Kind.self, &findings) }
        let words = (row.text("note") ?? "").lowercased().split { !$0.isLetter }
        return words.first == "inset" ? .inset : .term
    }
}

/// The schools and boroughs that rows of the school tables may name. Nil: their file could not be read in full.
struct SchoolPlaces {
    var boroughs: Set<String>?
    var sites: Set<String>?
    var boroughBySite: [String: String]
    var schools: Set<String>

    init(boroughs: Set<String>?, _ siteNames: Set<String>?, _ sites: [Placed<Site>]) {
        self.boroughs = boroughs
        self.sites = siteNames
        boroughBySite = Dictionary(
            sites.map { ($0.value.site, $0.value.borough) }, uniquingKeysWith: { first, _ in first })
        schools = Set(sites.filter { $0.value.kind == .school }.map(\.value.site))
    }
}

extension SheetRow {
    /// The cell `site` or the cell `borough`; where both are filled in, the site must stand in the borough.
    func schoolOwner(_ places: SchoolPlaces, _ findings: inout Findings) -> SchoolOwner? {
        let borough = text("borough")
        guard text("site") != nil else {
            guard borough != nil else {
                report(
                    "borough", "nothing, as in column site",
                    expected: "a borough of boroughs.csv, or a site of sites.csv",
                    remedy: "Name the borough for all its schools, or one school in the column site.", &findings)
                return nil
            }
            return reference("borough", "borough", in: "boroughs.csv", names: places.boroughs, &findings)
                .map(SchoolOwner.borough)
        }
        guard let site = reference("site", "site", in: "sites.csv", names: places.sites, &findings) else { return nil }
        if let borough, let own = places.boroughBySite[site], own != borough {
            report(
                "borough", quoted(borough), expected: "\(quoted(own)), the borough of \(quoted(site)) in sites.csv",
                remedy: "Leave the cell empty, or correct it.", &findings)
            return nil
        }
        return .site(site)
    }
}
