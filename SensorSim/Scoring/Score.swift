import Readings

/// A data folder beside the truth: how much of what devices emitted is in it, and how right it is.
///
/// All rules are the score's own; nothing of Kerbside's code takes part.
package struct Score: Sendable {
    private var air: AirScore
    private var charging: ChargingScore
    private var balance: BalanceScore
    private var sessions: SessionScore
    private var faults: FaultScore

    /// - Parameter truth: a table of the truth's folder by its name; nil where there is none.
    package init(truth: (String) throws -> [UInt8]?) rethrows {
        func table(_ name: String) throws -> Table { Table(try truth(name) ?? []) }
        air = AirScore(truth: try table("air-hours.csv"))
        charging = ChargingScore(truth: try table("charging-hours.csv"))
        balance = BalanceScore(truth: try table("arrivals.csv"))
        sessions = SessionScore(truth: try table("sessions.csv"))
        let hours = try table("city-hours.csv")
        let begins = hours.count > 0 ? stamp(hours[0, "window_start"]) : nil
        faults = FaultScore(truth: try table("faults.csv"), begins: begins ?? .distantPast)
    }

    /// What a file of the data folder holds.
    package enum Content: Sendable {
        case airHours, chargingHours, sessions, statuses
        /// Of the UTC day received, `2026-03-02`.
        case balance(day: String)
    }

    package mutating func take(_ bytes: [UInt8], _ content: Content) {
        let table = Table(bytes)
        switch content {
        case .airHours:
            air.take(table)
            faults.take(airHours: table)
        case .chargingHours: charging.take(table)
        case .sessions:
            sessions.take(table)
            faults.take(sessions: table)
        case .statuses: faults.take(statuses: table)
        case .balance(let day): balance.take(table, day: day)
        }
    }

    /// The figures, when every file is taken.
    package mutating func report() -> ScoreReport {
        sessions.match()
        return ScoreReport(
            air: air, charging: charging, balance: balance, sessions: sessions, faults: faults.rows + balance.faults)
    }
}
