internal import Charging
internal import Pipeline
internal import Readings
internal import Registry
internal import Tables

extension Inquiry {
    /// Explains the row of a connector's hour or local day.
    package func charging(
        chargePoint: String, connector: Int, window asked: AskedWindow
    ) throws -> ChargingExplanation {
        let rows = try connectors(chargePoint).filter { $0.connector == connector }
        guard let first = rows.first, let borough = borough(ofSite: first.site) else {
            throw WhyError(
                "--connector \(connector): \(chargePoint) has the connectors "
                    + Set(registry.connectors(ofChargePoint: chargePoint).map(\.connector)).sorted()
                    .map { "\($0)" }.joined(separator: ", ") + ".")
        }
        let (name, window) = try asked.resolve(in: borough.timeZone, named: borough.timeZoneName, hasLocalDays: true)
        let datasets: [WindowName: Dataset] = [
            .quarterHour: .chargingQuarterHour, .hour: .chargingHour, .day: .chargingDay,
        ]
        guard let dataset = datasets[name] else {
            throw WhyError(
                "--length \(name.rawValue): charging has rows of a quarter-hour, an hour and a day. Months and years are made "
                    + "of the rows of charging/hour, charging/session and charging/status: ask for an hour of them.")
        }
        guard let held = rows.last(where: { $0.validity.overlaps(window) }) else {
            throw WhyError(
                "\(chargePoint) has no row in charge_points.csv that holds in the window from "
                    + "\(window.lowerBound.iso8601). Its rows: "
                    + rows.map { RegistryRow($0).line }.joined(separator: "; ") + ".")
        }
        let outcome = try read(
            chargePoint, name, borough.borough, window, around: Self.reach(of: window))
        let partition = Partition(
            dataset, area: borough.borough, holding: window.upperBound.advanced(byMicroseconds: -1))
        let key = [
            "charge_point": chargePoint, "connector": "\(connector)", "site": held.site,
            "window_start": window.lowerBound.iso8601, "operator": held.operatorName ?? "",
        ]
        let row = try ComparedRow.find(partition, where: key, in: folder, outcome.corridor)[0]
        // The row is of the part in which the registry's row holds.
        let part = window.clamped(to: held.validity)
        let made = outcome.corridor.connectorWindow(chargePoint: chargePoint, connector: connector, in: part)
        var explanation = ChargingExplanation(
            chargePoint: chargePoint, connector: connector, site: held.site, length: name, window: part,
            localWords: Self.localWords(part, borough), row: row, source: source,
            registry: [RegistryRow(held)], states: made.states, sessions: made.sessions)
        (explanation.tellsCharging, explanation.tellsEnergy) = (made.tellsCharging, made.tellsEnergy)
        explanation.energyBeside = made.energyBeside
        explanation.events = RelevantEvents(
            connector: connector, window: window, sessions: made.sessions.map(\.session)
        ).select(from: ExplainedEvent.resolve(outcome.corridor.trace?.events ?? []))
        explanation.unreadable = (outcome.corridor.trace?.unreadable ?? []).filter { window.contains($0.received) }
        explanation.notes =
            try notes(on: row, dataset, area: borough.borough, window, outcome)
            + notes(onDamage: outcome.damaged)
        return explanation
    }

    /// Explains the row of a session.
    /// - Parameter id: as in the column `session`.
    package func session(_ id: String) throws -> SessionExplanation {
        let (connector, plugIn) = try parse(session: id)
        guard let borough = borough(ofSite: connector.site) else { throw WhyError("\(connector.site) has no borough.") }
        let instant = plugIn..<plugIn.advanced(byMicroseconds: 1)
        let outcome = try read(
            connector.chargePoint, .hour, borough.borough, instant, around: Self.reach(of: instant))
        let partition = Partition(.chargingSession, area: borough.borough, holding: plugIn)
        let row = try ComparedRow.find(partition, where: ["session": id], in: folder, outcome.corridor)[0]
        let made = outcome.corridor.connectorWindow(
            chargePoint: connector.chargePoint, connector: connector.connector, in: instant)
        let session = made.sessions.map(\.session).first { $0.id(chargePoint: connector.chargePoint) == id }
        var explanation = SessionExplanation(
            id: id, chargePoint: connector.chargePoint, connector: connector.connector, site: connector.site, row: row,
            source: source, registry: [RegistryRow(connector)], session: session)
        if let session {
            let newest = outcome.newest ?? plugIn
            let end = max(session.unplug ?? newest, plugIn).advanced(byMicroseconds: 1)
            explanation.events = RelevantEvents(
                connector: connector.connector, window: plugIn..<end, sessions: [session]
            ).select(from: ExplainedEvent.resolve(outcome.corridor.trace?.events ?? []))
        }
        if row.published == nil, session == nil {
            throw WhyError(
                "--session \(id): neither the files nor \(source.words) have such a session; copy it from the column "
                    + "session of \(partition.path).")
        }
        if row.published == nil { explanation.notes.append("The file has no such row yet.") }
        if row.recomputed == nil { explanation.notes.append("\(source.words) gives no such session.") }
        explanation.notes += notes(onDamage: outcome.damaged)
        return explanation
    }

    private func read(
        _ chargePoint: String, _ name: WindowName, _ area: String, _ window: Range<Instant>, around: Range<Instant>
    ) throws -> TracedPass.Outcome {
        try pass.read(
            .init(
                name: name, family: .charging, area: area, window: window,
                trace: ReadingTrace(of: .chargePoint(chargePoint), in: around)))
    }

    /// A session is believed for 35 days, and a stop may come as late.
    private static func reach(of window: Range<Instant>) -> Range<Instant> {
        let reach = 36 * Microseconds.day
        return window.lowerBound.advanced(byMicroseconds: -reach)..<window.upperBound.advanced(byMicroseconds: reach)
    }

    private func connectors(_ chargePoint: String) throws(WhyError) -> [ChargePointConnector] {
        let rows = registry.connectors(ofChargePoint: chargePoint)
        if !rows.isEmpty { return rows }
        if !registry.airSensors(chargePoint).isEmpty {
            throw WhyError("\(chargePoint) is an air sensor: ask with `kerbside why air`.")
        }
        let names = Set(registry.connectors.map(\.chargePoint)).sorted()
        throw WhyError(
            "--charge-point \(chargePoint): charge_points.csv has no such charge point; it has "
                + (names.isEmpty ? "none" : names.prefix(10).joined(separator: ", "))
                + (names.count > 10 ? " and \(names.count - 10) more" : "") + ".")
    }

    /// `cp-1-2-2026-03-02T08:00:58Z` is connector 2 of cp-1; of several sessions that began at one instant, all but the
    /// first have a number behind it.
    private func parse(session id: String) throws(WhyError) -> (ChargePointConnector, Instant) {
        for connector in registry.connectors {
            let prefix = "\(connector.chargePoint)-\(connector.connector)-"
            guard id.hasPrefix(prefix) else { continue }
            let rest = id.dropFirst(prefix.count)
            guard let end = rest.firstIndex(of: "Z"), let plugIn = Instant(iso8601: String(rest[...end])),
                connector.validity.contains(plugIn)
            else { continue }
            return (connector, plugIn)
        }
        throw WhyError(
            "--session \(id): expected the text of the column session, such as cp-1-2-2026-03-02T08:00:58Z, of a charge "
                + "point in charge_points.csv.")
    }
}
