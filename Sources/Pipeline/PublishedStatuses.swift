import Charging
import Readings
import Tables

/// The published files of a borough's charging that months and years are made of.
struct PublishedCharging {
    let area: String
    /// The UTC days that count; nil for none.
    private(set) var dates: Range<CivilDate>?

    init(area: String, dates: Range<CivilDate>?) {
        self.area = area
        self.dates = dates
    }

    /// - Parameter date: the first day that does not count yet.
    mutating func end(at date: CivilDate) {
        guard let all = dates else { return }
        dates = all.lowerBound < date ? all.lowerBound..<Swift.min(all.upperBound, date) : nil
    }

    var known: Range<Instant> {
        dates.map { $0.lowerBound.startUTC..<$0.upperBound.startUTC } ?? .distantPast ..< .distantPast
    }

    /// Hands over the files of a dataset for the UTC days that a stretch of time touches.
    func read(
        _ dataset: Dataset, in stretch: Range<Instant>, _ published: (String) throws -> [UInt8]?,
        _ body: ([UInt8]) throws -> Void
    ) throws {
        let part = stretch.clamped(to: known)
        guard !part.isEmpty else { return }
        var date = CivilDate(of: part.lowerBound)
        while date.startUTC < part.upperBound {
            let path = Partition(dataset, area: area, holding: date.startUTC).path
            try Corridor.reading(path, area, date) {
                if let file = try published(path) { try body(file) }
            }
            date = date.adding(days: 1)
        }
    }

    func statuses(
        in stretch: Range<Instant>, _ published: (String) throws -> [UInt8]?
    ) throws -> PublishedStatuses {
        var statuses = PublishedStatuses()
        try read(.chargingStatus, in: stretch, published) { try statuses.take($0) }
        return statuses
    }
}

/// What published rows say of each connector's availability.
struct PublishedStatuses {
    private(set) var spans: [ConnectorOfTime: [StatusSpan]] = [:]
    private let status: (ConnectorWord) -> OCPIStatus

    /// - Parameter status: what a word says of availability.
    init(as status: @escaping (ConnectorWord) -> OCPIStatus = \.meaning.ocpi) {
        self.status = status
    }

    mutating func take(_ file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingStatus)
        while try rows.next(file) { take(try rows.status(file)) }
    }

    mutating func take(_ row: StatusRow) {
        let told = row.status
        let span = StatusSpan(
            start: told.start, end: told.end, status: status(told.word), evidence: told.evidence)
        spans[row.place, default: []].add(span)
    }

    /// The EVSEs by name.
    func evses(in window: Range<Instant>) -> [PublishedEVSE] {
        Dictionary(grouping: spans, by: \.key.evse).sorted { $0.key < $1.key }.map { name, places in
            let ordered = places.sorted { left, right in
                (left.key.chargePoint, left.key.connector, left.value.first?.start ?? .distantPast, left.key.site)
                    < (
                        right.key.chargePoint, right.key.connector, right.value.first?.start ?? .distantPast,
                        right.key.site
                    )
            }
            return PublishedEVSE(name: name, places: ordered.map { ($0.key, $0.value) }, window)
        }
    }
}

extension [StatusSpan] {
    /// Adds a span behind the last. One that goes on behind midnight is one.
    fileprivate mutating func add(_ span: StatusSpan) {
        if let last, last.end == span.start, last.status == span.status {
            self[count - 1].end = span.end
        } else {
            append(span)
        }
    }
}

/// One EVSE as published rows of its connectors show it.
struct PublishedEVSE {
    /// To whom it belongs and how strong it is; a change of the registry's row begins another part.
    struct Standing: Hashable {
        var site: String
        var operatorName: String
        var band: PowerBand

        /// The rows in which it takes part.
        var groups: [ReliabilityRow.Group] {
            var groups: [ReliabilityRow.Group] = [
                .init(.operatorBand, operatorName: operatorName, band: band),
                .init(.operator, operatorName: operatorName), .init(.band, band: band), .init(.borough),
            ]
            if band.isUnderRegulation7 { groups.append(.init(.operatorRapid, operatorName: operatorName)) }
            return groups
        }
    }

    struct Part {
        var standing: Standing
        /// Ascending; where the EVSE is there and stands so.
        var spans: [StatusSpan]
        var equipment: [(equipment: Equipment, there: [Range<Instant>])]
    }

    let name: String
    let parts: [Part]

    init(name: String, places: [(place: ConnectorOfTime, spans: [StatusSpan])], _ window: Range<Instant>) {
        self.name = name
        let there = places.map { $0.spans.map(\.range).united() }
        let statuses = evseStatus(
            of: zip(places, there).map { ConnectorStatuses(validity: $1, spans: $0.spans) }, in: window)
        var ranges: [Standing: [Range<Instant>]] = [:]
        var order: [Standing] = []
        let edges = Set(there.joined().flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
        for (start, end) in zip(edges, edges.dropFirst()) {
            let present = places.indices.filter { place in there[place].contains { $0.contains(start) } }
            guard let first = present.first, let rated = present.map({ places[$0].place.ratedKilowatts }).max() else {
                continue
            }
            let standing = Standing(
                site: places[first].place.site, operatorName: places[first].place.operatorName,
                band: PowerBand(ratedKilowatts: rated))
            if ranges[standing] == nil { order.append(standing) }
            ranges[standing, default: []].append(start..<end)
        }
        parts = order.map { standing in
            let own = (ranges[standing] ?? []).united()
            return Part(
                standing: standing,
                spans: own.flatMap { statuses.within($0) }.sorted { $0.start < $1.start },
                equipment: zip(places, there).compactMap { place, there in
                    let common = there.intersection(own)
                    guard !common.isEmpty else { return nil }
                    let connector = place.place
                    return (
                        Equipment(
                            chargePoint: connector.chargePoint, evse: connector.evse, connector: connector.connector),
                        common
                    )
                })
        }
    }
}
