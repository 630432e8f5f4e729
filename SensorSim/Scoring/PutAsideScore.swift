import Readings

/// Messages that cannot be taken: poison, devices that nobody knows, another borough's name.
///
/// The list of quarantine names single messages by their receipt. Where it is full (it holds a day's first), and for what is
/// left out by rule, the balances say how many of which device and day.
struct PutAsideScore: Sendable {
    private typealias Key = BalanceScore.Key

    private var messages: [WayMessage]
    private var lists: [String: QuarantineList] = [:]
    /// By reason; what was left out by rule has the reason `ignored`.
    private var balances: [Key: [String: Int]] = [:]

    init(_ messages: [WayMessage]) {
        self.messages = messages.filter { BalanceScore.toBePutAside.contains($0.fault) }
    }

    mutating func take(_ list: QuarantineList, day: String) { lists[day] = list }

    mutating func take(_ balance: Balance, _ key: BalanceScore.Key) {
        for (reason, count) in balance.reasons where FaultTrace.ofQuarantine[reason] != nil {
            balances[key, default: [:]][reason, default: 0] += count
        }
        if balance["ignored"] > 0 { balances[key, default: [:]]["ignored", default: 0] += balance["ignored"] }
    }

    /// Whether the list of a day holds all that its balances count.
    private func isWhole(_ day: String) -> Bool {
        let counted = balances.reduce(0) { sum, cell in
            guard cell.key.day == day else { return sum }
            return sum + cell.value.reduce(0) { $1.key == "ignored" ? $0 : $0 + $1.value }
        }
        let listed = lists[day]?.lines.count { FaultTrace.ofQuarantine[$0.reason] != nil } ?? 0
        return counted == listed
    }

    var rows: [FaultScore.Row] {
        var rows = Dictionary(
            BalanceScore.toBePutAside.map { ($0, FaultScore.Row(kind: $0)) }, uniquingKeysWith: { first, _ in first })
        for message in messages { rows[message.fault]?.injected += 1 }
        let days = Set(balances.keys.map(\.day)).union(lists.keys)
        let wholeDays = days.filter(isWhole)
        var open = messages
        for day in wholeDays { matchList(of: day, &open, &rows) }
        matchBalances(whole: wholeDays, open, &rows)
        return BalanceScore.toBePutAside.compactMap { rows[$0] }
    }

    /// Joins lines and messages by the time of receipt and what the reason says.
    private func matchList(of day: String, _ open: inout [WayMessage], _ rows: inout [String: FaultScore.Row]) {
        var byReceipt: [Instant: [String]] = [:]
        for line in lists[day]?.lines ?? [] {
            guard let kind = FaultTrace.ofQuarantine[line.reason] else { continue }
            rows[kind]?.finds += 1
            byReceipt[line.received, default: []].append(kind)
        }
        open.removeAll { message in
            guard let received = message.received,
                let index = byReceipt[received]?.firstIndex(of: message.fault)
            else { return false }
            byReceipt[received]?.remove(at: index)
            rows[message.fault]?.found += 1
            rows[message.fault]?.trueFinds += 1
            return true
        }
    }

    /// Counts, by day, borough and device, what no list has named.
    private func matchBalances(
        whole: Set<String>, _ open: [WayMessage], _ rows: inout [String: FaultScore.Row]
    ) {
        var sent: [Key: [String: Int]] = [:]
        for message in open {
            if let key = message.key { sent[key, default: [:]][message.fault, default: 0] += 1 }
        }
        for (key, reasons) in balances {
            var finds: [String: Int] = [:]
            for (reason, count) in reasons where reason == "ignored" || !whole.contains(key.day) {
                finds[FaultTrace.ofQuarantine[reason] ?? "poison", default: 0] += count
            }
            for (kind, count) in finds {
                let right = min(count, sent[key]?[kind] ?? 0)
                rows[kind]?.finds += count
                rows[kind]?.found += right
                rows[kind]?.trueFinds += right
            }
        }
    }
}
