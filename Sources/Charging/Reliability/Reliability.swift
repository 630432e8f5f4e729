package import Readings

/// The reliability of EVSEs in a period, by the UK's and by the US rule; of a group by adding up its EVSEs.
package struct Reliability: Hashable, Sendable {
    /// EVSEs that were there for some of the period and not retired for all of it.
    package var evses = 0
    /// Within the opening hours (regulation 7 asks for those only).
    package var times = StatusTimes()
    /// By day and night: the US rule keeps the whole period and excludes outages of closed hours.
    package var nevi = NEVIUptime(period: 0, outage: 0, excluded: 0)
    /// The ports' uptimes of the period, and with the rule's yearly denominator.
    package var ports = NEVIPorts()
    package var portsOfRuleYear = NEVIPorts()

    package init() {}

    /// - Parameters:
    ///   - spans: as `evseStatus` gives them: the times at which the EVSE was there, without gaps.
    ///   - period: what lies outside is not counted.
    ///   - open: when the site can be used, united; nil: always.
    ///   - exclusions: of this EVSE; the closed hours are added here.
    package init(
        of spans: [StatusSpan], in period: Range<Instant>, open: [Range<Instant>]? = nil,
        exclusions: [OutageExclusion] = []
    ) {
        let inside = spans.compactMap { span -> StatusSpan? in
            var cut = span
            cut.start = max(span.start, period.lowerBound)
            cut.end = min(span.end, period.upperBound)
            return cut.start < cut.end ? cut : nil
        }
        let whole = [period].united()
        let hours = open.map { $0.intersection(whole) } ?? whole
        let closed = whole.subtracting(hours).map { OutageExclusion($0, .outsideHours) }
        var (present, outage, excluded) = (Int64(0), Int64(0), Int64(0))
        for (status, spans) in Dictionary(grouping: inside, by: \.status) {
            let ranges = spans.map(\.range).united()
            times.add(ranges.intersection(hours).microseconds, as: status)
            if !status.isRetired { present += ranges.microseconds }
        }
        for stretch in outages(in: inside, exclusions: exclusions + closed) {
            let length = [stretch.range].microseconds
            outage += length
            if stretch.excluded != nil { excluded += length }
        }
        nevi = NEVIUptime(period: present, outage: outage, excluded: excluded)
        self = ofOnePort
    }

    /// What is the time of one EVSE, told in parts (of months, or under several operators), as one port: its uptime is of all
    /// of it.
    package var ofOnePort: Reliability {
        var port = self
        port.evses = nevi.period > 0 ? 1 : 0
        port.ports = NEVIPorts(nevi.uptime)
        port.portsOfRuleYear = NEVIPorts(nevi.yearlyUptime)
        return port
    }

    package static func + (left: Reliability, right: Reliability) -> Reliability {
        var both = left
        both.evses += right.evses
        both.times = left.times + right.times
        both.nevi = NEVIUptime(
            period: left.nevi.period + right.nevi.period, outage: left.nevi.outage + right.nevi.outage,
            excluded: left.nevi.excluded + right.nevi.excluded)
        both.ports = left.ports + right.ports
        both.portsOfRuleYear = left.portsOfRuleYear + right.portsOfRuleYear
        return both
    }

    /// Regulation 7, literally: minutes of all EVSEs pooled.
    package var regulation7: ExactRatio? { times.regulation7 }

    /// Regulation 7 asks a network of rapid charge points for 99 % on average over a calendar year.
    package static func meetsRegulation7(_ share: ExactRatio) -> Bool { share.reaches(percent: 99) }
}
