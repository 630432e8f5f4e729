import Readings

/// A connector of a charge point.
struct Outlet: Hashable, Sendable {
    var chargePoint: String
    var connector: String
}

/// A session as its charge point told it.
struct ToldSession: Sendable {
    static let columns = [
        "borough", "site", "charge_point", "connector", "city_plug_in", "city_unplug", "city_kwh", "transaction",
        "told_start",
        "told_stop", "told_kwh", "told_meter_kwh", "told_charge_from", "told_charge_to", "told_clock",
    ]

    var start: Instant
    /// Nil: none was told, or not yet.
    var stop: Instant?
    /// By the unit's own figures, and by its meter values so far; millionths of a kWh, nil where it did not say.
    var energy: Int64?
    var energySoFar: Int64?
    var chargeFrom: Instant?
    var chargeTo: Instant?
    /// What the car took.
    var cityEnergy: Int64
    /// Start or stop was stamped by a clock that stood in 1970, and took the time of its receipt.
    var hasReset: Bool
    /// The energy cannot have flowed between these times: it must be listed and counted nowhere.
    var hasWrongClock: Bool
    /// Told by words and meters alone, without a transaction: what begins and ends it is not for the device to say.
    var isShown: Bool
    /// By the truth's own words: no stop was ever sent; the register began anew inside.
    var isStopMissing = false
    var hasRegisterReset = false

    /// Nil: nothing was told of it.
    init?(_ table: Table, _ row: Int) {
        guard let told = stamp(table[row, "told_start"]) else { return nil }
        start = told
        isShown = table[row, "transaction"].isEmpty
        stop = stamp(table[row, "told_stop"])
        hasReset = !table[row, "told_clock"].isEmpty
        hasWrongClock = table[row, "told_clock"] == "wrong"
        energy = table.millionths(row, "told_kwh")
        energySoFar = table.millionths(row, "told_meter_kwh")
        chargeFrom = stamp(table[row, "told_charge_from"])
        chargeTo = stamp(table[row, "told_charge_to"])
        cityEnergy = table.millionths(row, "city_kwh") ?? 0
    }

    /// What must be listed, nought being nothing; nil where it cannot be known.
    var expectedEnergy: Int64? {
        isStopMissing || hasRegisterReset || hasWrongClock || isShown ? nil : energy ?? energySoFar ?? 0
    }

    /// Whether a rule may take it for no session.
    var mayBeInvalid: Bool { isStopMissing || hasRegisterReset || hasWrongClock }
}

/// A session as the data folder lists it.
struct ListedSession: Sendable {
    static let columns = [
        "session", "borough", "site", "charge_point", "connector", "plug_in", "charge_start", "charge_end", "unplug",
        "kwh", "meter_start", "state", "result", "evidence", "flags",
    ]

    var id: String
    var plugIn: Instant
    var unplug: Instant?
    var chargeStart: Instant?
    var chargeEnd: Instant?
    var energy: Int64?
    var state: String
    var result: String
    /// What is wrong with borough and site; nil: nothing.
    var misplaced: String?

    init?(_ table: Table, _ row: Int) {
        guard let plugIn = stamp(table[row, "plug_in"]) else { return nil }
        id = table[row, "session"]
        self.plugIn = plugIn
        unplug = stamp(table[row, "unplug"])
        chargeStart = stamp(table[row, "charge_start"])
        chargeEnd = stamp(table[row, "charge_end"])
        energy = table.millionths(row, "kwh")
        state = table[row, "state"]
        result = table[row, "result"]
    }

    /// Rows that count nowhere are no sessions.
    var isCounted: Bool { state != "invalid" }
}

/// A told session, and its row if there is one.
struct SessionPair: Sendable {
    var told: ToldSession
    var row: ListedSession?

    /// Whether a row says what was told; a session whose stop was never sent, or whose register or clock began anew, may be
    /// listed and counted nowhere.
    var isFound: Bool {
        guard let row else { return false }
        return row.isCounted || told.mayBeInvalid
    }

    /// `plug_in` is the told start, `unplug` the told stop, and empty as long as none was told. Where any energy flowed,
    /// `charge_start` and `charge_end` are the moments between which it did.
    var hasWrongTime: Bool {
        guard let row, isFound, !told.isShown else { return false }
        if row.plugIn != told.start || row.unplug != told.stop { return true }
        // Meter values that took times of receipt tell little of when it flowed.
        guard row.isCounted, !told.hasReset else { return false }
        return hasWrongFlow(row)
    }

    private func hasWrongFlow(_ row: ListedSession) -> Bool {
        guard let from = told.chargeFrom else { return false }
        return row.chargeStart != from || row.chargeEnd != told.chargeTo
    }

    /// Ended sessions are completed, the others active. One whose stop was never sent is active until something shows it.
    var hasWrongState: Bool {
        guard let row, isFound, !told.isShown else { return false }
        if told.hasWrongClock { return row.state != "invalid" || row.result != "wrong_clock" }
        if told.isStopMissing, row.state == "invalid" { return row.result != "missing_stop" }
        if told.hasRegisterReset, row.state == "invalid" { return row.result != "negative" }
        return row.state != (told.stop == nil ? "active" : "completed")
    }

    /// In millionths of a kWh.
    var energyError: Int64 {
        guard let row, isFound, let expected = told.expectedEnergy else { return 0 }
        return abs((row.energy ?? 0) - expected)
    }

    var isRight: Bool { isFound && !hasWrongTime && !hasWrongState && energyError == 0 && row?.misplaced == nil }
}
