import Charging
import Readings
import Tables

/// A local month of one borough's charging, added up from published statuses, sessions and hours, which are taken in this order.
///
/// A group's figures are of its EVSEs, since of several connectors of one only one can run at a time: an EVSE is plugged in
/// while any connector is, and out of service or unknown while all are. A connector's own row is of the connector.
///
/// A connector counts as long as the registry has it: also where it has been silent for so long that charging/hour has no rows
/// of it any more (there it is unknown), and not while its unit says that it is only planned, or removed.
struct ChargingMonth {
    let window: Range<Instant>
    let zone: TimeZoneRules
    /// How long a car may stay after it charged, by site; none where the registry does not say.
    let grace: [String: Int64]
    private(set) var connectors: [ConnectorOfTime: UsageSum] = [:]
    private(set) var outlets: [OutletOfMonth: UsageSum] = [:]
    private(set) var profiles: [UsageGroup: UsageProfile] = [:]
    private(set) var equipment: [OutletOfMonth: EquipmentOfMonth] = [:]
    private var statuses = PublishedStatuses(as: EVSEOfMonth.usage)
    private var evses: [String: EVSEOfMonth] = [:]
    private var attempts = AttemptsOfMonth()
    private var presence = OutletPresence()
    /// Connectors of which anything was told.
    private var heard: Set<ConnectorOfTime> = []
    /// Rows of the hour that is being read.
    private var pending: [PublishedHour] = []
    /// The hours before this one were taken.
    private var next: Instant
    /// Connectors whose last rows told no charging, or no energy.
    private var untold: [ConnectorOfTime: Untold] = [:]

    private struct Untold {
        var charging: Bool
        var energy: Bool
    }

    init(window: Range<Instant>, zone: TimeZoneRules, grace: [String: Int64]) {
        self.window = window
        self.zone = zone
        self.grace = grace
        next = window.lowerBound.floored(toMicroseconds: Microseconds.hour)
    }

    /// The end of the last hour that was taken.
    var end: Instant { max(window.lowerBound, min(window.upperBound, next)) }

    // MARK: Statuses

    /// Takes a day's statuses. Those of the days beside the month tell which attempts go on across its ends.
    mutating func take(statuses file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingStatus)
        while try rows.next(file) {
            let row = try rows.status(file)
            attempts.take(row)
            guard row.status.start < window.upperBound, row.status.end > window.lowerBound else { continue }
            statuses.take(row)
            presence.take(row)
            if row.status.word != .unknown { heard.insert(row.place) }
        }
    }

    mutating func endStatuses() {
        evses = EVSEOfMonth.all(statuses, in: window)
        // What is kept of them is in the EVSEs.
        statuses = PublishedStatuses(as: EVSEOfMonth.usage)
    }

    // MARK: Hours

    /// Takes a day's file of hours; `endHours` closes the last.
    mutating func take(hours file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingHour)
        while try rows.next(file) {
            let row = try rows.hour(file)
            guard row.start < window.upperBound,
                row.start.advanced(byMicroseconds: Microseconds.hour) > window.lowerBound
            else { continue }
            if let first = pending.first, first.start != row.start { endHour() }
            pending.append(row)
        }
    }

    /// - Parameter known: the days before it have files.
    mutating func endHours(known: Instant) {
        endHour()
        let told = evses.values.flatMap(\.outlets).compactMap(\.spans.last?.end).max() ?? next
        let end = min(told, known)
        // Where a local month ends within an hour, its last hour has a part in it.
        fill(
            until: end < window.upperBound
                ? end : end.advanced(byMicroseconds: Microseconds.hour).floored(toMicroseconds: Microseconds.hour))
    }

    private mutating func endHour() {
        guard let start = pending.first?.start else { return }
        fill(until: start)
        close(start..<start.advanced(byMicroseconds: Microseconds.hour), pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Whole hours of which there is no row at all.
    private mutating func fill(until end: Instant) {
        while next < window.upperBound, next.advanced(byMicroseconds: Microseconds.hour) <= end {
            close(next..<next.advanced(byMicroseconds: Microseconds.hour), [])
        }
    }

    private mutating func close(_ hour: Range<Instant>, _ rows: [PublishedHour]) {
        next = hour.upperBound
        // One piece, but where the zone is no whole number of hours away from UTC.
        let pieces = zone.localHours(in: hour.clamped(to: window))
        var byEVSE = Dictionary(grouping: rows, by: \.place.evse)
        for (name, evse) in evses {
            let own = byEVSE.removeValue(forKey: name) ?? []
            let silent = evse.connectors.filter { connector in !own.contains { $0.place == connector.place } }
            for row in own { untold[row.place] = Untold(charging: row.charging == nil, energy: row.energy == nil) }
            for (local, piece) in pieces {
                let all = own.map { $0.part(piece) } + silent.compactMap { silence($0.place, $0.spans.within(piece)) }
                add(all, evse, of: local, piece)
            }
        }
        for own in byEVSE.values {
            for (local, piece) in pieces { add(own.map { $0.part(piece) }, nil, of: local, piece) }
        }
    }

    /// The row that charging/hour no longer has of a connector: the registry has it, and nobody knows of it.
    private func silence(_ place: ConnectorOfTime, _ spans: [StatusSpan]) -> PublishedHour? {
        guard let start = spans.first?.start else { return nil }
        let length = spans.reduce(0) { $0 + $1.end.microseconds(since: $1.start) }
        let down = spans.reduce(0) { $1.status.isRetired ? $0 + $1.end.microseconds(since: $1.start) : $0 }
        let untold = untold[place]
        return PublishedHour(
            place: place, start: start, pluggedIn: 0, charging: untold?.charging == true ? nil : 0, outOfService: down,
            unknown: length - down, elapsed: length,
            energy: untold?.energy == true ? nil : WattHours(millionths: 0))
    }

    private mutating func add(
        _ rows: [PublishedHour], _ evse: EVSEOfMonth?, of local: LocalHour, _ piece: Range<Instant>
    ) {
        for row in rows {
            let told = heard.contains(row.place) ? row : row.untold
            let counted = told.without(retired: evse?.retired(row.place, in: piece) ?? 0)
            guard counted.elapsed > 0 else { continue }
            connectors[row.place, default: UsageSum()] =
                connectors[row.place, default: UsageSum()] + UsageSum(counted, hasGrace: grace[row.place.site] != nil)
        }
        let strongest = rows.max { $0.place.ratedKilowatts < $1.place.ratedKilowatts }
        var byOutlet: [OutletOfMonth: (rows: [PublishedHour], times: OutletTimes?)] = [:]
        for row in rows {
            let times = evse?.outlet(of: row.place, in: piece)
            let outlet =
                times?.outlet ?? evse?.outlet(at: piece.lowerBound) ?? OutletOfMonth(strongest?.place ?? row.place)
            byOutlet[outlet, default: ([], times)].rows.append(row)
        }
        for (outlet, var part) in byOutlet {
            // A silent connector of an EVSE takes nothing from what the others tell.
            if !part.rows.contains(where: { heard.contains($0.place) }) { part.rows = part.rows.map(\.untold) }
            let hasGrace = grace[outlet.site] != nil
            let usage =
                if part.rows.count == 1, evse?.connectors.count ?? 1 == 1, let row = part.rows.first {
                    UsageSum(row.without(retired: evse?.retired(row.place, in: piece) ?? 0), hasGrace: hasGrace)
                } else {
                    UsageSum(of: part.rows, part.times, in: piece, hasGrace: hasGrace, presence)
                }
            guard usage.all.elapsed > 0 else { continue }
            outlets[outlet, default: UsageSum()] = outlets[outlet, default: UsageSum()] + usage
            let told = part.rows.filter { heard.contains($0.place) || $0.untold.energy != nil }
            equipment[outlet, default: EquipmentOfMonth()].add(
                part.rows.map(\.place), told: told.map(\.place), usage)
            for group in outlet.groups { profiles[group, default: UsageProfile()].add(usage, at: local) }
        }
    }

    // MARK: Sessions

    /// Takes a day's sessions. Those of the five weeks before count where they overstay in the month, those of the day behind
    /// it where they show what came of an attempt.
    mutating func take(sessions file: [UInt8]) throws(DamagedRow) {
        var rows = PublishedRows(.chargingSession)
        while try rows.next(file) {
            let session = try rows.session(file)
            // A session whose stop was lost counts nowhere, and its meter tells all the same what came of a card.
            attempts.take(session)
            guard session.isCounted else { continue }
            presence.take(session)
            var usage = UsageSum()
            usage.overstay = overstay(of: session)
            let isOfMonth = window.contains(session.plugIn)
            if isOfMonth { usage.sessions = SessionSum(session) }
            guard isOfMonth || usage.overstay > 0 else { continue }
            let outlet = outlet(of: session.place, at: max(session.plugIn, window.lowerBound))
            connectors[session.place] = connectors[session.place, default: UsageSum()] + usage
            outlets[outlet] = outlets[outlet, default: UsageSum()] + usage
            guard isOfMonth else { continue }
            for group in outlet.groups {
                profiles[group, default: UsageProfile()].add(usage.sessions, plugIn: session.plugIn, in: zone)
            }
        }
    }

    mutating func endSessions() { presence.end() }

    /// Counts, when all is taken, how often a card led to energy.
    mutating func countAttempts() {
        for (place, start, counted) in attempts.counted(in: window) {
            var usage = UsageSum()
            usage.attempts = counted
            let outlet = outlet(of: place, at: start)
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

    /// What its EVSE was at that time.
    private func outlet(of place: ConnectorOfTime, at instant: Instant) -> OutletOfMonth {
        evses[place.evse]?.outlet(at: instant) ?? OutletOfMonth(place)
    }
}

extension OutletOfMonth {
    /// An EVSE of which no status tells that others belong to it.
    init(_ place: ConnectorOfTime) {
        self.init(
            site: place.site, operatorName: place.operatorName, evse: place.evse,
            band: PowerBand(ratedKilowatts: place.ratedKilowatts))
    }
}
