/// The score's figures, for people and for programs.
package struct ScoreReport: Sendable {
    let air: AirScore
    let charging: ChargingScore
    let balance: BalanceScore
    let sessions: SessionScore
    let faults: [FaultScore.Row]

    /// Whether every message, window and session is there and equal to what was emitted.
    package var isPerfect: Bool {
        balance.unaccounted == 0 && balance.putAside == balance.injectedToBePutAside
            && air.wrongWindows + air.missingWindows + air.inventedWindows == 0
            && charging.wrongWindows + charging.missingWindows == 0
            && sessions.missed + sessions.invented + sessions.sessionsOfWrongEnergy == 0
    }

    /// One JSON object, names in a fixed order.
    package var json: String {
        let energy = sessions.energy
        var members = [
            ("messages", "\(balance.messages)"), ("unaccounted", "\(balance.unaccounted)"),
            ("quarantined", "\(balance.quarantined)"), ("windows", "\(air.windows)"),
            ("windows_wrong", "\(air.wrongWindows)"), ("windows_missing", "\(air.missingWindows)"),
            ("windows_invented", "\(air.inventedWindows)"),
            ("charging_windows", "\(charging.windows)"), ("charging_windows_wrong", "\(charging.wrongWindows)"),
            ("charging_windows_missing", "\(charging.missingWindows)"),
            ("charging_max_error_kwh", Decimals.text(millionths: charging.largestError)),
            ("max_abs_error", Decimals.text(millionths: air.largestError)), ("sessions", "\(sessions.sessions)"),
            ("sessions_missed", "\(sessions.missed)"), ("sessions_invented", "\(sessions.invented)"),
            ("sessions_wrong_energy", "\(sessions.sessionsOfWrongEnergy)"),
            ("max_energy_error_kwh", Decimals.text(millionths: sessions.largestEnergyError)),
            ("energy_kwh", Decimals.text(millionths: energy.listed)),
            ("energy_told_kwh", Decimals.text(millionths: energy.told)),
            ("energy_city_kwh", Decimals.text(millionths: energy.city)),
        ]
        let sensors = air.sensors.sorted { $0.key < $1.key }.map { quantity, error in
            "\"\(quantity)\":{\"hours\":\(error.hours),\"bias\":\(Self.three(error.bias)),"
                + "\"rmse\":\(Self.three(error.rootMeanSquare))}"
        }
        members.append(("sensor_error", "{" + sensors.joined(separator: ",") + "}"))
        let kinds = faults.map { row in
            "\"\(row.kind)\":{\"injected\":\(row.injected),\"found\":\(row.found),\"finds\":\(row.finds),"
                + "\"true_finds\":\(row.trueFinds),\"recall\":\(row.leavesTrace ? Self.share(row.found, row.injected) : "null"),"
                + "\"precision\":\(Self.share(row.trueFinds, row.finds))}"
        }
        members.append(("faults", "{" + kinds.joined(separator: ",") + "}"))
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n"
    }

    /// For a terminal.
    package var text: String {
        let energy = sessions.energy
        var lines = [
            "messages that arrived     \(balance.messages)", "  unaccounted for         \(balance.unaccounted)",
            "  quarantined             \(balance.quarantined)",
            "  second copies           \(balance.duplicateMessages) messages, \(balance.duplicateReadings) readings",
            "hours of air sensors      \(air.windows)",
            "  wrong, missing, extra   \(air.wrongWindows), \(air.missingWindows), \(air.inventedWindows)",
            "  largest error           \(Decimals.text(millionths: air.largestError))",
            "hours of connectors       \(charging.windows)",
            "  wrong, missing          \(charging.wrongWindows), \(charging.missingWindows)",
            "  largest error           \(Decimals.text(millionths: charging.largestError)) kWh",
            "sessions told             \(sessions.sessions)",
            "  missed, extra           \(sessions.missed), \(sessions.invented)",
            "  of another energy       \(sessions.sessionsOfWrongEnergy), by up to "
                + "\(Decimals.text(millionths: sessions.largestEnergyError)) kWh",
            "energy                    \(Decimals.text(millionths: energy.listed)) kWh listed, "
                + "\(Decimals.text(millionths: energy.told)) told, \(Decimals.text(millionths: energy.city)) taken",
        ]
        if let first = charging.firstWrong { lines.append("the first wrong connector \(first)") }
        if let first = air.firstWrong { lines.append("the first wrong hour      \(first)") }
        lines.append("")
        lines.append(Self.row(["sensors beside the air", "hours", "bias", "rmse"]))
        for (quantity, error) in air.sensors.sorted(by: { $0.key < $1.key }) {
            lines.append(
                Self.row(["  " + quantity, "\(error.hours)", Self.three(error.bias), Self.three(error.rootMeanSquare)]))
        }
        lines.append("")
        lines.append(Self.row(["faults", "injected", "found", "recall", "finds", "precision"]))
        for row in faults {
            lines.append(
                Self.row([
                    "  " + row.kind, "\(row.injected)", row.leavesTrace ? "\(row.found)" : "-",
                    row.leavesTrace ? Self.percent(row.found, row.injected) : "no word",
                    row.leavesTrace ? "\(row.finds)" : "-", Self.percent(row.trueFinds, row.finds),
                ]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let width = index == 0 ? 26 : 10
            let room = String(repeating: " ", count: max(0, width - cell.count))
            return index == 0 ? cell + room : room + cell
        }.joined()
    }

    private static func three(_ value: Double) -> String {
        let scaled = (value * 1000).rounded()
        return Decimals.text(millionths: Int64(min(max(scaled, -1e15), 1e15)) * 1000)
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "null" : three(Double(part) / Double(whole))
    }

    private static func percent(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "-" : three((Double(part) / Double(whole) * 1000).rounded() / 10) + " %"
    }
}
