package import Readings

/// A row of `outage_exclusions.csv`: a time in which outages of an EVSE do not count by the US rule (23 CFR 680.116), and
/// why. Nothing happens where there was no outage.
package struct OutageExclusionRow: Hashable, Sendable {
    package var evse: String
    /// The row holds in [validFrom, validTo); without an end until further notice.
    package var validFrom: Instant
    package var validTo: Instant?
    package var reason: OutageReason

    package init(evse: String, validFrom: Instant, validTo: Instant? = nil, reason: OutageReason) {
        self.evse = evse
        self.validFrom = validFrom
        self.validTo = validTo
        self.reason = reason
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }
}

extension OutageExclusionRow {
    /// - Parameter evses: the names in `charge_points.csv`, those that it gives by default too.
    init?(_ row: SheetRow, evses: Set<String>?, _ findings: inout Findings) {
        let evse = row.reference("evse", "known EVSE", in: SheetShape.chargePoints.file, names: evses, &findings)
        // Without a start a slip of the hand would excuse an outlet's whole past.
        let isStarted = row.required("from", expected: "the first day or instant that is excused", &findings) != nil
        let (from, to) = row.validity(&findings)
        let written = row.text("reason").flatMap { Self.shorter[$0.lowercased()] }
        let reason = written ?? row.requiredWord("reason", OutageReason.self, &findings)
        guard let evse, isStarted, let from, let reason else { return nil }
        self.init(evse: evse, validFrom: from, validTo: to, reason: reason)
    }

    /// What people write for the rule's words.
    private static let shorter: [String: OutageReason] = [
        "electric utility service interruption": .electricUtilityInterruption,
        "utility interruption": .electricUtilityInterruption, "power cut": .electricUtilityInterruption,
        "planned maintenance": .scheduledMaintenance, "vehicle": .vehicleFault,
        "outside opening hours": .outsideHours,
    ]
}
