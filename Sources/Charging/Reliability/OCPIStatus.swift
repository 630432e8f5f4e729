/// The status of an EVSE in the words of OCPI 2.2.1 (mod_locations, 8.4.22), by which UK regulation 7 defines reliability.
///
/// A feed's `WORKING` (in service, occupancy not told) is `available` here and `FAULTED` is `outOfOrder`: neither word is
/// OCPI's. What is said here is availability, never whether a car is plugged in.
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

extension OCPIStatus {
    /// Not part of the network, and so of no denominator: the regulations do not name these words.
    package var isRetired: Bool { self == .planned || self == .removed }

    /// Down by the US rule, 23 CFR 680.116(b): not both "online" and "available for use, or in use". A silent port is
    /// down, though the UK regulations count it as reliable.
    package var isOutage: Bool { self == .inoperative || self == .outOfOrder || self == .unknown }

    /// What an EVSE is when several of its connectors are told: in use if any is, else the best of them. A connector of
    /// which nothing is known may well work, so it stands before those that do not. Lower is better.
    var rank: Int {
        switch self {
        case .charging: 0
        case .available: 1
        case .reserved: 2
        case .blocked: 3
        case .unknown: 4
        case .inoperative: 5
        case .outOfOrder: 6
        case .planned: 7
        case .removed: 8
        }
    }
}
