/// What a row's share of its window that is known must say of itself.
enum Capture {
    /// Three quarters, in millionths of a percent: from there on a window is valid, as the guide says.
    private static let enough: Int64 = 75_000_000
    /// Half of the last printed digit, a ten-thousandth of a percent.
    private static let rounding: Int64 = 50
    private static let known = ["plugged_in_s", "available_s", "reserved_s", "blocked_s", "out_of_service_s"]

    /// What is wrong with `valid` beside `capture_pct`; nil: nothing.
    static func mistake(_ table: Table, _ row: Int) -> String? {
        let capture = table.millionths(row, "capture_pct") ?? 0
        guard (0...100_000_000).contains(capture) else { return "capture_pct is \(table[row, "capture_pct"])" }
        // Printed as 75, it may be a little less.
        guard capture != enough, table[row, "valid"] != (capture > enough ? "true" : "false") else { return nil }
        return "valid is \"\(table[row, "valid"])\" at a capture_pct of \(table[row, "capture_pct"])"
    }

    /// The same for an hour of a connector, whose times tell what is known.
    static func mistakeOfConnector(_ table: Table, _ row: Int) -> String? {
        if let mistake = mistake(table, row) { return mistake }
        let known = Self.known.reduce(0) { $0 + (table.millionths(row, $1) ?? 0) }
        let whole = known + (table.millionths(row, "unknown_s") ?? 0)
        let capture = table.millionths(row, "capture_pct") ?? 0
        // Each of the six times is printed to the millisecond, and may be half of one off.
        let slack = Int128(rounding) * Int128(whole) + 6 * 500 * 100_000_000
        let difference = Int128(capture) * Int128(whole) - Int128(known) * 100_000_000
        guard difference.magnitude > slack.magnitude else { return nil }
        return "capture_pct is \(table[row, "capture_pct"]), and its own times tell another"
    }
}
