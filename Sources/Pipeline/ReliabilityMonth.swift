import Charging
import Readings
import Registry
import Tables

/// What the statuses of one local month come to, EVSE by EVSE. Longer periods are sums of months, since all of them begin and
/// end with local months.
struct ReliabilityMonth: Sendable {
    /// An EVSE, as long as it belonged to the same operator and site and was as strong.
    struct Place: Hashable {
        var evse: String
        var standing: PublishedEVSE.Standing
    }

    struct Part: Sendable {
        var place: Place
        var figures: Reliability
        var equipment: [Equipment]
    }

    private(set) var parts: [Part] = []
    /// Up to when its statuses reach; nil without any.
    private(set) var asOf: Instant?

    init(_ statuses: PublishedStatuses, in window: Range<Instant>, _ zone: TimeZoneRules, _ registry: RegistryTables) {
        var hours: [String: [Range<Instant>]?] = [:]
        for evse in statuses.evses(in: window) {
            let exclusions = registry.exclusions(ofEVSE: evse.name)
            for part in evse.parts {
                let spans = part.spans.within(window)
                guard let last = spans.last else { continue }
                asOf = max(asOf ?? last.end, last.end)
                let site = part.standing.site
                let open = hours[site] ?? registry.openingHours(ofSite: site).open(in: window, zone: zone)
                hours[site] = .some(open)
                let figures = Reliability(of: spans, in: window, open: open, exclusions: exclusions)
                guard figures.evses > 0 || figures.times.retired > 0 else { continue }
                let equipment = part.equipment.filter { $0.there.contains { $0.overlaps(window) } }.map(\.equipment)
                parts.append(
                    Part(
                        place: Place(evse: evse.name, standing: part.standing), figures: figures, equipment: equipment))
            }
        }
    }

    /// The rows of a period from its months.
    static func rows(_ months: [ReliabilityMonth], of period: ReportingPeriod) -> [ReliabilityRow] {
        guard let asOf = months.compactMap(\.asOf).max() else { return [] }
        var places: [String: [PublishedEVSE.Standing: Share]] = [:]
        for part in months.joined() {
            places[part.place.evse, default: [:]][part.place.standing, default: Share()].add(part)
        }
        var sums: [ReliabilityRow.Group: ReliabilitySum] = [:]
        for standings in places.values {
            // What an EVSE was under several standings of one group is one EVSE's time: its uptime is of the whole.
            var shares: [ReliabilityRow.Group: Share] = [:]
            for (standing, share) in standings {
                for group in standing.groups {
                    shares[group, default: Share()].add(share)
                    sums[group, default: ReliabilitySum()].bands.insert(standing.band)
                }
            }
            for (group, share) in shares { sums[group, default: ReliabilitySum()].add(share) }
        }
        return sums.map { group, sum in
            ReliabilityRow(
                period: period, group: group, figures: sum.figures, equipment: EquipmentCount(of: sum.equipment),
                bands: sum.bands, asOf: asOf)
        }
    }
}

extension [ReliabilityMonth] {
    fileprivate func joined() -> some Sequence<ReliabilityMonth.Part> { lazy.flatMap(\.parts) }
}

/// What one EVSE adds to a group.
private struct Share {
    var figures = Reliability()
    var equipment: Set<Equipment> = []

    mutating func add(_ part: ReliabilityMonth.Part) {
        figures = figures + part.figures
        equipment.formUnion(part.equipment)
    }

    mutating func add(_ other: Share) {
        figures = figures + other.figures
        equipment.formUnion(other.equipment)
    }
}

/// What a row of reliability adds up.
private struct ReliabilitySum {
    var figures = Reliability()
    var equipment: Set<Equipment> = []
    var bands: Set<PowerBand> = []

    mutating func add(_ share: Share) {
        let port = share.figures.ofOnePort
        figures = figures + port
        // Of what is only planned, or removed, nothing stands there.
        if port.evses > 0 { equipment.formUnion(share.equipment) }
    }
}
