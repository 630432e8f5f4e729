import Readings

/// The sessions that are listed beside those that charge points told.
struct SessionScore: Sendable {
    /// Stamps of one session that differ by so much are still the same session: a card is held up before the cable is in.
    private static let nearby = 10 * Microseconds.minute

    private var told: [Outlet: [SessionPair]] = [:]
    private var listed: [Outlet: [ListedSession]] = [:]
    private var names: Set<String> = []
    /// Rows of a session that is listed already.
    private var listedAgain = 0
    private let places: Places
    private var unmatched: [Outlet: [ListedSession]] = [:]
    /// Visits of which no session was told, but perhaps a status: what is listed there is not invented.
    private var untold = DeviceFaults()
    private var lostWords: [String: [Instant]] = [:]

    init(truth table: Table, _ faults: FaultScore, _ messages: [WayMessage]) {
        places = Places(table, device: "charge_point")
        for row in 0..<table.count {
            let outlet = Outlet(chargePoint: table[row, "charge_point"], connector: table[row, "connector"])
            guard let session = ToldSession(table, row) else {
                if let from = stamp(table[row, "city_plug_in"]), let to = stamp(table[row, "city_unplug"]) {
                    untold.append(
                        DeviceFault(
                            device: outlet.chargePoint, connector: outlet.connector, from: from, to: to))
                }
                continue
            }
            told[outlet, default: []].append(SessionPair(told: session))
        }
        for outlet in Array(told.keys) { told[outlet]?.sort { $0.told.start < $1.told.start } }
        for fault in faults.faults("missing_stop").all {
            let outlet = Outlet(chargePoint: fault.device, connector: fault.connector)
            if let last = told[outlet]?.lastIndex(where: { $0.told.start <= fault.from && $0.told.stop == nil }) {
                told[outlet]?[last].told.isStopMissing = true
            }
        }
        for fault in faults.faults("register_reset").all {
            let outlet = Outlet(chargePoint: fault.device, connector: fault.connector)
            for index in told[outlet]?.indices ?? 0..<0 {
                guard let session = told[outlet]?[index].told, session.start <= fault.from,
                    fault.from <= session.stop ?? .distantFuture
                else { continue }
                told[outlet]?[index].told.hasRegisterReset = true
            }
        }
        for message in messages where message.fault == "loss" && message.family == "charging" {
            lostWords[message.device, default: []].append(message.sent)
        }
    }

    /// Takes a file of charging/session.
    mutating func take(_ table: Table) {
        for row in 0..<table.count {
            guard var session = ListedSession(table, row) else { continue }
            let outlet = Outlet(chargePoint: table[row, "charge_point"], connector: table[row, "connector"])
            // A session stands in the file of the day of its plug-in, and nowhere else.
            guard names.insert(session.id).inserted else {
                listedAgain += 1
                continue
            }
            session.misplaced = places.mistake(table, row, device: outlet.chargePoint)
            listed[outlet, default: []].append(session)
        }
    }

    /// Joins what was told and what is listed, by connector and time; call it when all tables are taken.
    mutating func match() {
        unmatched = listed
        for outlet in Array(told.keys) {
            guard var pairs = told[outlet] else { continue }
            var rows = listed[outlet] ?? []
            for index in pairs.indices {
                let start = pairs[index].told.start
                let nearest = rows.indices.min {
                    Self.distance(rows[$0].plugIn, start) < Self.distance(rows[$1].plugIn, start)
                }
                guard let nearest, Self.distance(rows[nearest].plugIn, start) <= Self.nearby else { continue }
                pairs[index].row = rows.remove(at: nearest)
            }
            told[outlet] = pairs
            unmatched[outlet] = rows
        }
    }

    private static func distance(_ left: Instant, _ right: Instant) -> Int64 { abs(left.microseconds(since: right)) }

    private var all: some Sequence<SessionPair> { told.values.joined() }

    var sessions: Int { all.count { _ in true } }
    /// Told to have begun, and not to have ended: those whose stop was never sent are not among them.
    var open: Int { all.count { $0.told.stop == nil && !$0.told.isStopMissing } }
    var missed: Int { all.count { !$0.isFound } }
    /// Told without a transaction: found or missed, and no more is asked.
    var shown: Int { all.count { $0.told.isShown } }
    var invented: Int {
        unmatched.reduce(listedAgain) { sum, outlet in
            sum
                + outlet.value.count { row in
                    let begin = DeviceFault(
                        device: outlet.key.chargePoint, connector: outlet.key.connector, from: row.plugIn,
                        to: row.plugIn)
                    return row.isCounted && !untold.meets(begin, slack: Self.nearby)
                }
        }
    }
    var ofWrongTime: Int { all.count { $0.hasWrongTime } }
    var ofWrongState: Int { all.count { $0.hasWrongState } }
    var ofWrongPlace: Int { all.count { $0.row?.misplaced != nil } }
    var ofWrongEnergy: Int { all.count { $0.energyError > 0 } }

    /// The largest difference of a session's energy to what its charge point told, in millionths of a kWh.
    var largestEnergyError: Int64 { all.map(\.energyError).max() ?? 0 }

    /// Of the sessions that are missed or wrong: those of which a start, a stop, the word
    /// that the car takes no more, or the answer to one was lost on its way.
    var withLostWords: Int {
        told.reduce(0) { sum, outlet in
            let lost = lostWords[outlet.key.chargePoint] ?? []
            return sum
                + outlet.value.count { pair in
                    guard !pair.isRight else { return false }
                    let words = [pair.told.start, pair.told.chargeTo, pair.told.stop].compactMap(\.self)
                    return words.contains { word in lost.contains { Self.distance($0, word) <= Microseconds.minute } }
                }
        }
    }

    /// What is wrong with the first session that is.
    var firstWrong: String? {
        let wrong = told.flatMap { outlet, pairs in pairs.filter { !$0.isRight }.map { (outlet, $0) } }
        guard
            let (outlet, pair) = wrong.min(by: {
                ($0.1.told.start, $0.0.chargePoint) < ($1.1.told.start, $1.0.chargePoint)
            })
        else { return nil }
        func text(_ instant: Instant?) -> String { instant?.iso8601 ?? "open" }
        let name = "\(outlet.chargePoint) \(outlet.connector), \(text(pair.told.start)) to \(text(pair.told.stop))"
        guard let row = pair.row else { return name + ": not listed" }
        if let misplaced = row.misplaced { return "\(name): \(misplaced)" }
        let energy = row.energy.map { Decimals.text(millionths: $0) } ?? "no"
        let expected = pair.told.expectedEnergy.map { ", told \(Decimals.text(millionths: $0))" } ?? ""
        return name + ": listed \(row.state), \(text(row.plugIn)) to \(text(row.unplug)), \(energy) kWh\(expected)"
    }

    /// Sums over all matched sessions, in millionths of a kWh: listed, told, and really taken.
    var energy: (listed: Int64, told: Int64, city: Int64) {
        var sums: (Int64, Int64, Int64) = (0, 0, 0)
        for pair in all where pair.isFound {
            sums.0 += pair.row?.energy ?? 0
            sums.1 += pair.told.expectedEnergy ?? pair.told.energySoFar ?? 0
            sums.2 += pair.told.cityEnergy
        }
        return sums
    }
}
