/// Where every message went: what arrived beside what the balances of the data folder account for.
struct BalanceScore: Sendable {
    /// A day received and a device; without a device, what bears a name that is none of the borough's.
    struct Key: Hashable, Sendable {
        var day: String
        var borough: String
        var device: String
    }

    private var arrived: [Key: Int] = [:]
    private var accounted: [Key: Int] = [:]
    private let devices: Set<String>
    /// Whether there are messages whose topic names no device: then nobody knows by the topic whose borough they are of.
    private let hasNameless: Bool
    private(set) var messages = 0
    private var disappeared = 0
    /// Rows whose sums do not add up, or that say something else of them.
    private(set) var rowsWrong = 0
    private(set) var firstWrong: String?
    private(set) var sums: [String: Int] = [:]
    private let injected: Int

    /// Faults of the way whose messages cannot be taken.
    static let toBePutAside = ["poison", "unknown_device", "spoofed_borough"]
    static let truthColumns = ["day", "borough", "device", "messages"] + toBePutAside

    init(truth table: Table) {
        var injected = 0
        for row in 0..<table.count {
            let count = table.count(row, "messages") ?? 0
            messages += count
            for fault in Self.toBePutAside { injected += table.count(row, fault) ?? 0 }
            let key = Key(day: table[row, "day"], borough: table[row, "borough"], device: table[row, "device"])
            arrived[key, default: 0] += count
        }
        self.injected = injected
        devices = Set(arrived.keys.map(\.device))
        hasNameless = arrived.keys.contains { $0.device.isEmpty && $0.borough.isEmpty }
    }

    /// Takes a row of the balance of a day received, and gives whose it is.
    mutating func take(_ balance: Balance, day: String) -> Key {
        let isDevice = balance.kind != "topics" && devices.contains(balance.source)
        let key = Key(day: day, borough: balance.borough, device: isDevice ? balance.source : "")
        accounted[key, default: 0] += balance["messages"]
        disappeared += abs(balance.messagesLeft) + abs(balance.readingsLeft)
        for column in Balance.endsOfMessages + Balance.endsOfReadings { sums[column, default: 0] += balance[column] }
        if let mistake = balance.mistake {
            rowsWrong += 1
            firstWrong = firstWrong ?? "\(day) \(balance.borough) \(balance.source): \(mistake)"
        }
        return key
    }

    subscript(column: String) -> Int { sums[column] ?? 0 }

    /// Whether what was quarantined or left out by rule is as much as was made for it.
    var putsAsideWhatItShould: Bool { self["quarantined"] + self["ignored"] == injected }

    /// Messages that arrived and are in no balance, or that a balance counts and nobody sent, by day, borough and device;
    /// and what disappears between the columns of a row.
    var unaccounted: Int {
        let (arrived, accounted) = (joined(arrived), joined(accounted))
        return Set(arrived.keys).union(accounted.keys).reduce(disappeared) { sum, key in
            sum + abs((arrived[key] ?? 0) - (accounted[key] ?? 0))
        }
    }

    /// Where some topics name no device, what bears no name is one sum a day.
    private func joined(_ counts: [Key: Int]) -> [Key: Int] {
        guard hasNameless else { return counts }
        return counts.reduce(into: [:]) { sums, cell in
            var key = cell.key
            if key.device.isEmpty { key.borough = "" }
            sums[key, default: 0] += cell.value
        }
    }
}
