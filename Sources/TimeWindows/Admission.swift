package import Readings

/// Decides from one record alone whether its reading may enter a window, so that neither the order of records nor
/// another device's clock has a say.
package struct Admission: Hashable, Sendable {
    /// How far a stamp may lie ahead of its receipt.
    package var skewMicroseconds: Int64
    /// How far a stamp may lie behind its receipt.
    package var horizonMicroseconds: Int64

    package enum Verdict: Hashable, Sendable {
        case accepted, future, late
    }

    package init(skewMicroseconds: Int64, horizonMicroseconds: Int64) {
        self.skewMicroseconds = skewMicroseconds
        self.horizonMicroseconds = horizonMicroseconds
    }

    /// The design's rule for air: 5 minutes ahead, 7 days behind.
    package static let air = Admission(
        skewMicroseconds: 5 * Microseconds.minute, horizonMicroseconds: 7 * Microseconds.day)
    /// The design's rule for charging: 5 minutes ahead, 35 days behind, since a charge point queues its transactions
    /// while it is offline (OCPP 1.6 section 3.7).
    package static let charging = Admission(
        skewMicroseconds: 5 * Microseconds.minute, horizonMicroseconds: 35 * Microseconds.day)

    package func verdict(observed: Instant, received: Instant) -> Verdict {
        if observed > received.advanced(byMicroseconds: skewMicroseconds) { return .future }
        if observed < received.advanced(byMicroseconds: -horizonMicroseconds) { return .late }
        return .accepted
    }

    /// Stamps before this are what a device sends that lost its clock (1970, 2000-01-01): they count as missing.
    package static let firstBelievableStamp = CivilDate(year: 2000, month: 1, day: 2).startUTC
}
