import Readings

/// How often, when and how long people charge, by kind of charger.
///
/// Derived from the public charging sessions of Dundee 2017-18 (Open Government Licence v3.0), except the lamp posts: those
/// follow the shares that the Department for Transport published for home chargers in 2017 (a fitted mixture). Rapid
/// energies are doubled for the batteries of 2026. Hours are London civil time; natural logarithms throughout.
struct ChargingHabits: Sendable {
    /// Arrivals a day at an EVSE that is free.
    var sessionsPerDay: Double
    /// Shares of the day's arrivals in thousandths, by hour.
    var startHours: [Double]
    var saturdayFactor = 1.0
    var sundayFactor = 1.0
    /// Two log-normal parts of the time plugged in, in minutes.
    var shortStay: (mu: Double, sigma: Double)
    var longStay: (mu: Double, sigma: Double)
    var longStayShare: Double
    var energyKWh: (mu: Double, sigma: Double)
    /// Correlation of the logarithms of stay and energy.
    var correlation: Double

    static func habits(_ kind: ChargerKind) -> ChargingHabits {
        switch kind {
        case .lampPost: lampPost
        case .fast7: fast7
        case .fast22: fast22
        case .rapid50: rapid50
        }
    }

    private static let lampPost = ChargingHabits(
        sessionsPerDay: 0.6,
        startHours: [15, 8, 5, 4, 4, 6, 12, 20, 30, 32, 35, 39, 45, 46, 50, 60, 82, 112, 108, 86, 72, 62, 44, 23],
        shortStay: (4.02, 0.50), longStay: (6.73, 0.41), longStayShare: 0.67, energyKWh: (2.5, 0.75), correlation: 0.46)

    private static let fast7 = ChargingHabits(
        sessionsPerDay: 1.17,
        startHours: [3, 2, 2, 2, 2, 1, 3, 19, 68, 72, 72, 95, 122, 99, 86, 97, 80, 39, 19, 16, 16, 60, 10, 16],
        saturdayFactor: 0.5, sundayFactor: 0.44, shortStay: (4.65, 1.10), longStay: (6.92, 0.77), longStayShare: 0.45,
        energyKWh: (1.69, 0.95), correlation: 0.46)

    private static let fast22 = ChargingHabits(
        sessionsPerDay: 1.4,
        startHours: [22, 15, 5, 2, 2, 1, 9, 44, 54, 106, 70, 73, 99, 84, 72, 73, 61, 70, 41, 40, 20, 13, 10, 12],
        saturdayFactor: 0.9, sundayFactor: 0.73, shortStay: (4.86, 1.06), longStay: (7.20, 0.76), longStayShare: 0.13,
        energyKWh: (1.82, 0.95), correlation: 0.46)

    private static let rapid50 = ChargingHabits(
        sessionsPerDay: 8,
        startHours: [21, 19, 11, 9, 12, 13, 20, 40, 38, 57, 61, 66, 67, 70, 69, 61, 61, 54, 47, 45, 47, 41, 37, 33],
        saturdayFactor: 1.12, sundayFactor: 1.1, shortStay: (3.06, 0.65), longStay: (3.06, 0.65), longStayShare: 0,
        energyKWh: (2.80, 0.72), correlation: 0.69)

    /// Arrivals an hour at the instant.
    func rate(at instant: Instant) -> Double {
        let clock = LondonClock.reading(at: instant)
        let day =
            switch clock.dayType {
            case .weekday: 1.0
            case .saturday: saturdayFactor
            case .sunday: sundayFactor
            }
        return sessionsPerDay * startHours[clock.hour] / 1000 * day
    }

    /// The next arrival after an instant, in whole seconds: an exponential waiting time used up hour by hour at each
    /// hour's rate, so that night hours pass almost unused.
    func nextArrival(after instant: Instant, busyness: Double, _ random: inout RandomStream) -> Instant {
        var patience = random.exponential()
        var at = instant
        while true {
            let hourEnd = at.floored(toMicroseconds: Microseconds.hour).advanced(byMicroseconds: Microseconds.hour)
            let perMicrosecond = rate(at: at) * busyness / Double(Microseconds.hour)
            let available = perMicrosecond * Double(hourEnd.microseconds(since: at))
            if patience < available {
                let wait = Int64(patience / perMicrosecond)
                return at.advanced(byMicroseconds: wait).floored(toMicroseconds: Microseconds.second)
            }
            patience -= available
            at = hourEnd
        }
    }
}
