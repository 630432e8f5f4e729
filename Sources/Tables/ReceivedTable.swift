package import Readings

/// The tables of what was received on one UTC day: what is in no window, and where everything went. None of them is
/// public.
package enum ReceivedTable: String, CaseIterable, Sendable {
    /// The two balances, a row for each device or group of topics.
    case balance
    /// Messages that could not be taken: NDJSON for a person to read.
    case quarantine
    /// Devices that no registry row names, with a row to paste.
    case unknownDevices = "unknown-devices"
    /// Readings that came too long after they were observed.
    case late

    /// `balance/day=2026-03-02/balance_2026-03-02.csv`.
    package func path(of date: CivilDate) -> String {
        "\(folder)/day=\(date.text)/\(rawValue)_\(date.text).\(self == .quarantine ? "ndjson" : "csv")"
    }

    private var folder: String {
        switch self {
        case .balance: "balance"
        case .quarantine, .unknownDevices: "quarantine"
        case .late: "late"
        }
    }

    package var columns: [String] {
        switch self {
        case .balance:
            [
                "borough", "source", "kind", "messages", "decoded", "context", "duplicate_messages", "quarantined",
                "ignored", "messages_difference", "readings", "in_windows", "duplicate_readings", "conflicts", "late",
                "rejected", "readings_difference", "reasons",
            ]
        case .quarantine: []
        case .unknownDevices:
            [
                "borough", "family", "device", "dialect", "first_seen", "last_seen", "messages", "quantities",
                "registry_row",
            ]
        case .late: ["received", "observed", "borough", "device", "quantity", "unit", "value", "admitted"]
        }
    }

    package var header: [UInt8] {
        columns.isEmpty ? [] : Array((columns.joined(separator: ",") + "\n").utf8)
    }
}
