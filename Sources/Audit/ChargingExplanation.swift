package import Charging
package import Pipeline
package import Readings

/// How the row of a connector's window came about.
package struct ChargingExplanation: Hashable, Sendable {
    package var chargePoint: String
    package var connector: Int
    package var site: String
    package var length: WindowName
    package var window: Range<Instant>
    package var localWords: String
    package var row: ComparedRow
    package var source: RecordSource
    package var registry: [RegistryRow] = []
    package var states: [StateInterval] = []
    package var sessions: [ConnectorWindow.Part] = []
    /// What the evidence of the connector tells at all.
    package var tellsCharging = true
    package var tellsEnergy = true
    /// What its meter shows beside these sessions.
    package var energyBeside = WattHours(millionths: 0)
    package var events: [ExplainedEvent] = []
    package var unreadable: [TracedMessage] = []
    package var notes: [String] = []

    package var totals: FateTotals { FateTotals(events) }

    /// Microseconds of the window in a state, from the states that are listed.
    func length(of state: ConnectorState) -> Int64 {
        let whole = window.upperBound.microseconds(since: window.lowerBound)
        if state == .unknown {
            return whole - ConnectorState.allCases.filter { $0 != .unknown }.reduce(0) { $0 + length(of: $1) }
        }
        return states.filter { $0.state == state }.reduce(0) { $0 + $1.end.microseconds(since: $1.start) }
    }

    /// Nil where nobody can tell it of the connector, or of a part of the window.
    var charging: Int64? {
        guard tellsCharging, states.allSatisfy({ $0.state != .pluggedIn || $0.knowsCharging }) else { return nil }
        return states.filter(\.isCharging).reduce(0) { $0 + $1.end.microseconds(since: $1.start) }
    }

    var energy: WattHours {
        WattHours(millionths: sessions.reduce(energyBeside.millionths) { $0 + $1.energy.millionths })
    }

    var started: Int { sessions.count { $0.session.isCounted && window.contains($0.session.plugIn) } }

    /// Whether the states and sessions that are listed give the recomputed row; nil where there is none.
    package var sumAgrees: Bool? {
        guard row.recomputed != nil else { return nil }
        let states = ConnectorState.allCases.allSatisfy {
            row.recomputed($0.rawValue + "_s") == Decimals.seconds(length(of: $0))
        }
        // Empty cells: words alone tell neither whether a current flowed nor how much.
        let isEnergyTold = tellsEnergy || energy.millionths != 0
        return states && row.recomputed("charging_s") == charging.map(Decimals.seconds) ?? ""
            && row.recomputed("kwh") == (isEnergyTold ? Decimals.kilowattHours(energy) : "")
            && row.recomputed("sessions_started") == "\(started)"
    }

    package var holds: Bool { row.isEqual == true && sumAgrees != false }
}

/// How the row of a session came about.
package struct SessionExplanation: Hashable, Sendable {
    package var id: String
    package var chargePoint: String
    package var connector: Int
    package var site: String
    package var row: ComparedRow
    package var source: RecordSource
    package var registry: [RegistryRow] = []
    /// Nil where the records give no such session.
    package var session: ChargingSession?
    package var events: [ExplainedEvent] = []
    package var notes: [String] = []

    package var totals: FateTotals { FateTotals(events) }
    package var holds: Bool { row.isEqual == true }
}
