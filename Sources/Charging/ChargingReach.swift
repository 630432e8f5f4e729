import Readings

/// How far apart in time two things may lie and still belong together. These bounds make every figure a function of the
/// events and records near it, so that an old day can be worked out from a part of the journal.
package enum ChargingReach {
    /// A visit is followed for 35 days from its plug-in: a stop belongs to a start at most that much before it, and an open
    /// transaction is believed no longer; after that nobody knows. Exactly 35 days still belong.
    ///
    /// The length is this project's. A charge point that is offline keeps its transactions and sends them later, however
    /// late (OCPP 1.6 edition 2, section 3.7), and charging events are admitted up to 35 days behind their receipt; of
    /// Dundee's 67,112 sessions of 2017-18, 42 were longer than seven days.
    package static let session = 35 * Microseconds.day

    /// A status word is believed that long at most, however often the charge point is heard meanwhile.
    package static let status = 35 * Microseconds.day

    /// How long before its start a reply may have been received: they travel on different topics and can overtake each
    /// other, but not by days. Message ids begin anew after a reboot, so that an older reply is another start's.
    static let earlyReply = Microseconds.day

    /// A message that is received so long after its stamp was told at once: the distance that admission allows a clock.
    static let toldAtOnce = 5 * Microseconds.minute

    /// Whether a stop or another sign at `later` may belong to a visit that began at `plugIn`.
    static func holds(_ plugIn: Instant, _ later: Instant) -> Bool {
        later <= end(ofSessionFrom: plugIn)
    }

    static func end(ofSessionFrom plugIn: Instant) -> Instant {
        plugIn.advanced(byMicroseconds: session)
    }
}
