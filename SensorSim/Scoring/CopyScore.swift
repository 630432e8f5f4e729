import Readings

/// What is said twice: second copies, retained messages, calls that are made again, states that are told anew.
///
/// Of an air sensor the balances say how many messages of a day were copies (readings of a message are as many as of its
/// others). Of a charge point they say that something was told twice on that day; what holds nothing to count, such as a
/// heartbeat, leaves no word when it is copied.
struct CopyScore: Sendable {
    private struct Cell: Hashable, Sendable {
        var day: String
        var device: String
    }

    private struct Finds: Sendable {
        var copies = 0
        /// Whether they are as many as the messages that were copied, or just some.
        var areCounted: Bool
    }

    private var injected: [Cell: [String: Int]] = [:]
    /// What is told anew, and has another word.
    private var excused: Set<Cell> = []
    private var finds: [Cell: Finds] = [:]

    init(_ messages: [WayMessage], _ faults: FaultScore) {
        for message in messages where message.fault == "duplicate" || message.fault == "retained" {
            guard let key = message.key else { continue }
            injected[Cell(day: key.day, device: key.device), default: [:]][message.fault, default: 0] += 1
        }
        for kind in ["retry", "reboot"] {
            for fault in faults.faults(kind).all {
                // Told again when it is over.
                injected[Cell(day: Self.day(fault.to), device: fault.device), default: [:]][kind, default: 0] += 1
            }
        }
        for kind in FaultTrace.ofCopiesElsewhere {
            for fault in faults.faults(kind).all {
                excused.insert(Cell(day: Self.day(fault.to), device: fault.device))
            }
        }
    }

    private static func day(_ instant: Instant) -> String { String(instant.iso8601.prefix(10)) }

    mutating func take(_ balance: Balance, day: String) {
        let isAir = balance.kind == "air"
        guard isAir || balance.kind == "charging" else { return }
        var copies = balance["duplicate_readings"]
        if isAir, balance["readings"] > 0 {
            // Readings as messages; one that is begun counts, because some of its readings may have been rejected.
            let (whole, rest) = (copies * balance["decoded"]).quotientAndRemainder(dividingBy: balance["readings"])
            copies = whole + (rest > 0 ? 1 : 0)
        }
        copies += balance["duplicate_messages"]
        guard copies > 0 else { return }
        finds[Cell(day: day, device: balance.source)] = Finds(copies: isAir ? copies : 1, areCounted: isAir)
    }

    var rows: [FaultScore.Row] {
        var rows = Dictionary(
            FaultTrace.ofCopies.map { ($0, FaultScore.Row(kind: $0)) }, uniquingKeysWith: { first, _ in first })
        for cell in Set(injected.keys).union(finds.keys) {
            let sent = injected[cell] ?? [:]
            let all = sent.values.reduce(0, +)
            let found = finds[cell] ?? Finds(areCounted: false)
            let isTrue = all > 0 || excused.contains(cell)
            var left = found.areCounted ? found.copies : found.copies > 0 ? all : 0
            for kind in FaultTrace.ofCopies {
                let count = sent[kind] ?? 0
                rows[kind]?.injected += count
                rows[kind]?.found += min(count, left)
                left -= min(count, left)
                rows[kind]?.finds += found.copies
                if !found.areCounted, !isTrue { rows[kind]?.byFormat += found.copies }
                rows[kind]?.trueFinds += found.areCounted ? min(found.copies, all) : isTrue ? found.copies : 0
            }
        }
        return FaultTrace.ofCopies.compactMap { rows[$0] }
    }
}
