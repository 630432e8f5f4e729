import Charging
import Readings
import Registry
import Tables

extension Corridor {
    /// A local month of outages. Rows of one outage follow each other: it is cut where what excludes it changes, where the
    /// registry's row does, and at the ends of the month.
    func outages(
        _ window: Range<Instant>, _ borough: Borough, _ source: PublishedCharging, _ bytes: inout [UInt8],
        _ published: (String) throws -> [UInt8]?
    ) throws -> Int {
        // What was a moment before the month tells which outages go on.
        let reach = window.lowerBound.advanced(byMicroseconds: -1)..<window.upperBound
        let statuses = try source.statuses(in: reach, published)
        var rows: [OutageRow] = []
        for evse in statuses.evses(in: reach) {
            var own: [OutageRow] = []
            for part in evse.parts { own += outageRows(of: evse, part, in: window, borough) }
            own.sort { $0.outage.start < $1.outage.start }
            for index in own.indices.dropFirst() where own[index - 1].goesOn(in: own[index]) {
                own[index].continues = true
            }
            rows += own
        }
        rows.sort {
            ($0.outage.start, $0.site, $0.evse, $0.outage.end) < ($1.outage.start, $1.site, $1.evse, $1.outage.end)
        }
        for row in rows { bytes.append(row, borough: borough.borough) }
        return rows.count
    }

    private func outageRows(
        of evse: PublishedEVSE, _ part: PublishedEVSE.Part, in window: Range<Instant>, _ borough: Borough
    ) -> [OutageRow] {
        let inside = part.spans.within(window)
        let open = registry.openingHours(ofSite: part.standing.site).open(in: window, zone: borough.timeZone)
        let closed = open.map { [window].subtracting($0).map { OutageExclusion($0, .outsideHours) } } ?? []
        return Charging.outages(in: inside, exclusions: registry.exclusions(ofEVSE: evse.name) + closed).map { outage in
            let isRest =
                outage.start == window.lowerBound
                && evse.parts.contains { part in
                    part.spans.contains {
                        $0.start < outage.start && outage.start <= $0.end && $0.status == outage.cause
                    }
                }
            return OutageRow(
                outage: outage, site: part.standing.site, operatorName: part.standing.operatorName, evse: evse.name,
                band: part.standing.band, beganBefore: isRest, continues: isRest)
        }
    }
}

extension OutageRow {
    fileprivate func goesOn(in next: OutageRow) -> Bool {
        outage.end == next.outage.start && outage.cause == next.outage.cause
    }
}

extension RegistryTables {
    func exclusions(ofEVSE name: String) -> [OutageExclusion] {
        outageExclusions(ofEVSE: name).map { OutageExclusion($0.validity, $0.reason) }
    }
}
