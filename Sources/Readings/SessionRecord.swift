/// What one OCPI 2.2.1 message says of a session: the Session object, a part of it, or the charge detail record. A field
/// that the message does not name is nil.
///
/// Messages about one session are joined field by field: the one with the newest `lastUpdated` decides, then the one
/// received last, then its bytes.
package struct SessionRecord: Hashable, Sendable {
    /// OCPI 2.2.1 section 9.4.1, SessionStatus.
    package enum Status: String, CaseIterable, Sendable {
        case active = "ACTIVE"
        case completed = "COMPLETED"
        case invalid = "INVALID"
        case pending = "PENDING"
        case reservation = "RESERVATION"
    }

    /// The session's identifier; a charge detail record that names no session has its own.
    package var session: String
    /// A charge detail record, which no later Session object takes back.
    package var isDetailRecord: Bool
    package var status: Status?
    package var start: Instant?
    package var end: Instant?
    package var energy: WattHours?
    /// Dimension TIME, in millionths of a second.
    package var charging: Int64?
    /// Dimension PARKING_TIME: the vehicle was there and asked for no power; in millionths of a second.
    package var parking: Int64?
    /// Dimension MAX_POWER, in millionths of a watt.
    package var peakMicrowatts: Int64?
    package var lastUpdated: Instant?

    package init(
        session: String, isDetailRecord: Bool = false, status: Status? = nil, start: Instant? = nil,
        end: Instant? = nil, energy: WattHours? = nil, charging: Int64? = nil, parking: Int64? = nil,
        peakMicrowatts: Int64? = nil, lastUpdated: Instant? = nil
    ) {
        self.session = session
        self.isDetailRecord = isDetailRecord
        self.status = status
        self.start = start
        self.end = end
        self.energy = energy
        self.charging = charging
        self.parking = parking
        self.peakMicrowatts = peakMicrowatts
        self.lastUpdated = lastUpdated
    }
}
