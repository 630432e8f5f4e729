/// How far an instrument's figures may be relied on. A site's index uses reference or equivalent instruments where it has
/// any (docs: London practice shows DAQI for reference-equivalent particles only).
package enum DeviceClass: String, CaseIterable, Sendable {
    case reference, equivalent, indicative
}

/// Which end of the covered interval a device stamps; `instant` covers [t, t + period).
package enum StampRule: String, CaseIterable, Sendable {
    case start, end, instant
}

/// Whether a device's clock is believed.
package enum ClockRule: Hashable, Sendable {
    case trust
    /// Its stamps are ignored; the receive time is taken.
    case arrival
    /// That many microseconds are added to each stamp.
    case add(microseconds: Int64)
}
