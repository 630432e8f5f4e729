import Charging
import Readings
import Registry
import Tables

/// The months that reliability was worked out for, so that a year's file that is written again costs the month that goes on: a
/// month stands as long as its files and the registry's hours and exclusions are the same.
///
/// It takes some 200 bytes a month and EVSE, for at most 24 months. Whoever begins without it reads the files of all months once.
package struct ReliabilityMonths: Sendable {
    private struct Key: Hashable {
        var area: String
        var month: ReportingPeriod
    }

    /// What a month rests on beside its files' content.
    private struct Rules: Hashable {
        var zone: TimeZoneRules
        var hours: [OpeningHours]
        var exclusions: [OutageExclusionRow]
    }

    private struct Kept {
        /// Of the month's files, nil where there is none.
        var digests: [String?]
        var rules: Rules
        var month: ReliabilityMonth
    }

    private var kept: [Key: Kept] = [:]

    package init() {}

    /// - Parameters:
    ///   - digest: tells of a file's content without reading it; nil where there is none.
    ///   - published: gives the file's bytes.
    mutating func month(
        _ month: ReportingPeriod, _ source: PublishedCharging, _ borough: Borough, _ registry: RegistryTables,
        digest: (String) -> String?, _ published: (String) throws -> [UInt8]?
    ) throws -> ReliabilityMonth {
        let window = month.window(in: borough.timeZone)
        let key = Key(area: source.area, month: month)
        let digests = source.files(.chargingStatus, in: window).map { digest($0.path) }
        let rules = Rules(
            zone: borough.timeZone, hours: registry.openingHours, exclusions: registry.outageExclusions)
        if let known = kept[key], known.digests == digests, known.rules == rules { return known.month }
        let statuses = try source.statuses(in: window, published)
        let new = ReliabilityMonth(statuses, in: window, borough.timeZone, registry)
        let isKnown = digests.contains { $0 != nil }
        kept[key] = isKnown ? Kept(digests: digests, rules: rules, month: new) : nil
        return new
    }

    /// Forgets the months of an area that no period rests on any more.
    mutating func forget(area: String, before first: CivilDate) {
        kept = kept.filter { $0.key.area != area || $0.key.month.first >= first }
    }
}
