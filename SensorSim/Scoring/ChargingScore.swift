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
    private(set) var windows = 0
    private(set) var wrongWindows = 0
    /// Millionths of a kWh.
    private(set) var largestError: Int64 = 0
    private(set) var firstWrong: String?

    /// A millionth of a kWh is the last printed digit: what is rounded on another way may differ by one.
    private static let rounding: Int64 = 1

    static let truthColumns = ["window_start", "charge_point", "connector", "told_starts", "told_kwh"]
    static let columns = ["window_start", "charge_point", "connector", "kwh", "sessions_started"]

    init(truth table: Table) {
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
                wrongWindows += 1
                firstWrong = firstWrong ?? "\(key.hour) \(key.chargePoint) \(key.connector): the window stands twice"
                continue
            }
            let energy = table.millionths(row, "kwh") ?? 0
            let starts = Int(table[row, "sessions_started"]) ?? 0
            let error = abs(energy - expected.energy)
            let counts = error > Self.rounding ? error : 0
            largestError = max(largestError, counts)
            guard counts > 0 || starts != expected.starts else { continue }
            wrongWindows += 1
            guard firstWrong == nil else { continue }
            firstWrong =
                "\(key.hour) \(key.chargePoint) \(key.connector): \(Decimals.text(millionths: energy)) kWh and \(starts) "
                + "starts, told \(Decimals.text(millionths: expected.energy)) and \(expected.starts)"
        }
    }

    /// Hours in which something was told, and that no file holds.
    var missingWindows: Int { truth.count { ($0.value.energy > 0 || $0.value.starts > 0) && !seen.contains($0.key) } }
}
