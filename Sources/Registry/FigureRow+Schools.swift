import AirQuality
import Readings

extension RegistryTables {
    /// What the school tables come to, for each air sensor that stands at a school: its windows, and its calendar day by
    /// day.
    var schoolRows: [FigureRow] {
        var rowsBySite: [String: [SchoolRow]] = [:]
        return airSensors.flatMap { sensor -> [FigureRow] in
            guard let site = site(sensor.site), site.kind == .school, let borough = borough(site.borough) else {
                return []
            }
            let rows = rowsBySite[site.site] ?? schoolRows(of: site, in: borough)
            rowsBySite[site.site] = rows
            return rows.compactMap { row in
                let span = row.span.clamped(to: sensor.validity)
                guard !span.isEmpty else { return nil }
                return FigureRow(
                    effect: .init(borough: borough.borough, family: .air, device: sensor.device, text: row.text),
                    span: span)
            }
        }
    }

    private struct SchoolRow {
        var text: [UInt8]
        var span: Range<Instant>
    }

    private func schoolRows(of site: Site, in borough: Borough) -> [SchoolRow] {
        var text = CanonicalText()
        text.add("school")
        text.add(site.urn ?? "")
        for window in schoolWindows(ofSite: site.site) {
            text.add(window.name)
            text.add(window.startMinute)
            text.add(window.endMinute)
        }
        text.endLine()
        var rows = [SchoolRow(text: text.bytes, span: .distantPast ..< .distantFuture)]
        func add(_ words: [String], _ days: ClosedRange<CivilDate>) {
            var text = CanonicalText()
            for word in words { text.add(word) }
            text.endLine()
            let start = borough.timeZone.day(days.lowerBound).lowerBound
            rows.append(SchoolRow(text: text.bytes, span: start..<borough.timeZone.day(days.upperBound).upperBound))
        }
        let spells = schoolSpells(ofSite: site.site)
        for spell in spells { add(["school", spell.kind.rawValue], spell.days) }
        // Between terms there are holidays, where the terms of a school year are listed.
        for year in Set(spells.filter { $0.kind == .term }.flatMap(\.schoolYears)).sorted() {
            add(["school", "year"], SchoolSpell.days(ofSchoolYear: year))
        }
        for row in bankHolidays where row.borough == nil || row.borough == borough.borough {
            add(["school", "bank-holiday", row.kind.rawValue, row.borough ?? ""], row.date...row.date)
        }
        return rows
    }
}
