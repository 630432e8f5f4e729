import Readings

/// Which faults of devices were found, and which of the finds are faults.
///
/// A fault is found where the data say the word that belongs to its kind, of the same device and overlapping in time. Recall
/// is the share of injected faults that were found; precision the share of finds that lie on an injected fault.
struct FaultScore: Sendable {
    struct Row: Sendable {
        var kind: String
        var injected = 0
        var found = 0
        var finds = 0
        var trueFinds = 0
        /// Of the finds beside a fault: what charge points of some formats say again and again by themselves.
        var byFormat = 0
        /// What the data folder says, and nothing was done.
        var falseFinds: Int { finds - trueFinds - byFormat }
        /// Whether the data folder has a word for it.
        var leavesTrace = true
    }

    static let truthColumns = ["kind", "device", "connector", "from", "to"]

    /// An air sensor's fault and the word for it are as near as its clock is right. A charge point's may lie an hour apart:
    /// silence is noticed after a while.
    private static let slackOfAir = 10 * Microseconds.second

    private var injected: [String: DeviceFaults] = [:]
    /// By the kinds that leave the word.
    private var finds: [[String]: DeviceFaults] = [:]
    /// Devices that have told several readings in an hour: of an hourly one the last is under way when the run ends.
    private var areFrequent: Set<String> = []
    /// When the simulation began and ended: before that nobody had heard of any device, after it all are silent.
    private let period: Range<Instant>
    /// Of which a status has been told.
    private var heard: Set<Outlet> = []

    init(truth table: Table, _ messages: [WayMessage], period: Range<Instant>) throws(ScoreProblem) {
        self.period = period
        for row in 0..<table.count {
            guard let from = stamp(table[row, "from"]) else { continue }
            let kind = table[row, "kind"]
            guard FaultTrace.leavesWord(kind) != nil else {
                throw ScoreProblem(
                    "faults.csv: this score knows no fault \"\(kind)\". Score with the version that made the truth.")
            }
            injected[kind, default: DeviceFaults()].append(
                DeviceFault(
                    device: table[row, "device"], connector: table[row, "connector"], from: from,
                    to: stamp(table[row, "to"]) ?? .distantFuture))
        }
        for (kind, loss) in messages.compactMap(\.loss) { injected[kind, default: DeviceFaults()].append(loss) }
    }

    /// The injected faults of a kind.
    func faults(_ kind: String) -> DeviceFaults { injected[kind] ?? DeviceFaults() }

    /// Takes a file of air/hour.
    mutating func take(airHours table: Table) {
        for row in 0..<table.count {
            guard let from = stamp(table[row, "window_start"]), let to = stamp(table[row, "window_end"]) else {
                continue
            }
            // Windows are half-open.
            let hour = DeviceFault(
                device: table[row, "device"], from: from, to: to.advanced(byMicroseconds: -1))
            guard period.contains(from) else { continue }
            if isGap(table, row, isLast: to >= period.upperBound) { find(FaultTrace.ofGaps, hour) }
            for flag in table[row, "flags"].split(separator: " ") {
                if let kinds = FaultTrace.ofHours[String(flag)] { find(kinds, hour) }
            }
        }
    }

    /// Whether the time of a reading or more is missing, by what a reading of the hour covers: a little is missing wherever
    /// arrivals overlap. At the end of the run the last reading is under way.
    private mutating func isGap(_ table: Table, _ row: Int, isLast: Bool) -> Bool {
        guard let capture = table.millionths(row, "capture_pct") else { return false }
        let count = Int64(table[row, "n"]) ?? 0
        if count > 1 { areFrequent.insert(table[row, "device"]) }
        // A reading of the hour before may reach into one that has none of its own.
        guard count > 0 else { return capture < 99_000_000 && (!isLast || areFrequent.contains(table[row, "device"])) }
        let missing = (100_000_000 - capture) * count
        // A ten-thousandth of a percent is the last printed digit.
        return missing + 100 * count >= capture * (isLast ? 2 : 1)
    }

    /// Takes a file of charging/session.
    mutating func take(sessions table: Table) {
        for row in 0..<table.count {
            let words =
                table[row, "flags"].split(separator: " ").map(String.init)
                + [
                    table[row, "result"], "evidence:" + table[row, "evidence"],
                    "meter_start:" + table[row, "meter_start"],
                ]
            guard !wasFull(table, row) else { continue }
            take(Set(words), of: FaultTrace.ofSessions, table, row, from: "plug_in", to: "unplug")
        }
    }

    /// Takes a file of charging/status.
    mutating func take(statuses table: Table) {
        for row in 0..<table.count {
            let words = [table[row, "status"]] + table[row, "flags"].split(separator: " ").map(String.init)
            guard !isUnheard(table, row) else { continue }
            take(Set(words), of: FaultTrace.ofStatuses, table, row, from: "start", to: "end")
        }
    }

    /// Whether nobody has heard of the connector yet, without anything being wrong with it: some formats tell a connector's
    /// state when it changes first, and EVerest's one module names one plug of a rapid charger.
    private mutating func isUnheard(_ table: Table, _ row: Int) -> Bool {
        let outlet = Outlet(chargePoint: table[row, "charge_point"], connector: table[row, "connector"])
        guard table[row, "status"] == "Unknown" else {
            heard.insert(outlet)
            return false
        }
        return !heard.contains(outlet) && !isInjected(["offline", "site_outage"], table, row, from: "start", to: "end")
    }

    /// Whether the car of a failed attempt was full when the run began, and its charge point tells no transactions: it takes
    /// nothing while anybody listens.
    private func wasFull(_ table: Table, _ row: Int) -> Bool {
        guard table[row, "result"] == "failed_attempt", ["status", "meter"].contains(table[row, "evidence"]),
            let plugIn = stamp(table[row, "plug_in"]),
            period.contains(plugIn), plugIn.microseconds(since: period.lowerBound) < 10 * Microseconds.minute
        else { return false }
        return !isInjected(["failed_start"], table, row, from: "plug_in", to: "unplug")
    }

    private func isInjected(_ kinds: [String], _ table: Table, _ row: Int, from: String, to: String) -> Bool {
        guard let start = stamp(table[row, from]) else { return false }
        let span = DeviceFault(
            device: table[row, "charge_point"], connector: table[row, "connector"], from: start,
            to: stamp(table[row, to]) ?? .distantFuture)
        return kinds.contains { injected[$0]?.meets(span, slack: Microseconds.hour) == true }
    }

    /// Takes the reasons of an air sensor's balance.
    mutating func take(_ balance: Balance, day: String) {
        guard balance.kind == "air", let from = stamp(day + "T00:00:00Z") else { return }
        let to = from.advanced(byMicroseconds: Microseconds.day - 1)
        for reason in balance.reasons.keys {
            guard let kinds = FaultTrace.ofReasons[reason] else { continue }
            find(kinds, DeviceFault(device: balance.source, from: from, to: to))
        }
    }

    private mutating func take(
        _ words: Set<String>, of kinds: [String: [String]], _ table: Table, _ row: Int, from: String, to: String
    ) {
        let found = words.compactMap { kinds[$0] }
        guard !found.isEmpty, let start = stamp(table[row, from]) else { return }
        guard period.contains(start) || kinds == FaultTrace.ofSessions else { return }
        let span = DeviceFault(
            device: table[row, "charge_point"], connector: table[row, "connector"], from: start,
            to: stamp(table[row, to]) ?? .distantFuture)
        // Two words of one row for the same kinds are one find.
        for kinds in Set(found) { finds[kinds, default: DeviceFaults()].join(span) }
    }

    private mutating func find(_ kinds: [String], _ span: DeviceFault) {
        finds[kinds, default: DeviceFaults()].append(span)
    }

    /// A row for each kind that has words of its own in the files of windows, sessions and states, or leaves none.
    var rows: [Row] {
        let silent = injected.keys.filter { FaultTrace.wordless.contains($0) }
        let kinds = Set(
            [FaultTrace.ofHours, FaultTrace.ofSessions, FaultTrace.ofStatuses, FaultTrace.ofReasons]
                .flatMap { $0.values.joined() }
        ).union(FaultTrace.ofGaps)
        let injectedInOrder = injected.mapValues(\.inOrder)
        let findsInOrder = finds.mapValues(\.inOrder)
        let isOff = Set(["clock_hour", "clock_future", "clock_1970"].flatMap { faults($0).all.map(\.device) })
        return kinds.union(silent).sorted().map { kind in
            let faults = injected[kind] ?? DeviceFaults()
            let own = finds.filter { $0.key.contains(kind) }
            let isOfAir = Self.ofAir.contains(kind)
            func slack(_ device: String) -> Int64 {
                isOfAir && !isOff.contains(device) ? Self.slackOfAir : Microseconds.hour
            }
            var row = Row(kind: kind, injected: faults.count, leavesTrace: !FaultTrace.wordless.contains(kind))
            row.found = faults.all.count { fault in
                own.keys.contains { findsInOrder[$0]?.meets(fault, slack: slack(fault.device)) == true }
            }
            // A trace that several kinds leave is true where it lies on any of them.
            for (kinds, spans) in own {
                row.finds += spans.count
                let causes = (kinds + kinds.flatMap { FaultTrace.alsoCauses[$0] ?? [] }).compactMap {
                    injectedInOrder[$0]
                }
                row.trueFinds += spans.all.count { span in causes.contains { $0.meets(span, slack: slack(span.device)) }
                }
            }
            return row
        }
    }

    private static let ofAir = Set(FaultTrace.ofGaps + ["clock_1970", "clock_hour", "clock_future"])
}
