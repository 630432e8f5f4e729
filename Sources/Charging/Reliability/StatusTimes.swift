package import Readings

/// How long EVSEs had each status, in microseconds; sums of several EVSEs and periods by adding.
package struct StatusTimes: Hashable, Sendable {
    package var available: Int64 = 0
    package var inUse: Int64 = 0
    package var reserved: Int64 = 0
    package var blocked: Int64 = 0
    package var unknown: Int64 = 0
    package var inoperative: Int64 = 0
    package var outOfOrder: Int64 = 0
    /// Planned or removed: in no denominator.
    package var retired: Int64 = 0

    package init() {}

    package mutating func add(_ microseconds: Int64, as status: OCPIStatus) {
        switch status {
        case .available: available += microseconds
        case .charging: inUse += microseconds
        case .reserved: reserved += microseconds
        case .blocked: blocked += microseconds
        case .unknown: unknown += microseconds
        case .inoperative: inoperative += microseconds
        case .outOfOrder: outOfOrder += microseconds
        case .planned, .removed: retired += microseconds
        }
    }

    package static func + (left: StatusTimes, right: StatusTimes) -> StatusTimes {
        var sum = left
        sum.available += right.available
        sum.inUse += right.inUse
        sum.reserved += right.reserved
        sum.blocked += right.blocked
        sum.unknown += right.unknown
        sum.inoperative += right.inoperative
        sum.outOfOrder += right.outOfOrder
        sum.retired += right.retired
        return sum
    }

    /// The period: everything but what is retired.
    package var total: Int64 { working + ineligible + notReliable }

    /// Available, in use or reserved: "working" in the Public Charge Point Regulations 2023 (SI 2023/1168), regulation 7.
    package var working: Int64 { available + inUse + reserved }

    /// Unknown or blocked: "ineligible for measurement" there, which counts as reliable.
    package var ineligible: Int64 { unknown + blocked }

    package var notReliable: Int64 { inoperative + outOfOrder }

    /// Regulation 7 to the letter: working or ineligible, of the period. Nil for no time.
    package var regulation7: ExactRatio? { ExactRatio(working + ineligible, of: total) }

    /// Working, of the time in which the status is one of the measured ones: unknown and blocked left out.
    package var strict: ExactRatio? { ExactRatio(working, of: working + notReliable) }

    /// To be published beside `regulation7`, as an EVSE that is silent counts there as reliable.
    package var unknownShare: ExactRatio? { ExactRatio(unknown, of: total) }
}
