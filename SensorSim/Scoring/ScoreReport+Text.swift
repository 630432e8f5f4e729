extension ScoreReport {
    /// For a terminal.
    package var text: String {
        (counts + firstWrong + [""] + errors + [""] + table).joined(separator: "\n") + "\n"
    }

    private var counts: [String] {
        let energy = sessions.energy
        func kWh(_ millionths: Int64) -> String { Decimals.text(millionths: millionths) + " kWh" }
        return [
            "messages that arrived     \(balance.messages)", "  unaccounted for         \(balance.unaccounted)",
            "  balances that lie       \(balance.rowsWrong)",
            "  quarantined             \(balance["quarantined"])",
            "  second copies           \(balance["duplicate_messages"]) messages, \(balance["duplicate_readings"]) readings",
            "hours of air sensors      \(air.windows)",
            "  wrong, missing, extra   \(air.wrongWindows), \(air.missingWindows), \(air.inventedWindows)",
            "  largest error           \(Decimals.text(millionths: air.largestError))",
            "hours of connectors       \(charging.windows)",
            "  wrong, missing          \(charging.wrongWindows), \(charging.missingWindows)",
            "  largest error           \(kWh(charging.largestError))",
            "sessions told             \(sessions.sessions), \(sessions.open) of them open, \(sessions.shown) without a transaction",
            "  missed, extra           \(sessions.missed), \(sessions.invented)",
            "  sessions_of_wrong_time  \(sessions.ofWrongTime)",
            "  of another state        \(sessions.ofWrongState)",
            "  of another energy       \(sessions.ofWrongEnergy), by up to \(kWh(sessions.largestEnergyError))",
            "  at another place        \(sessions.ofWrongPlace)",
            "  wrong, words were lost  \(sessions.withLostWords)",
            "energy                    \(kWh(energy.listed)) listed, \(kWh(energy.told)) told, \(kWh(energy.city)) taken",
        ]
    }

    private var firstWrong: [String] {
        let first = [
            ("balance  ", balance.firstWrong), ("connector", charging.firstWrong), ("hour     ", air.firstWrong),
            ("session  ", sessions.firstWrong),
        ]
        return first.compactMap { name, what in what.map { "the first wrong \(name) \($0)" } }
    }

    private var errors: [String] {
        func lines(_ title: String, _ errors: [String: SensorError]) -> [String] {
            [Self.row([title, "hours", "bias", "rmse"])]
                + errors.sorted { $0.key < $1.key }.map { quantity, error in
                    Self.row([
                        "  " + quantity, "\(error.hours)", Self.three(error.bias), Self.three(error.rootMeanSquare),
                    ])
                }
        }
        return lines("sensor_error", air.sensors) + lines("hour_error", hours)
    }

    private var table: [String] {
        [Self.row(["faults", "injected", "found", "recall", "finds", "precision"])]
            + faults.map { row in
                let figures = [
                    "\(row.found)", Self.percent(row.found, row.injected), "\(row.finds)",
                    Self.percent(row.trueFinds, row.finds),
                ]
                return Self.row(
                    ["  " + row.kind, "\(row.injected)"] + (row.leavesTrace ? figures : ["-", "no word", "-", "-"]))
            }
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let width = index == 0 ? 26 : 10
            let room = String(repeating: " ", count: max(0, width - cell.count))
            return index == 0 ? cell + room : room + cell
        }.joined()
    }

    private static func percent(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "-" : three((Double(part) / Double(whole) * 1000).rounded() / 10) + " %"
    }
}
