package import Readings

/// One car at one EVSE as it really was: when it comes and goes, and what it takes. Whole seconds, watts and Wh.
package struct ChargingVisit: Equatable, Sendable {
    /// The cable is plugged in.
    package var pluggedIn: Instant
    /// The driver has been let in: half a minute later. The car draws two seconds after that.
    package var start: Instant
    /// The driver ends the session.
    package var stop: Instant
    /// The cable is out.
    package var pluggedOut: Instant
    /// What the car takes until the stop, in Wh.
    package private(set) var energyWh: Int64
    private var pieces: [ChargingCurve.Piece]
    /// Of two plugs at one EVSE it takes the second.
    package var takesSecondPlug = false
    /// The driver's card: personal data in real frames, which the service must drop.
    var card = ""

    /// From the start until the car began to draw.
    static let pause: Int64 = 2

    /// When the car begins to draw.
    package var chargingFrom: Instant { start.advanced(byMicroseconds: Self.pause * Microseconds.second) }

    /// Seconds for which the car draws; 0 for a failed attempt.
    package var chargingSeconds: Int64 {
        guard energyWh > 0 else { return 0 }
        let all = pieces.reduce(0) { $0 + $1.seconds }
        return min(all, stop.microseconds(since: chargingFrom) / Microseconds.second)
    }

    /// When the car has drawn all that it will.
    package var chargingTo: Instant { chargingFrom.advanced(byMicroseconds: chargingSeconds * Microseconds.second) }

    /// Energy given since the start, in Wh.
    package func deliveredWh(at instant: Instant) -> Int64 {
        var seconds = min(instant, stop).microseconds(since: chargingFrom) / Microseconds.second
        var sum: Int64 = 0
        for piece in pieces {
            guard seconds > 0 else { break }
            sum += seconds >= piece.seconds ? piece.energyWh : min(piece.powerW * seconds / 3600, piece.energyWh)
            seconds -= piece.seconds
        }
        return sum
    }

    /// What the car draws at that moment, in W; nought before and after.
    package func powerW(at instant: Instant) -> Int64 {
        guard instant >= chargingFrom, instant < stop else { return 0 }
        var seconds = instant.microseconds(since: chargingFrom) / Microseconds.second
        for piece in pieces {
            if seconds < piece.seconds { return piece.powerW }
            seconds -= piece.seconds
        }
        return 0
    }
}

extension ChargingVisit {
    /// Draws a visit that begins at `arrival`: stay and wanted energy by the habits, power by the car and the curve, energy
    /// cut to what both give during the stay.
    init(at arrival: Instant, _ kind: ChargingClass, _ habits: ChargingHabits, _ random: inout RandomStream) {
        pluggedIn = arrival
        start = arrival.advanced(byMicroseconds: random.whole(15...60) * Microseconds.second)
        let stay = habits.stay.draw(&random)
        stop = start.advanced(byMicroseconds: Int64(stay.minutes * 60) * Microseconds.second)
        // The session ends, a second later the post says so, and then the cable is put away.
        pluggedOut = stop.advanced(byMicroseconds: random.whole(6...91) * Microseconds.second)
        let wanted = habits.wanted
        let rest = (1 - wanted.correlation * wanted.correlation).squareRoot()
        let score = wanted.correlation * stay.score + rest * random.normal()
        let kWh = min(max(PortableMath.exp(wanted.mu + wanted.sigma * score), 0.1), 90)
        // Batteries of 24 to 80 kWh, and never smaller than what goes into them.
        let batteryWh = max(random.uniform(24...80), kWh * 1.05) * 1000
        let charge = random.uniform(0.05...0.95) * (1 - kWh * 1000 / batteryWh)
        let carW = Self.carW(kind, &random)
        pieces = ChargingCurve(kind).pieces(
            energyWh: Int64(kWh * 1000), batteryWh: batteryWh, from: charge, carW: carW, ratedW: kind.ratedWatts)
        energyWh = 0
        // Four of five rapid drivers take the first plug (CCS).
        takesSecondPlug = random.isTrue(probability: 0.2)
        card = Self.card(&random)
        energyWh = deliveredWh(at: stop)
    }

    /// What the car can take. On-board chargers of 3.7, 7.4, 11 and 22 kW, 3 % below the rating: shares assumed, so that the
    /// mean powers at Perth's 22 kW posts come out. Of direct current 30 to 50 kW at a rapid, 70 to 170 kW at an ultra-rapid.
    private static func carW(_ kind: ChargingClass, _ random: inout RandomStream) -> Int64 {
        switch kind {
        case .rapid50, .perthRapid50: return random.whole(30_000...50_000)
        case .ultra150: return random.whole(70_000...170_000)
        default:
            let drawn = random.uniform()
            let car: Int64 = drawn < 0.35 ? 3700 : drawn < 0.80 ? 7400 : drawn < 0.95 ? 11_000 : 22_000
            return min(car, kind.ratedWatts) * 97 / 100
        }
    }

    private static func card(_ random: inout RandomStream) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for _ in 0..<14 { bytes.append(digits[Int(random.next() >> 60)]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes a failed attempt of it: a card, a cable, at most three minutes and no energy.
    mutating func fail(afterSeconds seconds: Int64, unplugged: Int64) {
        stop = start.advanced(byMicroseconds: seconds * Microseconds.second)
        pluggedOut = stop.advanced(byMicroseconds: unplugged * Microseconds.second)
        pieces = []
        energyWh = 0
    }
}
