/// The score's figures, for people and for programs.
package struct ScoreReport: Sendable {
    let air: AirScore
    let hours: [String: SensorError]
    let charging: ChargingScore
    let balance: BalanceScore
    let sessions: SessionScore
    let faults: [FaultScore.Row]

    /// Whether every message, window and session is there and equal to what was emitted.
    package var isPerfect: Bool {
        balance.messages > 0 && balance.unaccounted == 0 && balance.rowsWrong == 0 && balance.putsAsideWhatItShould
            && air.wrongWindows + air.missingWindows + air.inventedWindows == 0
            && charging.wrongWindows + charging.missingWindows == 0
            && sessions.missed + sessions.invented == 0
            && sessions.ofWrongTime + sessions.ofWrongState + sessions.ofWrongEnergy + sessions.ofWrongPlace == 0
            && faults.allSatisfy { $0.falseFinds == 0 } && putsAsideEachKind
    }

    /// Whether each message that was made to be put aside is, for its own reason, and no other.
    private var putsAsideEachKind: Bool {
        faults.allSatisfy { row in
            !BalanceScore.toBePutAside.contains(row.kind) || (row.found == row.injected && row.finds == row.injected)
        }
    }

    /// One JSON object, names in a fixed order.
    package var json: String {
        let energy = sessions.energy
        var members = [
            ("messages", "\(balance.messages)"), ("unaccounted", "\(balance.unaccounted)"),
            ("balance_rows_wrong", "\(balance.rowsWrong)"),
            ("quarantined", "\(balance["quarantined"])"), ("windows", "\(air.windows)"),
            ("windows_wrong", "\(air.wrongWindows)"), ("windows_missing", "\(air.missingWindows)"),
            ("windows_invented", "\(air.inventedWindows)"),
            ("charging_windows", "\(charging.windows)"), ("charging_windows_wrong", "\(charging.wrongWindows)"),
            ("charging_windows_missing", "\(charging.missingWindows)"),
            ("charging_max_error_kwh", Decimals.text(millionths: charging.largestError)),
            ("max_abs_error", Decimals.text(millionths: air.largestError)), ("sessions", "\(sessions.sessions)"),
            ("sessions_open", "\(sessions.open)"), ("sessions_shown", "\(sessions.shown)"),
            ("sessions_missed", "\(sessions.missed)"), ("sessions_invented", "\(sessions.invented)"),
            ("sessions_of_wrong_time", "\(sessions.ofWrongTime)"),
            ("sessions_of_wrong_state", "\(sessions.ofWrongState)"),
            ("sessions_wrong_energy", "\(sessions.ofWrongEnergy)"),
            ("sessions_of_wrong_place", "\(sessions.ofWrongPlace)"),
            ("sessions_wrong_with_lost_words", "\(sessions.withLostWords)"),
            ("max_energy_error_kwh", Decimals.text(millionths: sessions.largestEnergyError)),
            ("energy_kwh", Decimals.text(millionths: energy.listed)),
            ("energy_told_kwh", Decimals.text(millionths: energy.told)),
            ("energy_city_kwh", Decimals.text(millionths: energy.city)),
        ]
        members.append(("sensor_error", Self.json(air.sensors)))
        members.append(("hour_error", Self.json(hours)))
        let kinds = faults.map { row in
            "\"\(row.kind)\":{\"injected\":\(row.injected),\"found\":\(row.found),\"finds\":\(row.finds),"
                + "\"true_finds\":\(row.trueFinds),\"recall\":\(row.leavesTrace ? Self.share(row.found, row.injected) : "null"),"
                + "\"precision\":\(Self.share(row.trueFinds, row.finds)),\"leaves_trace\":\(row.leavesTrace)}"
        }
        members.append(("faults", "{" + kinds.joined(separator: ",") + "}"))
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
    }

    private static func json(_ errors: [String: SensorError]) -> String {
        let members = errors.sorted { $0.key < $1.key }.map { quantity, error in
            "\"\(quantity)\":{\"hours\":\(error.hours),\"bias\":\(three(error.bias)),"
                + "\"rmse\":\(three(error.rootMeanSquare))}"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    static func three(_ value: Double) -> String {
        let scaled = (value * 1000).rounded()
        return Decimals.text(millionths: Int64(min(max(scaled, -1e15), 1e15)) * 1000)
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "null" : three(Double(part) / Double(whole))
    }
}
