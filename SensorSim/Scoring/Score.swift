import Readings

/// A data folder beside the truth: how much of what devices emitted is in it, and how right it is.
///
/// All rules are the score's own; nothing of Kerbside's code takes part.
package struct Score: Sendable {
    private var air: AirScore
    private var hours: HourError
    private var charging: ChargingScore
    private var balance: BalanceScore
    private var sessions: SessionScore
    private var faults: FaultScore
    private var copies: CopyScore
    private var putAside: PutAsideScore
    private let delayed: Int

    /// - Parameter truth: a table of the truth's folder by its name; throws where there is none.
    package init(truth: (String) throws -> [UInt8]) throws {
        func table(_ name: String, _ needed: [String]) throws -> Table {
            try Table(truth(name), name, needed: needed)
        }
        air = AirScore(truth: try table("air-hours.csv", AirScore.truthColumns))
        let told = try table("sessions.csv", ToldSession.columns)
        charging = ChargingScore(truth: try table("charging-hours.csv", ChargingScore.truthColumns), sessions: told)
        balance = BalanceScore(truth: try table("arrivals.csv", BalanceScore.truthColumns))
        let city = try table("city-hours.csv", HourError.truthColumns)
        hours = HourError(truth: city)
        let messages = WayMessage.all(try table("messages.csv", WayMessage.columns))
        faults = try FaultScore(
            truth: try table("faults.csv", FaultScore.truthColumns), messages, period: Self.period(city))
        sessions = SessionScore(truth: told, faults, messages)
        copies = CopyScore(messages, faults)
        putAside = PutAsideScore(messages)
        delayed = messages.count { $0.fault == "delay" }
    }

    /// From the first hour of the city to the end of the last.
    private static func period(_ city: Table) -> Range<Instant> {
        guard city.count > 0, let first = stamp(city[0, "window_start"]),
            let last = stamp(city[city.count - 1, "window_start"]), first <= last
        else { return .distantPast ..< .distantFuture }
        return first..<last.advanced(byMicroseconds: Microseconds.hour)
    }

    /// What a file of the data folder holds.
    package enum Content: Sendable {
        case airHours, chargingHours, sessions, statuses
        /// Of the UTC day received, `2026-03-02`.
        case balance(day: String)
        case quarantine(day: String)
    }

    /// - Parameter name: the file's, for what is said of it.
    package mutating func take(_ bytes: [UInt8], _ content: Content, name: String) throws {
        switch content {
        case .airHours:
            let table = try Table(bytes, name, needed: AirScore.columns)
            air.take(table)
            hours.take(table)
            faults.take(airHours: table)
        case .chargingHours: charging.take(try Table(bytes, name, needed: ChargingScore.columns))
        case .sessions:
            let table = try Table(bytes, name, needed: ListedSession.columns)
            sessions.take(table)
            faults.take(sessions: table)
        case .statuses:
            faults.take(
                statuses: try Table(
                    bytes, name, needed: ["start", "end", "charge_point", "connector", "status", "flags"]))
        case .balance(let day): take(try Table(bytes, name, needed: Balance.columns), day: day)
        case .quarantine(let day): putAside.take(try QuarantineList(bytes, name), day: day)
        }
    }

    private mutating func take(_ table: Table, day: String) {
        for row in 0..<table.count {
            let row = Balance(table, row)
            putAside.take(row, balance.take(row, day: day))
            copies.take(row, day: day)
            faults.take(row, day: day)
        }
    }

    /// The figures, when every file is taken.
    package mutating func report() -> ScoreReport {
        sessions.match()
        let delay = FaultScore.Row(kind: "delay", injected: delayed, leavesTrace: false)
        return ScoreReport(
            air: air, hours: hours.errors, charging: charging, balance: balance, sessions: sessions,
            faults: faults.rows + copies.rows + putAside.rows + [delay])
    }
}
