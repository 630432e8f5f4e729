import Charging
package import Readings

/// How much of the past a corridor holds, and so which windows it can compute.
package enum Memory: Hashable, Sendable {
    /// Everything: for feeds of limited size.
    case everything
    /// Recent days. `forget` moves them on; what reaches further back is marked for a rebuild.
    case recent
    /// Exactly the windows of these days (UTC, half-open), whatever else the records hold: a rebuild.
    case days(air: Range<Instant>, charging: Range<Instant>)
}

/// The windows of one borough that a corridor can compute, because it holds every reading that they rest on.
struct HeldSpans: Hashable, Sendable {
    var air: Range<Instant>
    var charging: Range<Instant>

    static let everything = HeldSpans(
        air: .distantPast ..< .distantFuture, charging: .distantPast ..< .distantFuture)

    init(air: Range<Instant>, charging: Range<Instant>) {
        self.air = air
        self.charging = charging
    }

    init(_ memory: Memory) {
        switch memory {
        case .everything, .recent: self = .everything
        case .days(let air, let charging): self.init(air: air, charging: charging)
        }
    }

    /// A school's window that ends just behind midnight can be a local day of 25 hours, and an interval of the hour before
    /// can reach into it. Running means rest on less: 23 hours before, and the hour that reaches into the first.
    static let airLookBack = 26 * Microseconds.hour

    /// The last readings may be corrected by a humidity of the hour behind them.
    static let airLookAhead = Microseconds.hour

    /// Whether a window of the span can rest on a reading of this hour.
    func storesAir(hour: Int32) -> Bool {
        let start = Hours.start(hour)
        return start < air.upperBound.advanced(byMicroseconds: Self.airLookAhead)
            && (air.lowerBound == .distantPast
                || start >= air.lowerBound.advanced(byMicroseconds: -Self.airLookBack))
    }

    /// The events on which the held charging windows rest.
    var chargingReach: Range<Instant> {
        guard charging.lowerBound != .distantPast else { return .distantPast ..< .distantFuture }
        let first = ChargingBlock.block(holding: charging.withLocalDay.lowerBound).reach.lowerBound
        guard charging.upperBound != .distantFuture else { return first ..< .distantFuture }
        let last = ChargingBlock.block(holding: charging.upperBound.advanced(byMicroseconds: -1))
        return first..<last.reach.upperBound
    }
}
