/// The published hours of air sensors beside what they emitted.
struct AirScore: Sendable {
    private struct Key: Hashable, Sendable {
        var hour: String
        var device: String
        var quantity: String
    }

    private struct Truth: Sendable {
        var count: Int64
        var sum: Int64
        var city: Int64
    }

    private var truth: [Key: Truth] = [:]
    private var seen: Set<Key> = []
    private let places: Places
    private(set) var windows = 0
    private(set) var wrongWindows = 0
    private(set) var inventedWindows = 0
    /// In millionths of the unit.
    private(set) var largestError: Int64 = 0
    /// Published means beside the city's air over the same readings.
    private(set) var sensors: [String: SensorError] = [:]
    private(set) var firstWrong: String?

    static let truthColumns = [
        "window_start", "borough", "site", "device", "quantity", "n", "emitted_sum", "city_mean",
    ]
    static let columns = [
        "window_start", "window_end", "borough", "site", "device", "quantity", "n", "capture_pct", "valid", "mean",
        "flags",
    ]

    init(truth table: Table) {
        places = Places(table, device: "device")
        for row in 0..<table.count {
            guard let count = Int64(table[row, "n"]), count > 0, let sum = table.millionths(row, "emitted_sum") else {
                continue
            }
            truth[Self.key(table, row)] = Truth(
                count: count, sum: sum, city: table.millionths(row, "city_mean") ?? 0)
        }
    }

    private static func key(_ table: Table, _ row: Int) -> Key {
        Key(hour: table[row, "window_start"], device: table[row, "device"], quantity: table[row, "quantity"])
    }

    /// Truth windows that no file holds.
    var missingWindows: Int { truth.count - seen.count }

    /// Takes a file of air/hour.
    mutating func take(_ table: Table) {
        for row in 0..<table.count {
            let key = Self.key(table, row)
            let count = Int64(table[row, "n"]) ?? 0
            let mistake = places.mistake(table, row, device: key.device) ?? Capture.mistake(table, row)
            guard let expected = truth[key] else {
                if count > 0 {
                    inventedWindows += 1
                    note(key, "nothing was emitted, n is \(count)")
                } else if let mistake {
                    wrong(key, mistake)
                }
                continue
            }
            guard seen.insert(key).inserted else {
                wrong(key, "the window stands twice")
                continue
            }
            windows += 1
            guard let mean = table.millionths(row, "mean") else {
                wrong(key, "no mean")
                continue
            }
            let error = Self.error(mean, expected)
            largestError = max(largestError, error)
            if error > 0 || count != expected.count {
                wrong(key, "n \(count), emitted \(expected.count); mean \(Decimals.text(millionths: mean))")
            } else if let mistake {
                wrong(key, mistake)
            }
            sensors[key.quantity, default: SensorError()].add(mean - expected.city)
        }
    }

    private mutating func wrong(_ key: Key, _ what: String) {
        wrongWindows += 1
        note(key, what)
    }

    private mutating func note(_ key: Key, _ what: String) {
        if firstWrong == nil { firstWrong = "\(key.hour) \(key.device) \(key.quantity): \(what)" }
    }

    /// Nought where the printed mean is the exact one, rounded half away from zero at its sixth decimal.
    private static func error(_ printed: Int64, _ truth: Truth) -> Int64 {
        let (quotient, remainder) = truth.sum.magnitude.quotientAndRemainder(dividingBy: truth.count.magnitude)
        let magnitude = Int64(quotient) + (remainder * 2 >= truth.count.magnitude ? 1 : 0)
        return abs(printed - (truth.sum < 0 ? -magnitude : magnitude))
    }
}
