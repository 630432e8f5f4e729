import Readings

/// One car at one connector: when it comes and goes, and what it takes. Whole seconds, watts and Wh.
struct ChargingSession: Sendable {
    var connector: Int
    var transaction: Int64
    var idTag: String
    var start: Instant
    var stop: Instant
    var energyWh: Int64
    /// Power while the car takes all it can.
    var powerW: Int64
    var isDirectCurrent: Bool
    /// The connector's register when the session began.
    var meterStartWh: Int64

    /// A rapid charge slows down for its last fifth, to 40 % of the power.
    private var fullPowerWh: Int64 { isDirectCurrent ? energyWh * 4 / 5 : energyWh }
    private var slowPowerW: Int64 { isDirectCurrent ? powerW * 2 / 5 : powerW }

    /// Seconds from the start until the car has what it wants.
    var chargingSeconds: Int64 {
        fullPowerWh * 3600 / powerW + (energyWh - fullPowerWh) * 3600 / slowPowerW + 1
    }

    /// When the car ends its charge, for a car that stays longer than ten minutes past it.
    var chargeEnd: Instant? {
        let end = start.advanced(byMicroseconds: chargingSeconds * Microseconds.second)
        return stop.microseconds(since: end) > 10 * Microseconds.minute ? end : nil
    }

    /// Energy given since the start, in Wh.
    func deliveredWh(at instant: Instant) -> Int64 {
        let seconds = max(0, instant.microseconds(since: start) / Microseconds.second)
        let fullPowerSeconds = fullPowerWh * 3600 / powerW
        guard seconds > fullPowerSeconds else { return min(powerW * seconds / 3600, energyWh) }
        return min(fullPowerWh + slowPowerW * (seconds - fullPowerSeconds) / 3600, energyWh)
    }

    func powerW(at instant: Instant) -> Int64 {
        let delivered = deliveredWh(at: instant)
        if delivered >= energyWh { return 0 }
        return delivered < fullPowerWh ? powerW : slowPowerW
    }
}

extension ChargingSession {
    /// Draws a session that begins at `start`: stay and energy by the habits, power by the car, energy cut to what the
    /// power gives during the stay.
    init(
        at start: Instant, connector: Int, kind: ChargerKind, transaction: Int64, meterStartWh: Int64,
        _ random: inout RandomStream
    ) {
        let habits = ChargingHabits.habits(kind)
        let stay = random.isTrue(probability: habits.longStayShare) ? habits.longStay : habits.shortStay
        let stayScore = random.normal()
        let rest = (1 - habits.correlation * habits.correlation).squareRoot()
        let energyScore = habits.correlation * stayScore + rest * random.normal()
        // Stays of 6 minutes to 4 days, 0.2 to 90 kWh: the tails beyond are faults, which another scenario makes.
        var minutes = min(max(PortableMath.exp(stay.mu + stay.sigma * stayScore), 6), 5760)
        let wantedKWh = min(
            max(PortableMath.exp(habits.energyKWh.mu + habits.energyKWh.sigma * energyScore), 0.2), 90)
        let power = Self.carPowerW(kind, &random)
        if kind == .rapid50 {
            // Drivers wait at a rapid: they stay as long as the charge needs, at most 90 minutes.
            minutes = min(max(wantedKWh * 1000 * 1.3 / Double(power) * 60 + random.uniform(1...5), 6), 90)
        }
        let seconds = Int64(minutes * 60)
        self.init(
            connector: connector, transaction: transaction, idTag: Self.card(&random), start: start,
            stop: start.advanced(byMicroseconds: seconds * Microseconds.second), energyWh: Int64(wantedKWh * 1000),
            powerW: power, isDirectCurrent: kind.isDirectCurrent, meterStartWh: meterStartWh)
        energyWh = deliveredWh(at: stop)
    }

    /// What the car's charger takes, 3 % below the rating: on-board chargers of 3.7, 7.4, 11 and 22 kW (shares assumed
    /// after Perth's 22 kW posts), rapids 22 to 47 kW.
    private static func carPowerW(_ kind: ChargerKind, _ random: inout RandomStream) -> Int64 {
        if kind == .rapid50 { return random.whole(22_000...47_000) }
        let drawn = random.uniform()
        let car: Int64 = drawn < 0.35 ? 3700 : drawn < 0.80 ? 7400 : drawn < 0.95 ? 11_000 : 22_000
        return min(car, Int64(kind.ratedKilowatts) * 1000) * 97 / 100
    }

    /// A random card number: personal data in real frames, which the service must drop.
    private static func card(_ random: inout RandomStream) -> String {
        let digits = Array("0123456789ABCDEF")
        return String((0..<14).map { _ in digits[Int(random.next() >> 60)] })
    }
}
