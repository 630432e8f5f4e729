/// Where every message went: what arrived beside what the balances of the data folder account for.
struct BalanceScore: Sendable {
    private struct Key: Hashable, Sendable {
        var day: String
        var device: String
    }

    private var arrived: [Key: Int] = [:]
    private var accounted: [Key: Int] = [:]
    private(set) var messages = 0
    /// Sums of the balances that do not add up in themselves.
    private(set) var differences = 0
    private(set) var quarantined = 0
    private(set) var duplicateMessages = 0
    private(set) var duplicateReadings = 0
    private(set) var conflicts = 0
    private(set) var late = 0
    private(set) var rejected = 0
    private(set) var inWindows = 0
    private(set) var ignored = 0
    private(set) var reasons: [String: Int] = [:]
    /// What was done to messages on their way, by the columns of arrivals.csv.
    private(set) var injected: [String: Int] = [:]

    init(truth table: Table) {
        for row in 0..<table.count {
            let count = Int(table[row, "messages"]) ?? 0
            messages += count
            for fault in Self.words.keys { injected[fault, default: 0] += Int(table[row, fault]) ?? 0 }
            arrived[Key(day: table[row, "day"], device: table[row, "device"]), default: 0] += count
        }
    }

    /// Takes the balance of a day received.
    mutating func take(_ table: Table, day: String) {
        let devices = Set(arrived.keys.map(\.device))
        for row in 0..<table.count {
            func number(_ column: String) -> Int { Int(table[row, column]) ?? 0 }
            let source = table[row, "source"]
            let key = Key(day: day, device: devices.contains(source) ? source : "")
            accounted[key, default: 0] += number("messages")
            differences += abs(number("messages_difference")) + abs(number("readings_difference"))
            quarantined += number("quarantined")
            ignored += number("ignored")
            duplicateMessages += number("duplicate_messages")
            duplicateReadings += number("duplicate_readings")
            conflicts += number("conflicts")
            late += number("late")
            rejected += number("rejected")
            inWindows += number("in_windows")
            for reason in table[row, "reasons"].split(separator: " ") {
                let parts = reason.split(separator: ":")
                guard parts.count == 2, let count = Int(parts[1]) else { continue }
                reasons[String(parts[0]), default: 0] += count
            }
        }
    }

    /// Messages that were quarantined or left out by rule, and those that were sent to be.
    var putAside: Int { quarantined + ignored }
    var injectedToBePutAside: Int { injected.values.reduce(0, +) }

    /// Messages that arrived and are in no balance, or that a balance counts and nobody sent, by day and device.
    var unaccounted: Int {
        Set(arrived.keys).union(accounted.keys).reduce(differences) { sum, key in
            sum + abs((arrived[key] ?? 0) - (accounted[key] ?? 0))
        }
    }

    /// The reasons of quarantine that belong to each fault of the way.
    private static let words: [String: [String]] = [
        "poison": [
            "not_json", "not_utf8", "too_deep", "too_long", "duplicate_key", "wrong_shape", "empty", "malformed",
            "malformed_stamp", "no_device", "no_readings",
        ],
        "unknown_device": ["unknown_device"], "spoofed_borough": ["borough_mismatch", "device_mismatch"],
    ]

    /// Counted, because a quarantined message is not told by name: of each kind how many were sent, and how many were put
    /// aside for a reason of its own. Of poison some is of a kind of message that nobody needs (`ignored`).
    var faults: [FaultScore.Row] {
        Self.words.keys.sorted().map { fault in
            let sent = injected[fault] ?? 0
            let aside = (Self.words[fault] ?? []).reduce(0) { $0 + (reasons[$1] ?? 0) }
            let finds = aside + (fault == "poison" ? ignored : 0)
            return FaultScore.Row(
                kind: fault, injected: sent, found: min(sent, finds), finds: finds, trueFinds: min(sent, finds))
        }
    }
}
