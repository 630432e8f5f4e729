/// The published hours of connectors beside what their meters told.
struct ChargingScore: Sendable {
    private struct Key: Hashable, Sendable {
        var hour: String
        var chargePoint: String
        var connector: String
    }

    private struct Truth: Sendable {
        /// Millionths of a kWh.
        var energy: Int64
        var starts: Int
    }

    private var truth: [Key: Truth] = [:]
    private var seen: Set<Key> = []
    private let places: Places
    private(set) var windows = 0
    private(set) var wrongWindows = 0
    /// Millionths of a kWh.
    private(set) var largestError: Int64 = 0
    private(set) var firstWrong: String?

    static let truthColumns = ["window_start", "charge_point", "connector", "told_starts", "told_kwh"]
    static let columns = [
        "window_start", "borough", "site", "charge_point", "connector", "plugged_in_s", "available_s", "reserved_s",
        "blocked_s", "out_of_service_s", "unknown_s", "kwh", "sessions_started", "capture_pct", "valid",
    ]

    /// - Parameter sessions: the truth's, which tell where charge points stand.
    init(truth table: Table, sessions: Table) {
        places = Places(sessions, device: "charge_point")
        for row in 0..<table.count {
            let key = Key(
                hour: table[row, "window_start"], chargePoint: table[row, "charge_point"],
                connector: table[row, "connector"])
            truth[key] = Truth(
                energy: table.millionths(row, "told_kwh") ?? 0, starts: Int(table[row, "told_starts"]) ?? 0)
        }
    }

    /// Takes a file of charging/hour. Where nothing was told the energy is nought, or empty.
    mutating func take(_ table: Table) {
        for row in 0..<table.count {
            let key = Key(
                hour: table[row, "window_start"], chargePoint: table[row, "charge_point"],
                connector: table[row, "connector"])
            let expected = truth[key] ?? Truth(energy: 0, starts: 0)
            windows += 1
            guard seen.insert(key).inserted else {
                wrong(key, "the window stands twice")
                continue
            }
            let energy = table.millionths(row, "kwh") ?? 0
            let starts = Int(table[row, "sessions_started"]) ?? 0
            let error = abs(energy - expected.energy)
            largestError = max(largestError, error)
            if error > 0 || starts != expected.starts {
                wrong(
                    key,
                    "\(Decimals.text(millionths: energy)) kWh and \(starts) starts, "
                        + "told \(Decimals.text(millionths: expected.energy)) and \(expected.starts)")
            } else if let mistake = places.mistake(table, row, device: key.chargePoint)
                ?? Capture.mistakeOfConnector(table, row)
            {
                wrong(key, mistake)
            }
        }
    }

    private mutating func wrong(_ key: Key, _ what: String) {
        wrongWindows += 1
        firstWrong = firstWrong ?? "\(key.hour) \(key.chargePoint) \(key.connector): \(what)"
    }

    /// Hours in which something was told, and that no file holds.
    var missingWindows: Int { truth.count { ($0.value.energy > 0 || $0.value.starts > 0) && !seen.contains($0.key) } }
}
