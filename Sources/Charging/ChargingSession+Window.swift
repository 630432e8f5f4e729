package import Readings

extension ChargingSession {
    /// Energy that a window has of the session; windows that touch add up exactly. A session that is counted nowhere has
    /// none.
    package func share(of window: Range<Instant>) -> WattHours {
        WattHours(millionths: curve.energy(until: window.upperBound) - curve.energy(until: window.lowerBound))
    }

    /// Whether the window holds its plug-in, a part of the time that it occupies its connector, or energy of it.
    package func touches(_ window: Range<Instant>) -> Bool {
        window.contains(plugIn) || (occupied?.overlaps(window) ?? false) || share(of: window).millionths != 0
    }
}
