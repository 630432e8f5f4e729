import Readings

/// Which faults were found, and which of the finds are faults.
///
/// A fault is found where the data say the word that belongs to its kind, of the same device and overlapping in time. Recall
/// is the share of injected faults that were found; precision the share of finds that lie on an injected fault.
struct FaultScore: Sendable {
    private struct Span: Sendable {
        var device: String
        /// Empty: the device as a whole.
        var connector: String
        var from: Instant
        var to: Instant

        func meets(_ other: Span, slack: Int64) -> Bool {
            device == other.device && (connector.isEmpty || other.connector.isEmpty || connector == other.connector)
                && from.advanced(byMicroseconds: -slack) <= other.to
                && other.from.advanced(byMicroseconds: -slack) <= to
        }
    }

    struct Row: Sendable {
        var kind: String
        var injected: Int
        var found: Int
        var finds: Int
        var trueFinds: Int
        /// Whether the data folder has a word for it.
        var leavesTrace = true
    }

    /// A find may lie an hour beside the fault: windows are hours.
    private static let slack = Microseconds.hour

    private var injected: [String: [Span]] = [:]
    private var finds: [String: [Span]] = [:]
    /// When the simulation began: before that nobody had heard of any device.
    private let begins: Instant

    init(truth table: Table, begins: Instant) {
        self.begins = begins
        for row in 0..<table.count {
            guard let from = stamp(table[row, "from"]) else { continue }
            injected[table[row, "kind"], default: []].append(
                Span(
                    device: table[row, "device"], connector: table[row, "connector"], from: from,
                    to: stamp(table[row, "to"]) ?? .distantFuture))
        }
    }

    /// Takes a file of air/hour.
    mutating func take(airHours table: Table) {
        for row in 0..<table.count {
            // In millionths of a percent: below 99 % a reading or more is missing.
            if let capture = table.millionths(row, "capture_pct"), capture < 99_000_000 {
                find(
                    FaultTrace.ofGaps, table, row, from: "window_start", to: "window_end", device: "device",
                    connector: nil)
            }
            for flag in table[row, "flags"].split(separator: " ") {
                guard let kinds = FaultTrace.ofHours[String(flag)] else { continue }
                find(kinds, table, row, from: "window_start", to: "window_end", device: "device", connector: nil)
            }
        }
    }

    /// Takes a file of charging/session.
    mutating func take(sessions table: Table) {
        for row in 0..<table.count {
            let words =
                table[row, "flags"].split(separator: " ").map(String.init)
                + [table[row, "result"], "evidence:" + table[row, "evidence"]]
            for word in Set(words) {
                guard let kinds = FaultTrace.ofSessions[word] else { continue }
                find(
                    kinds, table, row, from: "plug_in", to: "unplug", device: "charge_point", connector: "connector")
            }
        }
    }

    /// Takes a file of charging/status.
    mutating func take(statuses table: Table) {
        for row in 0..<table.count {
            let words = [table[row, "status"]] + table[row, "flags"].split(separator: " ").map(String.init)
            for word in words {
                guard let kinds = FaultTrace.ofStatuses[word] else { continue }
                find(kinds, table, row, from: "start", to: "end", device: "charge_point", connector: "connector")
            }
        }
    }

    private mutating func find(
        _ kinds: [String], _ table: Table, _ row: Int, from: String, to: String, device: String, connector: String?
    ) {
        guard let start = stamp(table[row, from]), start >= begins else { return }
        let span = Span(
            device: table[row, device], connector: connector.map { table[row, $0] } ?? "", from: start,
            to: stamp(table[row, to]) ?? .distantFuture)
        finds[kinds.joined(separator: " "), default: []].append(span)
    }

    /// A row for each kind that leaves a trace, or that was injected.
    var rows: [Row] {
        Set(injected.keys).union(FaultTrace.kinds).sorted().map { kind in
            let faults = injected[kind] ?? []
            let own = finds.filter { $0.key.split(separator: " ").contains(Substring(kind)) }
            // A trace that several kinds leave is true where it lies on any of them.
            let found = faults.count { fault in
                own.values.contains { spans in spans.contains { $0.meets(fault, slack: Self.slack) } }
            }
            var trueFinds = 0
            for (kinds, spans) in own {
                let causes = kinds.split(separator: " ").flatMap { injected[String($0)] ?? [] }
                trueFinds += spans.count { span in causes.contains { $0.meets(span, slack: Self.slack) } }
            }
            return Row(
                kind: kind, injected: faults.count, found: found, finds: own.values.reduce(0) { $0 + $1.count },
                trueFinds: trueFinds, leavesTrace: FaultTrace.kinds.contains(kind))
        }
    }
}

/// The words of the data folder that belong to each kind of fault. A word may belong to several.
enum FaultTrace {
    static let ofHours: [String: [String]] = [
        "clock_reset": ["clock_1970"]
    ]

    /// Hours of which a part is missing.
    static let ofGaps = ["lost_readings", "power_cut", "missed_reading", "analyser_gap"]

    static let ofSessions: [String: [String]] = [
        "missing_stop": ["missing_stop"], "stuck": ["stuck_session"], "meter_reset": ["register_reset"],
        "unit_corrected": ["mislabelled_unit"], "register_relative": ["mixed_register"], "clock_reset": ["clock_reset"],
        "wrong_clock": ["clock_reset"], "failed_attempt": ["failed_start"], "evidence:order": ["unknown_transaction"],
    ]

    static let ofStatuses: [String: [String]] = [
        "Unknown": ["offline", "site_outage"], "Faulted": ["out_of_service", "dead"], "flapping": ["flapping"],
    ]

    static var kinds: Set<String> {
        Set([ofHours, ofSessions, ofStatuses].flatMap { $0.values.joined() }).union(ofGaps)
    }
}
