import Charging
import Readings
import Tables

/// An EVSE as rows of the registry have it: a change of its site, operator or rating makes another of it.
struct OutletOfMonth: Hashable {
    var site: String
    var operatorName: String
    var evse: String
    var band: PowerBand

    var groups: [UsageGroup] {
        [
            UsageGroup(.site, site: site), UsageGroup(.operator, operatorName: operatorName),
            UsageGroup(.band, band: band), UsageGroup(.borough),
        ]
    }
}

/// When an EVSE stood so, and what it was meanwhile.
struct OutletTimes {
    let outlet: OutletOfMonth
    /// Ascending; where any of its connectors was there.
    let spans: [StatusSpan]

    func length(in piece: Range<Instant>) -> Int64 {
        spans.within(piece).reduce(0) { $0 + $1.end.microseconds(since: $1.start) }
    }

    func contains(_ instant: Instant) -> Bool {
        !spans.within(instant..<instant.advanced(byMicroseconds: 1)).isEmpty
    }
}

/// An EVSE of a month: its connectors, and what it was as one of them.
struct EVSEOfMonth {
    /// What the registry had of it in the month: places of connectors, each with what its unit said.
    let connectors: [(place: ConnectorOfTime, spans: [StatusSpan])]
    /// In the order of time.
    let outlets: [OutletTimes]

    /// Those of `PublishedStatuses` in a window, by name. A unit that works and does not say whether it is in use is as unknown
    /// here as it is in charging/hour.
    static func all(_ statuses: PublishedStatuses, in window: Range<Instant>) -> [String: EVSEOfMonth] {
        let connectors = Dictionary(grouping: statuses.spans, by: \.key.evse)
        var found: [String: EVSEOfMonth] = [:]
        for evse in statuses.evses(in: window) {
            let outlets = evse.parts.compactMap { part -> OutletTimes? in
                let spans = part.spans.within(window)
                guard !spans.isEmpty else { return nil }
                let standing = part.standing
                return OutletTimes(
                    outlet: OutletOfMonth(
                        site: standing.site, operatorName: standing.operatorName, evse: evse.name, band: standing.band),
                    spans: spans)
            }
            let there = (connectors[evse.name] ?? []).compactMap { place, spans in
                let inside = spans.within(window)
                return inside.isEmpty ? nil : (place: place, spans: inside)
            }
            guard !there.isEmpty else { continue }
            found[evse.name] = EVSEOfMonth(
                connectors: there,
                outlets: outlets.sorted {
                    ($0.spans.first?.start ?? .distantPast) < ($1.spans.first?.start ?? .distantPast)
                })
        }
        return found
    }

    static func usage(of word: ConnectorWord) -> OCPIStatus { word == .inService ? .unknown : word.meaning.ocpi }

    /// How it stood at an instant; before and behind what is known, as next to it.
    func outlet(at instant: Instant) -> OutletOfMonth? {
        if let times = outlets.first(where: { $0.contains(instant) }) { return times.outlet }
        return (outlets.last { $0.spans.first.map { $0.start <= instant } ?? false } ?? outlets.first)?.outlet
    }

    /// Of how it stood in a piece of time, the one in which one of its connectors was there longest.
    func outlet(of place: ConnectorOfTime, in piece: Range<Instant>) -> OutletTimes? {
        let near = outlets.filter { $0.length(in: piece) > 0 }
        guard near.count > 1 else { return near.first }
        let spans = connectors.first { $0.place == place }?.spans ?? []
        let there = spans.within(piece).map(\.range).united()
        func common(_ times: OutletTimes) -> Int64 {
            times.spans.within(piece).map(\.range).united().intersection(there).microseconds
        }
        return near.max { common($0) < common($1) }
    }

    /// How long its unit said that a connector is not there yet, or no more.
    func retired(_ place: ConnectorOfTime, in piece: Range<Instant>) -> Int64 {
        connectors.first { $0.place == place }?.spans.within(piece)
            .reduce(0) { $1.status.isRetired ? $0 + $1.end.microseconds(since: $1.start) : $0 } ?? 0
    }
}
