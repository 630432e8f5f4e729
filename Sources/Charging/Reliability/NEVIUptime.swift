package import Readings

/// The uptime of charging ports by 23 CFR 680.116(b)(3), the US rule for NEVI: `(D - (T_outage - T_excluded)) / D`, with
/// the excluded part clamped to the outage.
///
/// A part of the rule is left open: that a port which is up dispenses its required power is nothing that a status tells.
package struct NEVIUptime: Hashable, Sendable {
    /// The minutes of a year of 365 days, which the rule prints as a number, leap year or not.
    package static let ruleYear = 525_600 * Microseconds.minute

    /// All in microseconds: the time in which the port was there, by day and night.
    package var period: Int64
    package var outage: Int64
    /// At most `outage`.
    package var excluded: Int64

    package init(period: Int64, outage: Int64, excluded: Int64) {
        self.period = period
        self.outage = outage
        self.excluded = max(0, min(excluded, outage))
    }

    /// Of the period: what can be said of a month. Nil when the port was not there.
    package var uptime: ExactRatio? { uptime(over: period) }

    /// With the rule's own denominator, for twelve months. A port that was down throughout a leap year comes out below
    /// nought, as printed.
    package var yearlyUptime: ExactRatio? { period > 0 ? uptime(over: Self.ruleYear) : nil }

    private func uptime(over denominator: Int64) -> ExactRatio? {
        ExactRatio(denominator - (outage - excluded), of: denominator)
    }

    /// The requirement: uptime of each port greater than 97 %; 97.000 % is not.
    package static func meetsRequirement(_ uptime: ExactRatio) -> Bool { uptime.isAbove(percent: 97) }
}

/// The uptimes of several ports: the rule is about each port, so they are counted and their mean is shown; ports are not
/// pooled.
package struct NEVIPorts: Hashable, Sendable {
    /// Ports with an uptime.
    package private(set) var ports = 0
    /// Those that meet the requirement.
    package private(set) var portsMeetingRequirement = 0
    /// Parts of 1e-18, so that any order of adding gives the same sum.
    private var sum: Int128 = 0

    private static let scale: Int128 = 1_000_000_000_000_000_000

    package init() {}

    package init(_ uptime: ExactRatio?) {
        guard let uptime else { return }
        ports = 1
        portsMeetingRequirement = NEVIUptime.meetsRequirement(uptime) ? 1 : 0
        sum = Millionths.rounded(uptime.part * Self.scale, over: uptime.whole)
    }

    package static func + (left: NEVIPorts, right: NEVIPorts) -> NEVIPorts {
        var both = left
        both.ports += right.ports
        both.portsMeetingRequirement += right.portsMeetingRequirement
        both.sum += right.sum
        return both
    }

    /// The mean of the ports; nil without any.
    package var mean: ExactRatio? { ExactRatio(sum, of: Int128(ports) * Self.scale) }
}
