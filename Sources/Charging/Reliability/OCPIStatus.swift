package import Readings

/// What the words come to in the rules of reliability. They tell of availability, never whether a car is plugged in.
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
