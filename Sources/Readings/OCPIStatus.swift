/// The status of an EVSE, OCPI 2.2.1 section 8.4.22; the UK regulations (SI 2023/1168) define reliability by these words.
package enum OCPIStatus: String, CaseIterable, Sendable {
    case available = "AVAILABLE"
    /// A physical barrier, such as a parked car without a cable.
    case blocked = "BLOCKED"
    /// In use: charging or not, and also while a driver prepares or finishes.
    case charging = "CHARGING"
    /// Not yet active or temporarily unavailable, and not broken.
    case inoperative = "INOPERATIVE"
    case outOfOrder = "OUTOFORDER"
    case planned = "PLANNED"
    case removed = "REMOVED"
    case reserved = "RESERVED"
    /// Nothing is known; also while the charge point is out of contact.
    case unknown = "UNKNOWN"
}
