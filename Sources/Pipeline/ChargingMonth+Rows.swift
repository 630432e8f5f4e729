import Charging
import Readings
import Tables

extension ChargingMonth {
    /// The sums of the groups, connectors among them, in the order of rows.
    var rows: [UsageRow] {
        var sums: [UsageGroup: (usage: UsageSum, equipment: EquipmentOfMonth, hasGrace: Bool)] = [:]
        for (outlet, usage) in outlets {
            for group in outlet.groups {
                var sum = sums[group] ?? (UsageSum(), EquipmentOfMonth(), false)
                sum.usage = sum.usage + usage
                sum.equipment.formUnion(equipment[outlet] ?? EquipmentOfMonth())
                sum.hasGrace = sum.hasGrace || grace[outlet.site] != nil
                sums[group] = sum
            }
        }
        for (place, usage) in connectors {
            let group = UsageGroup(
                .connector, site: place.site, operatorName: place.operatorName,
                band: PowerBand(ratedKilowatts: place.ratedKilowatts), connector: place)
            var own = EquipmentOfMonth()
            own.add([place], told: [place], usage)
            sums[group] = (usage, own, grace[place.site] != nil)
        }
        return sums.sorted { $0.key < $1.key }.map { group, sum in
            UsageRow(
                group: group, usage: sum.usage, equipment: sum.equipment.count, telling: sum.equipment.telling,
                hasGrace: sum.hasGrace)
        }
    }

    var profileRows: [ProfileRow] {
        profiles.sorted { $0.key < $1.key }.flatMap { group, profile in
            profile.week.map { ProfileRow(group: group, hour: $0.hour, usage: $0.usage) }
        }
    }

    // MARK: What anybody may see

    /// The cells that anybody may see, at one level: those of fewer than five sessions are suppressed, and as many more as
    /// it takes that none of them follows from the others, nor a site's part in a band. Figures that only some sessions
    /// tell are left out in the same way, by the number of those.
    func publicRows(_ level: UsageLevel) -> [PublicUsageRow] {
        let cells = hiddenCells(among: sessionCells(\.sessions, keepsNought: true) { $0.pluggedIn > 0 })
        // Who tells nothing of it has no part in a figure, and everybody may know that.
        let charging = hiddenCells(among: sessionCells(\.tellingCharging) { $0.charging > 0 })
        let energy = hiddenCells(among: sessionCells(\.withEnergy) { $0.energy > 0 })
        let means = hiddenCells(among: sessionCells(\.averaged) { _ in false })
        return rows.filter { $0.group.level == level }.map { row in
            let (group, sessions) = (row.group, row.usage.sessions)
            return PublicUsageRow(
                group: group, usage: row.usage, equipment: row.equipment, telling: row.telling,
                isSuppressed: cells.contain(group),
                hidesCharging: charging.contain(group) || sessions.tellingCharging < fewestShownSessions,
                hidesEnergy: energy.contain(group) || sessions.withEnergy < fewestShownSessions,
                // A mean times the number of sessions is the energy again.
                hidesMeans: means.contain(group) || sessions.averaged < fewestShownSessions || energy.contain(group)
                    || sessions.withEnergy < fewestShownSessions)
        }
    }

    /// - Parameter hasPart: whether the figures are of a car. Where no session of the month is of a site in a band and they are,
    ///   they are of one that came in the month before: as good as one session of this.
    private func sessionCells(
        _ count: KeyPath<SessionSum, Int>, keepsNought: Bool = false, hasPart: (UsageSum) -> Bool
    ) -> [SessionCell] {
        var sessions: [UsageGroup: Int] = [:]
        var parts: Set<UsageGroup> = []
        for (outlet, usage) in outlets {
            let cell = UsageGroup(.site, site: outlet.site, band: outlet.band)
            sessions[cell, default: 0] += usage.sessions[keyPath: count]
            if hasPart(usage) { parts.insert(cell) }
        }
        return sessions.compactMap { cell, counted in
            let count = max(counted, parts.contains(cell) ? 1 : 0)
            guard keepsNought || count > 0 else { return nil }
            return cell.band.map { SessionCell(site: cell.site, band: $0, sessions: count) }
        }.sorted { ($0.site, $0.band) < ($1.site, $1.band) }
    }
}

extension HiddenCells {
    fileprivate func contain(_ group: UsageGroup) -> Bool {
        switch group.level {
        case .site: sites.contains(group.site)
        case .band: group.band.map(bands.contains) ?? true
        case .borough: isBoroughHidden
        case .connector, .operator: true
        }
    }
}
