import Charging
import Quality
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

    /// Whether a day differs from its neighbours rests on two days more, and an interval of the hour before can reach into
    /// the first of their hours, or its humidity correct it. The rest rests on less: a school's window that ends just
    /// behind midnight on a local day of 25 hours, whether the first hour stands still and running means on 23 hours, and
    /// on the hour before those.
    static let airLookBack = Int64(NeighbourCheck.reach.backHours + 1) * Microseconds.hour

    /// Whether the last hour stands still rests on 23 hours behind it, the last of which may be corrected by a humidity of
    /// the hour behind that.
    static let airLookAhead = Int64(FlatlineCheck.reach.aheadHours + 1) * Microseconds.hour

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
