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

    private struct Stretch {
        var range: Range<Instant>
        /// Nobody knows how it went on.
        var isOpen: Bool
    }

    private var stretches: [Stretch] = []
    /// From when on the meter shows that no car charges, where it begins with that.
    private var idleFrom: Instant?

    /// - Parameters:
    ///   - registers: ascending, one for each instant, and so are the powers.
    ///   - told: when others tell of the connector, united: a stretch that begins then is theirs to tell.
    init(
        registers: [ConnectorEvidence.Measurement], powers: [ConnectorEvidence.Measurement], told: [Range<Instant>]
    ) {
        guard let first = [registers.first, powers.first].compactMap(\.?.at).min(),
            let last = [registers.last, powers.last].compactMap(\.?.at).max(),
            ![first..<last.advanced(byMicroseconds: 1)].subtracting(told).isEmpty
        else { return }
        let held = powers.indices.map { index in
            let next = index + 1 < powers.count ? powers[index + 1].at : .distantFuture
            return powers[index].at..<min(next, powers[index].at.advanced(byMicroseconds: Self.longestSample))
        }
        let strong = powers.indices.filter { powers[$0].value >= Self.leastPower }.map { held[$0] }
        let covered = held.united()
        let steps = zip(registers, registers.dropFirst()).filter(Self.isCharging).map { $0.at..<$1.at }
        let charging = (strong + steps.united().subtracting(covered)).united()
        if charging.first?.lowerBound != first, !told.hold(first) { idleFrom = first }
        for range in charging where !told.hold(range.lowerBound) {
            let isRising = range.upperBound == last && !covered.contains { $0.contains(last) }
            stretches.append(Stretch(range: range, isOpen: range.upperBound > last || isRising))
        }
    }

    /// The words with those of the stretches among them: a car that charges, and behind it a unit that works. A word that is told
    /// meanwhile ends a stretch. A car of which a status feed said nothing within 24 hours shows that it says nothing any more.
    /// - Parameter words: ascending, one for each instant.
    func words(among words: [ConnectorEvidence.Word]) -> [ConnectorEvidence.Word] {
        var shown: [ConnectorEvidence.Word] = []
        func isUntold(_ instant: Instant) -> Bool { words.first.map { $0.at > instant } ?? true }
        if let idleFrom, isUntold(idleFrom) { shown.append(Self.word(.inService, at: idleFrom)) }
        for stretch in stretches {
            shown.append(Self.word(.charging, at: stretch.range.lowerBound))
            let following = words.partitioningIndex { $0.at > stretch.range.lowerBound }
            let isCut = following < words.count && words[following].at <= stretch.range.upperBound
            if !stretch.isOpen, !isCut { shown.append(Self.word(.inService, at: stretch.range.upperBound)) }
        }
        return shown.isEmpty ? words : (words + shown).sorted { $0.at < $1.at }
    }

    private static func word(_ status: ConnectorWord, at instant: Instant) -> ConnectorEvidence.Word {
        ConnectorEvidence.Word(
            at: instant, status: status, isRetained: false, errorCode: "", flags: [], isMeter: true, received: instant)
    }

    /// When others tell of a charge point's connectors than their meters: from 24 hours before each event that does until 24
    /// hours behind it; and of a language that tells transactions, as long as a word is believed. Such a unit may be idle for
    /// weeks, and what its meter shows meanwhile is its own.
    /// - Parameter byTransactions: only when by a language that tells transactions.
    static func told(_ events: [RecordedEvent], byTransactions: Bool = false) -> [Range<Instant>] {
        var told: [Range<Instant>] = []
        for recorded in events where recorded.event.kind.tellsOfConnector {
            let at = recorded.holdsFrom
            let isLong = recorded.isOfTransactions || recorded.event.kind.isMeasured
            if byTransactions, !isLong { continue }
            let until = at.advanced(byMicroseconds: isLong ? ChargingReach.status : Liveness.carry)
            let start = TellingTimes.before(at)
            // Almost every event is next to the one before.
            if let last = told.last, last.lowerBound <= start, start <= last.upperBound {
                told[told.count - 1] = last.lowerBound..<max(last.upperBound, until)
            } else {
                told.append(start..<until)
            }
        }
        return told.united()
    }

    private static func isCharging(
        _ left: ConnectorEvidence.Measurement, _ right: ConnectorEvidence.Measurement
    ) -> Bool {
        let time = right.at.microseconds(since: left.at)
        let (rise, isOverflow) = right.value.subtractingReportingOverflow(left.value)
        guard !isOverflow, rise > 0, time > 0, time <= longestSample else { return false }
        return isCharging(rise, over: time)
    }

    /// Whether so many millionths of a watt-hour are more than a charge point takes itself.
    static func isCharging(_ rise: Int64, over time: Int64) -> Bool {
        // Millionths of a watt-hour in an hour are millionths of a watt.
        return Int128(rise) * Int128(Microseconds.hour) >= Int128(leastPower) * Int128(time)
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
    fileprivate var isMeasured: Bool {
        switch self {
        case .register, .power, .interval, .sessionEnergy: true
        default: false
        }
    }
}
