import Charging
import Readings
import Tables

/// A local month of one borough's charging, added up from published hours and sessions.
///
/// A group's figures are of its EVSEs, since of several connectors of one only one can run at a time: an EVSE is plugged in
/// while any connector is, and out of service or unknown while all are. A connector's own row is of the connector.
struct ChargingMonth {
    /// An EVSE as rows of the registry have it.
    struct Outlet: Hashable {
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

    let window: Range<Instant>
    let zone: TimeZoneRules
    /// How long a car may stay after it charged, by site; none where the registry does not say.
    let grace: [String: Int64]
    private(set) var connectors: [ConnectorOfTime: UsageSum] = [:]
    private(set) var outlets: [Outlet: UsageSum] = [:]
    private(set) var profiles: [UsageGroup: UsageProfile] = [:]
    /// The end of the last hour that was taken.
    private(set) var end: Instant
    /// Where a connector was `Preparing` and a card was presented, and what its sessions delivered.
    private var episodes: [ConnectorOfTime: [PreparingEpisode]] = [:]
    private var transactions: [ConnectorOfTime: [(start: Instant, energy: WattHours?)]] = [:]
    private var equipment: [Outlet: Set<Equipment>] = [:]
    private var outletsOfEVSE: [String: Set<Outlet>] = [:]
    /// Rows of the hour that is being read.
    private var pending: [PublishedHour] = []

    init(window: Range<Instant>, zone: TimeZoneRules, grace: [String: Int64]) {
        self.window = window
        self.zone = zone
        self.grace = grace
        end = window.lowerBound
    }

    /// Takes a day's file of hours; `endHours` closes the last.
    mutating func take(hours file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingHour)
        while try rows.next(file) {
            let row = try rows.hour(file)
            guard window.contains(row.start) else { continue }
            if let first = pending.first, first.start != row.start { endHours() }
            pending.append(row)
            end = max(end, row.start.advanced(byMicroseconds: Microseconds.hour))
        }
    }

    mutating func endHours() {
        for rows in Dictionary(grouping: pending, by: { [$0.place.site, $0.place.operatorName, $0.place.evse] }).values
        {
            add(hour: rows)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func add(hour rows: [PublishedHour]) {
        for row in rows {
            connectors[row.place, default: UsageSum()] = connectors[row.place, default: UsageSum()] + UsageSum(row)
        }
        guard let first = rows.first, let rated = rows.map(\.place.ratedKilowatts).max() else { return }
        let outlet = Outlet(
            site: first.place.site, operatorName: first.place.operatorName, evse: first.place.evse,
            band: PowerBand(ratedKilowatts: rated))
        if outlets[outlet] == nil { outletsOfEVSE[outlet.evse, default: []].insert(outlet) }
        for row in rows {
            equipment[outlet, default: []].insert(
                Equipment(chargePoint: row.place.chargePoint, evse: row.place.evse, connector: row.place.connector))
        }
        let usage = UsageSum(ofOneOutlet: rows, ratedKilowatts: rated)
        outlets[outlet] = outlets[outlet, default: UsageSum()] + usage
        let hour = first.start..<first.start.advanced(byMicroseconds: Microseconds.hour)
        for group in outlet.groups { profiles[group, default: UsageProfile()].add(usage, of: hour, in: zone) }
    }

    /// Takes a day's sessions, when all hours were taken. Those of the five weeks before count where they overstay in the
    /// month.
    mutating func take(sessions file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingSession)
        while try rows.next(file) {
            let session = try rows.session(file)
            guard session.isCounted else { continue }
            transactions[session.place, default: []].append((session.plugIn, session.energy))
            var usage = UsageSum()
            usage.overstay = overstay(of: session)
            let isOfMonth = window.contains(session.plugIn)
            if isOfMonth { usage.sessions = SessionSum(session) }
            guard isOfMonth || usage.overstay > 0 else { continue }
            let outlet = outlet(of: session.place)
            connectors[session.place] = connectors[session.place, default: UsageSum()] + usage
            outlets[outlet] = outlets[outlet, default: UsageSum()] + usage
            guard isOfMonth else { continue }
            for group in outlet.groups {
                profiles[group, default: UsageProfile()].add(usage.sessions, plugIn: session.plugIn, in: zone)
            }
        }
    }

    /// Takes a day's statuses. An episode that goes on behind midnight is one.
    mutating func take(statuses file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingStatus)
        while try rows.next(file) {
            let row = try rows.status(file)
            guard row.mayBeAttempt else { continue }
            var known = episodes[row.place] ?? []
            if let last = known.last, last.span.upperBound == row.status.start {
                known[known.count - 1].span = last.span.lowerBound..<row.status.end
                known[known.count - 1].hasCard = last.hasCard || row.isCardPresented
            } else {
                known.append(
                    PreparingEpisode(span: row.status.start..<row.status.end, hasCard: row.isCardPresented))
            }
            episodes[row.place] = known
        }
    }

    /// Counts, when all is taken, how often a card led to energy.
    mutating func countAttempts() {
        for (place, episodes) in episodes {
            let presented = episodes.filter { $0.hasCard && window.contains($0.span.lowerBound) }.map(\.span)
            guard !presented.isEmpty else { continue }
            var usage = UsageSum()
            usage.attempts = ChargingAttempts(episodes: presented, transactions: transactions[place] ?? [])
            let outlet = outlet(of: place)
            connectors[place] = connectors[place, default: UsageSum()] + usage
            outlets[outlet] = outlets[outlet, default: UsageSum()] + usage
        }
    }

    /// The part in the month of the time that a car stayed too long; nought while it is not known when it left.
    private func overstay(of session: PublishedSession) -> Int64 {
        guard let grace = grace[session.place.site], session.charging != nil, let unplug = session.unplug,
            session.plugIn < unplug,
            let range = Charging.overstay(
                occupied: session.plugIn..<unplug, chargeEnd: session.chargeEnd, graceMicroseconds: grace)
        else { return 0 }
        let inside = range.clamped(to: window)
        return inside.upperBound.microseconds(since: inside.lowerBound)
    }

    /// The outlet of which the hours tell; of several, as after a change of the registry, the strongest.
    private func outlet(of place: ConnectorOfTime) -> Outlet {
        let known = (outletsOfEVSE[place.evse] ?? []).filter {
            $0.site == place.site && $0.operatorName == place.operatorName
        }
        return known.max { $0.band < $1.band }
            ?? Outlet(
                site: place.site, operatorName: place.operatorName, evse: place.evse,
                band: PowerBand(ratedKilowatts: place.ratedKilowatts))
    }

    // MARK: Rows

    /// The sums of the groups, connectors among them, in the order of rows.
    var rows: [UsageRow] {
        var sums: [UsageGroup: (usage: UsageSum, equipment: Set<Equipment>, hasGrace: Bool)] = [:]
        for (outlet, usage) in outlets {
            for group in outlet.groups {
                let old = sums[group] ?? (UsageSum(), [], false)
                sums[group] = (
                    old.usage + usage, old.equipment.union(equipment[outlet] ?? []),
                    old.hasGrace || grace[outlet.site] != nil
                )
            }
        }
        for (place, usage) in connectors {
            let group = UsageGroup(
                .connector, site: place.site, operatorName: place.operatorName,
                band: PowerBand(ratedKilowatts: place.ratedKilowatts), connector: place)
            let own = Equipment(chargePoint: place.chargePoint, evse: place.evse, connector: place.connector)
            sums[group] = (usage, [own], grace[place.site] != nil)
        }
        return sums.sorted { $0.key < $1.key }.map { group, sum in
            UsageRow(
                group: group, usage: sum.usage, equipment: EquipmentCount(of: sum.equipment), hasGrace: sum.hasGrace)
        }
    }

    var profileRows: [ProfileRow] {
        profiles.sorted { $0.key < $1.key }.flatMap { group, profile in
            profile.week.map { ProfileRow(group: group, hour: $0.hour, usage: $0.usage) }
        }
    }

    /// The cells that anybody may see, at one level: those of fewer than five sessions are suppressed, and as many more as
    /// it takes that none of them follows from the others.
    func publicRows(_ level: UsageLevel) -> [PublicUsageRow] {
        var sessions: [UsageGroup: Int] = [:]
        for (outlet, usage) in outlets {
            sessions[UsageGroup(.site, site: outlet.site, band: outlet.band), default: 0] += usage.sessions.sessions
        }
        let cells = sessions.compactMap { cell, count in
            cell.band.map { SessionCell(site: cell.site, band: $0, sessions: count) }
        }.sorted { ($0.site, $0.band) < ($1.site, $1.band) }
        let hidden = hiddenCells(among: cells)
        return rows.filter { $0.group.level == level }.map { row in
            let isHidden =
                switch level {
                case .site: hidden.sites.contains(row.group.site)
                case .band: row.group.band.map(hidden.bands.contains) ?? true
                case .borough: hidden.isBoroughHidden
                case .connector, .operator: true
                }
            return PublicUsageRow(
                group: row.group, usage: row.usage, equipment: row.equipment, isSuppressed: isHidden)
        }
    }
}

/// A time in which a connector was `Preparing`.
struct PreparingEpisode {
    var span: Range<Instant>
    /// A card was presented.
    var hasCard: Bool
}

extension UsageSum {
    init(_ row: PublishedHour) {
        self.init(
            elapsed: row.elapsed, pluggedIn: row.pluggedIn, charging: row.charging, outOfService: row.outOfService,
            unknown: row.unknown, energy: row.energy, ratedKilowatts: row.place.ratedKilowatts)
    }

    /// An hour of the connectors of one EVSE. They cannot run at once, so the times of cars add up.
    init(ofOneOutlet rows: [PublishedHour], ratedKilowatts: Millionths) {
        // A connector whose row of the registry changed within the hour has two.
        let connectors = Dictionary(grouping: rows) { [$0.place.chargePoint, String($0.place.connector)] }.values
        func sum(_ value: (PublishedHour) -> Int64, _ rows: [PublishedHour]) -> Int64 {
            rows.reduce(0) { $0 + value($1) }
        }
        let elapsed = connectors.map { sum(\.elapsed, $0) }.max() ?? 0
        let charging = rows.reduce(Optional(Int64(0))) { known, row in
            known.flatMap { sum in row.charging.map { sum + $0 } }
        }
        let energies = rows.compactMap(\.energy?.millionths)
        let pluggedIn = min(elapsed, sum(\.pluggedIn, rows))
        self.init(
            elapsed: elapsed, pluggedIn: pluggedIn, charging: charging.map { min(pluggedIn, $0) },
            outOfService: connectors.map { sum(\.outOfService, $0) }.min() ?? 0,
            unknown: connectors.map { sum(\.unknown, $0) }.min() ?? 0,
            energy: energies.count == rows.count ? WattHours(millionths: energies.reduce(0, +)) : nil,
            ratedKilowatts: ratedKilowatts)
    }
}

extension SessionSum {
    init(_ session: PublishedSession) {
        self.init(
            lengthMicroseconds: session.unplug.map { $0.microseconds(since: session.plugIn) },
            chargingMicroseconds: session.charging, energy: session.energy, peakMicrowatts: session.peakMicrowatts)
    }
}
