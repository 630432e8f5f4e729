import Readings

/// When a car charged, of a unit of which nothing but a meter is told (Shelly's or Tasmota's, wired before a charge point): a
/// power of at least 100 W, or, where no power is told, a register that rises as fast.
struct MeterStretches {
    /// In millionths of a watt. A charge point takes some itself: evcc's guide calls a load charging above 15 W, and above 50 W
    /// for a charger of its own (`standbypower`); lamps and modems of public ones take more. A car that charges takes 6 A at
    /// the least (IEC 61851-1), 1.38 kW on one phase.
    static let leastPower: Int64 = 100_000_000
    /// How long a value of power holds, and how far apart two registers may be, for their difference to tell when it flowed:
    /// the longest interval that is usual for meter values (reference ev.md, section 1.1: clock-aligned, 900 s).
    static let longestSample = 15 * Microseconds.minute

    /// As of a unit that tells only whether a current flows; the last one is open while nobody knows how it went on.
    private(set) var signs: [MeterWords.Sign] = []

    /// - Parameters: ascending, one for each instant.
    init(registers: [ConnectorEvidence.Measurement], powers: [ConnectorEvidence.Measurement]) {
        guard let first = [registers.first, powers.first].compactMap(\.?.at).min(),
            let last = [registers.last, powers.last].compactMap(\.?.at).max()
        else { return }
        let told = powers.indices.map { index in
            let next = index + 1 < powers.count ? powers[index + 1].at : .distantFuture
            return powers[index].at..<min(next, powers[index].at.advanced(byMicroseconds: Self.longestSample))
        }
        let strong = powers.indices.filter { powers[$0].value >= Self.leastPower }.map { told[$0] }
        let covered = told.united()
        let steps = zip(registers, registers.dropFirst()).filter(Self.isCharging).map { $0.at..<$1.at }
        let charging = (strong + steps.united().subtracting(covered)).united()
        if charging.first?.lowerBound != first { add(false, at: first) }
        for stretch in charging {
            add(true, at: stretch.lowerBound)
            let isRising = stretch.upperBound == last && !covered.contains { $0.contains(last) }
            if stretch.upperBound <= last, !isRising { add(false, at: stretch.upperBound) }
        }
    }

    private static func isCharging(
        _ left: ConnectorEvidence.Measurement, _ right: ConnectorEvidence.Measurement
    ) -> Bool {
        let time = right.at.microseconds(since: left.at)
        let (rise, isOverflow) = right.value.subtractingReportingOverflow(left.value)
        guard !isOverflow, rise > 0, time > 0, time <= longestSample else { return false }
        // Millionths of a watt-hour in an hour are millionths of a watt.
        return Int128(rise) * Int128(Microseconds.hour) >= Int128(leastPower) * Int128(time)
    }

    private mutating func add(_ isCharging: Bool, at instant: Instant) {
        signs.append(
            MeterWords.Sign(
                at: instant, received: instant, kind: .charging, isTrue: isCharging, isRetained: false, flags: []))
    }
}

extension ChargerEvent.Kind {
    /// Whether the unit itself says how its connector is, or what it does there: its meter need not.
    var tellsOfConnector: Bool {
        switch self {
        case .status, .started, .stopped, .plugged, .chargingNow, .fault, .transaction: true
        case .register(_, let key), .power(_, let key), .interval(_, let key), .sessionEnergy(_, let key): key != nil
        case .numbered, .booted, .heartbeatInterval, .link, .bay, .cardPresented, .sessionRecord: false
        }
    }
}
