package import Readings

/// One visit of a car, as the transactions of its connector tell it.
package struct ChargingSession: Hashable, Sendable {
    package var connector: Int
    /// The central system's number; nil while no reply was seen, and for the names that stations give.
    package var transaction: Int64?
    /// The numbers of all its transactions: more than one where a reboot cut it.
    package var numbers: [Int64]
    package var plugIn: Instant
    /// The first and the last moment of charging; nil where it never charged, and the end while it may go on.
    package var chargeStart: Instant?
    package var chargeEnd: Instant?
    /// The transaction's stop. A car that stays plugged in afterwards shows in the timeline by its status.
    package var unplug: Instant?
    /// Nil where no meter was told.
    package var meterStart: WattHours?
    package var meterStop: WattHours?
    /// Stop minus start; where the meter was reset, the sum of the parts that its registers show; for an active session the
    /// highest register so far minus the start.
    package var energy: WattHours?
    /// The highest power in millionths of a watt: of the unit's own power values, else of register differences over at
    /// least 60 seconds; nil without either.
    package var peakMicrowatts: Int64?
    /// Length of the charging spells and of the rest of the plugged-in time; for an active session up to the newest record
    /// of the charge point, at most 35 days. Nil for an invalid session, and where nothing tells when the car charged (OCPI's status, most of its sessions).
    package var chargingMicroseconds: Int64?
    package var idleMicroseconds: Int64?
    package var state: SessionState
    /// Nil while the session is active.
    package var result: SessionResult?
    package var endReason: StopReason?
    package var evidence: PairingEvidence
    package var flags: [SessionFlag]
    /// Counts sessions of one connector and one plug-in instant, 0 for the first.
    package var ordinal: Int

    /// Where it occupies its connector; nil for an invalid session.
    var occupied: Range<Instant>?
    /// Where it charges; inside `occupied`, ascending.
    var charging: [Range<Instant>]
    var curve: EnergyCurve
    /// Whether its stop was received when it happened, and not queued meanwhile.
    var isStopToldAtOnce = true
    /// Until when an active session is active, should nothing more be heard; others stay what they are.
    var believedUntil = Instant.distantFuture

    /// Whether it takes part in occupancy, energy and the count of sessions: it has a stop after its start and energy of
    /// at least 0, or no stop is known, its charge point is heard, and nothing contradicts it within 35 days of its plug-in.
    package var isCounted: Bool { state != .invalid }

    /// Whether its stop is still to come, as far as anyone knows: it is active, or its charge point is silent.
    package var isOpen: Bool { state == .active || flags.contains(.silent) }

    /// Whether it is counted nowhere because of what its messages say, and not because nothing came.
    var isContradicted: Bool { !isCounted && !isOpen && result != .stuck }

    /// The key of its row: the same before and after its transaction number arrives.
    package func id(chargePoint: String) -> String {
        let key = "\(chargePoint)-\(connector)-\(plugIn.iso8601)"
        return ordinal == 0 ? key : "\(key)-\(ordinal + 1)"
    }
}
