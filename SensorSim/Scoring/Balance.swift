/// A row of a day's balance: where the messages and readings of a device went.
struct Balance: Sendable {
    /// What messages end as, and what readings end as: each column is one end.
    static let endsOfMessages = ["decoded", "context", "duplicate_messages", "quarantined", "ignored"]
    static let endsOfReadings = ["in_windows", "duplicate_readings", "conflicts", "late", "rejected"]
    static let columns =
        ["borough", "source", "kind", "messages", "messages_difference", "readings", "readings_difference", "reasons"]
        + endsOfMessages + endsOfReadings

    var borough: String
    var source: String
    var kind: String
    private var counts: [String: Int] = [:]
    /// By reason, of messages and of readings.
    var reasons: [String: Int] = [:]
    /// Why the row cannot be believed; nil where it can.
    private(set) var mistake: String?

    init(_ table: Table, _ row: Int) {
        borough = table[row, "borough"]
        source = table[row, "source"]
        kind = table[row, "kind"]
        for column in Self.endsOfMessages + Self.endsOfReadings + ["messages", "readings"] {
            let count = table.count(row, column)
            if count == nil { mistake = "\(column) is \"\(table[row, column])\"" }
            counts[column] = count ?? 0
        }
        for reason in table[row, "reasons"].split(separator: " ") {
            let parts = reason.split(separator: ":")
            guard parts.count == 2, let count = Int(parts[1]) else {
                mistake = "reasons hold \"\(reason)\""
                continue
            }
            reasons[String(parts[0]), default: 0] += count
        }
        mistake = mistake ?? lie(table, row)
    }

    subscript(column: String) -> Int { counts[column] ?? 0 }

    /// What the row's own columns leave over: nought, or messages and readings have disappeared.
    var messagesLeft: Int { Self.endsOfMessages.reduce(self["messages"]) { $0 - self[$1] } }
    var readingsLeft: Int { Self.endsOfReadings.reduce(self["readings"]) { $0 - self[$1] } }

    private func lie(_ table: Table, _ row: Int) -> String? {
        for (column, left) in [("messages_difference", messagesLeft), ("readings_difference", readingsLeft)]
        where table[row, column] != String(left) {
            return "\(column) says \(table[row, column]), its own columns leave \(left)"
        }
        let because = self["quarantined"] + self["late"] + self["rejected"]
        let named = reasons.values.reduce(0, +)
        return named == because ? nil : "\(because) put aside, late or rejected, and reasons for \(named)"
    }
}
