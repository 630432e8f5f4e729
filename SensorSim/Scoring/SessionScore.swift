import Readings

/// The sessions that are listed beside those that charge points told.
struct SessionScore: Sendable {
    private struct Outlet: Hashable, Sendable {
        var chargePoint: String
        var connector: String
    }

    private struct Told: Sendable {
        var start: Instant
        var stop: Instant?
        /// Millionths of a kWh; nil where the charge point did not say.
        var energy: Int64?
        /// What the car took.
        var cityEnergy: Int64
        var row: Listed?
    }

    private struct Listed: Sendable {
        var id: String
        var plugIn: Instant
        var unplug: Instant?
        var energy: Int64?
        var isMatched = false
    }

    /// Stamps of one session that differ by so much are still the same session: a card is held up before the cable is in.
    private static let nearby = 10 * Microseconds.minute

    private var told: [Outlet: [Told]] = [:]
    private var listed: [Outlet: [Listed]] = [:]
    private(set) var neverTold = 0

    init(truth table: Table) {
        for row in 0..<table.count {
            guard let start = stamp(table[row, "told_start"]) else {
                neverTold += 1
                continue
            }
            let outlet = Outlet(chargePoint: table[row, "charge_point"], connector: table[row, "connector"])
            told[outlet, default: []].append(
                Told(
                    start: start, stop: stamp(table[row, "told_stop"]), energy: table.millionths(row, "told_kwh"),
                    cityEnergy: table.millionths(row, "city_kwh") ?? 0))
        }
    }

    /// Takes a file of charging/session; rows that count nowhere (`invalid`) are no sessions.
    mutating func take(_ table: Table) {
        for row in 0..<table.count where table[row, "state"] != "invalid" {
            guard let plugIn = stamp(table[row, "plug_in"]) else { continue }
            let outlet = Outlet(chargePoint: table[row, "charge_point"], connector: table[row, "connector"])
            let session = Listed(
                id: table[row, "session"], plugIn: plugIn, unplug: stamp(table[row, "unplug"]),
                energy: table.millionths(row, "kwh"))
            // A session stands in the file of the day of its start; while it went on it may stand in others too.
            guard listed[outlet]?.contains(where: { $0.id == session.id }) != true else { continue }
            listed[outlet, default: []].append(session)
        }
    }

    /// Joins what was told and what is listed, by connector and time; call it when all tables are taken.
    mutating func match() {
        for (outlet, sessions) in told {
            var rows = listed[outlet] ?? []
            var sessions = sessions
            for index in sessions.indices {
                let start = sessions[index].start
                let nearest = rows.indices.filter { !rows[$0].isMatched }
                    .min { Self.distance(rows[$0].plugIn, start) < Self.distance(rows[$1].plugIn, start) }
                guard let nearest, Self.distance(rows[nearest].plugIn, start) <= Self.nearby else { continue }
                rows[nearest].isMatched = true
                sessions[index].row = rows[nearest]
            }
            told[outlet] = sessions
            listed[outlet] = rows
        }
    }

    private static func distance(_ left: Instant, _ right: Instant) -> Int64 { abs(left.microseconds(since: right)) }

    private var all: [Told] { told.values.flatMap(\.self) }

    var sessions: Int { all.count }
    var missed: Int { all.count { $0.row == nil } }
    var invented: Int { listed.values.joined().count { !$0.isMatched } }

    /// The largest difference of a session's energy to what its charge point told, in millionths of a kWh.
    var largestEnergyError: Int64 {
        all.compactMap { session in
            guard let row = session.row, let energy = session.energy else { return nil }
            return abs((row.energy ?? 0) - energy)
        }.max() ?? 0
    }

    var sessionsOfWrongEnergy: Int {
        all.count { session in
            guard let row = session.row, let energy = session.energy else { return false }
            return row.energy != energy
        }
    }

    /// Sums over all matched sessions, in millionths of a kWh: listed, told, and really taken.
    var energy: (listed: Int64, told: Int64, city: Int64) {
        var sums: (Int64, Int64, Int64) = (0, 0, 0)
        for session in all {
            guard let row = session.row else { continue }
            sums.0 += row.energy ?? 0
            sums.1 += session.energy ?? 0
            sums.2 += session.cityEnergy
        }
        return sums
    }
}
