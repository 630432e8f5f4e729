package import Charging
package import Readings

/// What a row of a month's use is the sum of. The raw values are the words in the files.
package enum UsageLevel: String, CaseIterable, Comparable, Sendable {
    case connector, site, `operator`, band, borough

    package static func < (left: UsageLevel, right: UsageLevel) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The names of a row of a month's use; those that the level does not fix are empty.
package struct UsageGroup: Hashable, Comparable, Sendable {
    package var level: UsageLevel
    package var site = ""
    package var operatorName = ""
    package var band: PowerBand?
    /// Of a connector's row.
    package var connector: ConnectorOfTime?

    package init(
        _ level: UsageLevel, site: String = "", operatorName: String = "", band: PowerBand? = nil,
        connector: ConnectorOfTime? = nil
    ) {
        self.level = level
        self.site = site
        self.operatorName = operatorName
        self.band = band
        self.connector = connector
    }

    package static func < (left: UsageGroup, right: UsageGroup) -> Bool {
        if left.level != right.level { return left.level < right.level }
        if left.site != right.site { return left.site < right.site }
        if let mine = left.connector, let theirs = right.connector, mine != theirs {
            return (mine.chargePoint, mine.connector, mine.operatorName, mine.ratedKilowatts, mine.evse)
                < (theirs.chargePoint, theirs.connector, theirs.operatorName, theirs.ratedKilowatts, theirs.evse)
        }
        if left.operatorName != right.operatorName { return left.operatorName < right.operatorName }
        return (left.band?.rawValue ?? "") < (right.band?.rawValue ?? "")
    }
}

/// A local month and the part of it that is known.
package struct UsageMonth: Hashable, Sendable {
    /// Its first local date: a spreadsheet would make a date of `2026-03` all the same, and one of its own.
    package var first: CivilDate
    package var window: Range<Instant>

    package init(first: CivilDate, window: Range<Instant>) {
        self.first = first
        self.window = window
    }
}

/// How many connectors take part in the figures that only some of them can tell.
package struct TellingConnectors: Hashable, Sendable {
    package var charging: Int
    package var energy: Int

    package init(charging: Int, energy: Int) {
        self.charging = charging
        self.energy = energy
    }
}

/// A row of charging/utilisation.
package struct UsageRow: Sendable {
    package var group: UsageGroup
    package var usage: UsageSum
    package var equipment: EquipmentCount
    package var telling: TellingConnectors
    /// False where no site of the group says how long a car may stay: then there is no overstay to tell.
    package var hasGrace: Bool

    package init(
        group: UsageGroup, usage: UsageSum, equipment: EquipmentCount, telling: TellingConnectors, hasGrace: Bool
    ) {
        self.group = group
        self.usage = usage
        self.equipment = equipment
        self.telling = telling
        self.hasGrace = hasGrace
    }

    static let columns = [
        "window_start", "window_end", "period", "level", "borough", "site", "operator", "band", "charge_point", "evse",
        "connector", "rated_kw", "devices", "evses", "connectors", "elapsed_s", "plugged_in_s", "charging_s", "idle_s",
        "overstay_s", "out_of_service_s", "unknown_s", "kwh", "sessions", "failed_attempts", "plugged_in_pct",
        "charging_pct", "energy_pct", "in_service_plugged_in_pct", "in_service_charging_pct", "in_service_energy_pct",
        "idle_pct", "overstay_pct", "unknown_pct", "sessions_per_day", "attempts", "first_time_success_pct",
        "mean_session_s", "mean_session_kwh", "average_kw", "peak_kw", "charging_connectors", "energy_connectors",
    ]
}

/// A row of charging/profile: an hour of the local week.
package struct ProfileRow: Sendable {
    package var group: UsageGroup
    package var hour: LocalHour
    package var usage: UsageSum

    package init(group: UsageGroup, hour: LocalHour, usage: UsageSum) {
        self.group = group
        self.hour = hour
        self.usage = usage
    }

    static let columns = [
        "period", "level", "borough", "site", "operator", "band", "weekday", "hour", "elapsed_s", "plugged_in_s",
        "charging_s", "unknown_s", "kwh", "sessions", "plugged_in_pct", "charging_pct", "energy_pct", "unknown_pct",
    ]
}

/// A row of the public tables: a site's, a band's or a borough's month. A suppressed one shows what stands there, and
/// nothing of its use.
package struct PublicUsageRow: Sendable {
    package var group: UsageGroup
    package var usage: UsageSum
    package var equipment: EquipmentCount
    package var telling: TellingConnectors
    package var isSuppressed: Bool
    /// Too few sessions tell the figures of charging, of energy, or of the mean session, or a hidden one would follow.
    package var hidesCharging: Bool
    package var hidesEnergy: Bool
    package var hidesMeans: Bool

    package init(
        group: UsageGroup, usage: UsageSum, equipment: EquipmentCount, telling: TellingConnectors, isSuppressed: Bool,
        hidesCharging: Bool, hidesEnergy: Bool, hidesMeans: Bool
    ) {
        self.group = group
        self.usage = usage
        self.equipment = equipment
        self.telling = telling
        self.isSuppressed = isSuppressed
        self.hidesCharging = hidesCharging
        self.hidesEnergy = hidesEnergy
        self.hidesMeans = hidesMeans
    }

    /// - Parameter name: the column of what the row is of; nil for the borough's.
    static func columns(of name: String?) -> [String] {
        ["window_start", "window_end", "period", "borough"] + [name].compactMap(\.self) + [
            "devices", "evses", "connectors", "sessions", "kwh", "plugged_in_pct", "charging_pct", "energy_pct",
            "idle_pct", "unknown_pct", "sessions_per_day", "mean_session_s", "mean_session_kwh", "suppressed",
            "charging_connectors", "energy_connectors",
        ]
    }
}

extension [UInt8] {
    package mutating func append(_ row: UsageRow, _ month: UsageMonth, borough: String) {
        let (group, usage) = (row.group, row.usage)
        append(contentsOf: WindowLabel(start: month.window.lowerBound, end: month.window.upperBound).bytes)
        for text in [month.first.text, group.level.rawValue, borough] { append(cell: text) }
        append(names: group)
        for text in [group.connector?.chargePoint ?? "", group.connector?.evse ?? ""] { append(cell: text) }
        comma()
        if let connector = group.connector { append(whole: Int64(connector.connector)) }
        comma()
        if let connector = group.connector { append(millionths: connector.ratedKilowatts.count) }
        append(row.equipment)
        let tells = usage.tellingCharging.elapsed > 0
        let seconds: [Int64?] = [
            usage.all.elapsed, usage.pluggedIn, tells ? usage.charging : nil, tells ? usage.idle : nil,
            tells && row.hasGrace ? usage.overstay : nil, usage.all.outOfService, usage.unknown,
        ]
        for microseconds in seconds {
            comma()
            if let microseconds { append(secondsOf: microseconds) }
        }
        append(energyOf: usage)
        for count in [usage.sessions.sessions, usage.sessions.failedAttempts] { append(cell: count) }
        let shares = [
            usage.pluggedInShare, usage.chargingShare, usage.energyShare, usage.pluggedInShareInService,
            usage.chargingShareInService, usage.energyShareInService, usage.idleShare,
            row.hasGrace ? usage.overstayShare : nil, usage.unknownShare,
        ]
        for share in shares { append(cell: share) }
        append(cell: usage.turnover, scale: 10_000)
        append(cell: usage.attempts.presented)
        append(cell: usage.attempts.firstTimeSuccess)
        append(cell: usage.sessions.meanSeconds, scale: 1000)
        append(cell: usage.sessions.meanKilowattHours, scale: 1_000_000)
        append(cell: usage.sessions.averageKilowatts, scale: 1_000_000)
        comma()
        // Microwatts are 1e-9 kW; three digits go.
        if let peak = usage.sessions.peakMicrowatts { append(millionths: (peak + 500) / 1000) }
        for count in [row.telling.charging, row.telling.energy] { append(cell: count) }
        endRow()
    }

    package mutating func append(_ row: ProfileRow, _ month: UsageMonth, borough: String) {
        let usage = row.usage
        append(text: month.first.text)
        for text in [row.group.level.rawValue, borough] { append(cell: text) }
        append(names: row.group)
        for number in [row.hour.weekday, row.hour.hour] { append(cell: number) }
        let tells = usage.tellingCharging.elapsed > 0
        for microseconds in [usage.all.elapsed, usage.pluggedIn, tells ? usage.charging : nil, usage.unknown] {
            comma()
            if let microseconds { append(secondsOf: microseconds) }
        }
        append(energyOf: usage)
        append(cell: usage.sessions.sessions)
        for share in [usage.pluggedInShare, usage.chargingShare, usage.energyShare, usage.unknownShare] {
            append(cell: share)
        }
        endRow()
    }

    package mutating func append(_ row: PublicUsageRow, _ month: UsageMonth, borough: String) {
        let (group, usage) = (row.group, row.usage)
        append(contentsOf: WindowLabel(start: month.window.lowerBound, end: month.window.upperBound).bytes)
        for text in [month.first.text, borough] { append(cell: text) }
        switch group.level {
        case .site: append(cell: group.site)
        case .band: append(cell: group.band?.rawValue ?? "")
        case .connector, .operator, .borough: break
        }
        append(row.equipment)
        if row.isSuppressed {
            for _ in 0..<10 { comma() }
        } else {
            append(cell: usage.sessions.sessions)
            if row.hidesEnergy { comma() } else { append(energyOf: usage) }
            for share in [
                usage.pluggedInShare, row.hidesCharging ? nil : usage.chargingShare,
                row.hidesEnergy ? nil : usage.energyShare, row.hidesCharging ? nil : usage.idleShare,
                usage.unknownShare,
            ] { append(cell: share) }
            append(cell: usage.turnover, scale: 10_000)
            append(cell: row.hidesMeans ? nil : usage.sessions.meanSeconds, scale: 1000)
            append(cell: row.hidesMeans ? nil : usage.sessions.meanKilowattHours, scale: 1_000_000)
        }
        comma()
        append(flag: row.isSuppressed)
        for count in [row.telling.charging, row.telling.energy] {
            comma()
            if !row.isSuppressed { append(whole: Int64(count)) }
        }
        endRow()
    }

    private mutating func append(names group: UsageGroup) {
        for text in [group.site, group.operatorName, group.band?.rawValue ?? ""] { append(cell: text) }
    }

    private mutating func append(_ equipment: EquipmentCount) {
        for count in [equipment.devices, equipment.evses, equipment.connectors] { append(cell: count) }
    }

    private mutating func append(cell text: String) {
        comma()
        append(text: text)
    }

    private mutating func append(cell count: Int) {
        comma()
        append(whole: Int64(count))
    }

    private mutating func append(cell ratio: ExactRatio?, scale: UInt64) {
        comma()
        if let ratio { append(ratio.rounded(times: Int64(scale)), scale: scale) }
    }

    /// Kilowatt-hours; nothing where no connector tells energy.
    private mutating func append(energyOf usage: UsageSum) {
        comma()
        if usage.greatestEnergy > 0 || usage.energy > 0 {
            append(kilowattHoursOf: WattHours(millionths: Int64(clamping: usage.energy)))
        }
    }
}
