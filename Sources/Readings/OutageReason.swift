/// Why an outage does not count against a charging port: the list of 23 CFR 680.116(b)(3) (United States, NEVI standards),
/// causes outside the operator's control and hours outside operation. The raw values are the words in the files.
package enum OutageReason: String, CaseIterable, Comparable, Sendable {
    case electricUtilityInterruption = "electric utility interruption"
    /// A failure to charge that was the vehicle's.
    case vehicleFault = "vehicle fault"
    case scheduledMaintenance = "scheduled maintenance"
    case vandalism
    case naturalDisaster = "natural disaster"
    /// The site was closed. Follows from the opening hours where they are known.
    case outsideHours = "outside hours of operation"

    /// In the order of the list: where two reasons hold at once, the earlier one is named.
    package static func < (left: OutageReason, right: OutageReason) -> Bool {
        left.place < right.place
    }

    private var place: Int {
        switch self {
        case .electricUtilityInterruption: 0
        case .vehicleFault: 1
        case .scheduledMaintenance: 2
        case .vandalism: 3
        case .naturalDisaster: 4
        case .outsideHours: 5
        }
    }
}
