package import Charging
package import Readings
import Registry

/// How a connector spent a window, and the sessions that reach into it.
package struct ConnectorWindow: Hashable, Sendable {
    /// The known states, cut at the window; the rest of it is unknown.
    package var states: [StateInterval] = []
    package var sessions: [Part] = []
    /// Whether what is known of the connector tells charging, and of these visits energy: else cells are empty.
    package var tellsCharging = true
    package var tellsEnergy = true
    /// What its meter shows beside these visits.
    package var energyBeside = WattHours(millionths: 0)

    /// A session and the energy that the window has of it.
    package struct Part: Hashable, Sendable {
        package var session: ChargingSession
        package var energy: WattHours
    }
}

extension Corridor {
    /// What the rows of a connector's window are made of. Figures must be settled, and the window held.
    package func connectorWindow(
        chargePoint name: String, connector: Int, in window: Range<Instant>
    ) -> ConnectorWindow {
        var found = ConnectorWindow()
        guard let state = chargePoints.first(where: { $0.name == name }) else { return found }
        // As for the row: nothing is claimed beyond the borough's newest record.
        let known = min(window.upperBound, max(window.lowerBound, boroughs[state.borough].newest ?? .distantPast))
        var start = window.lowerBound
        while start < window.upperBound {
            let block = ChargingBlock.block(holding: start)
            let part = start..<min(window.upperBound, block.span.upperBound)
            start = part.upperBound
            guard let history = state.history(ofConnector: connector, at: part.lowerBound) else { continue }
            for interval in history.timeline {
                var cut = interval
                cut.start = max(interval.start, part.lowerBound)
                cut.end = min(interval.end, part.upperBound, known)
                if cut.start < cut.end { found.add(cut) }
            }
            let counted = part.lowerBound..<min(part.upperBound, max(part.lowerBound, known))
            found.tellsCharging = found.tellsCharging && history.scope.tellsCharging(in: counted)
            found.tellsEnergy = found.tellsEnergy && utilisation(of: history, in: counted).tellsEnergy
            found.energyBeside.millionths += energyBesideSessions(of: history, in: counted).millionths
            for session in history.sessions where session.touches(part) {
                found.add(session, energy: session.share(of: counted))
            }
        }
        return found
    }

    /// When the newest record of a borough was received; nil without one.
    package func newest(inArea area: String) -> Instant? {
        boroughs.first { $0.borough.borough == area }?.newest
    }
}

extension ConnectorWindow {
    fileprivate mutating func add(_ interval: StateInterval) {
        if let last = states.last, last.end == interval.start, last.state == interval.state,
            last.isCharging == interval.isCharging, last.evidence == interval.evidence
        {
            states[states.count - 1].end = interval.end
        } else {
            states.append(interval)
        }
    }

    fileprivate mutating func add(_ session: ChargingSession, energy: WattHours) {
        if let index = sessions.firstIndex(where: {
            $0.session.plugIn == session.plugIn && $0.session.ordinal == session.ordinal
        }) {
            sessions[index].energy.millionths += energy.millionths
        } else {
            sessions.append(Part(session: session, energy: energy))
        }
    }
}
