package import Readings

/// A person's decision to admit readings of the late ledger: those that were observed in a span of time and received
/// before the decision.
package struct LateAdmission: Hashable, Sendable {
    /// Nil: every device.
    package var device: String?
    package var observed: Range<Instant>
    /// When it was decided. What comes later is in the ledger anew.
    package var decided: Instant
    package var reason: String

    package init(device: String?, observed: Range<Instant>, decided: Instant, reason: String) {
        self.device = device
        self.observed = observed
        self.decided = decided
        self.reason = reason
    }

    func admits(device: String, observed: Instant, received: Instant) -> Bool {
        self.observed.contains(observed) && received < decided && (self.device.map { $0 == device } ?? true)
    }
}
