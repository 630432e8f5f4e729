import Readings

/// The silences of a unit that keeps to the heartbeat interval it was told: twice the interval, at least ten minutes, and
/// nobody knows any more (OCPP 1.6 edition 2, section 4.6: the interval is one of inactivity, so that any record will do).
///
/// Many units keep to no interval. One is held to it from when it was heard for two such limits without anything that a
/// heartbeat is not, until the next boot tells another one, and until a silence of more than 24 hours: so no record changes
/// what was known long before it, nor what is known after such a silence.
struct HeartbeatSilences {
    struct Silence {
        /// From the last record on.
        var carried: Range<Instant>
        /// Until the next record.
        var lost: Range<Instant>
    }

    private(set) var silences: [Silence] = []
    private let receipts: [Instant]
    private let spans: [Liveness.Span]

    /// From a boot to the next one that tells an interval.
    private struct Pledge {
        var range: Range<Instant>
        var limit: Int64
    }

    static let shortestLimit = 10 * Microseconds.minute

    init(_ events: [RecordedEvent], _ liveness: Liveness) {
        spans = liveness.spans
        let pledges = Self.pledges(events)
        guard !pledges.isEmpty else {
            receipts = []
            return
        }
        receipts = events.map(\.received).sorted()
        for pledge in pledges { follow(pledge) }
    }

    private static func pledges(_ events: [RecordedEvent]) -> [Pledge] {
        var told: [(at: Instant, seconds: Int64, received: Instant)] = []
        for recorded in events {
            guard case .heartbeatInterval(let seconds) = recorded.event.kind else { continue }
            if let last = told.last, last.at == recorded.at {
                guard recorded.received >= last.received else { continue }
                told.removeLast()
            }
            told.append((recorded.at, seconds, recorded.received))
        }
        return told.indices.compactMap { index in
            // 0 leaves the choice to the unit (OCPP 1.6 edition 2, section 6.6).
            guard told[index].seconds > 0 else { return nil }
            let end = index + 1 < told.count ? told[index + 1].at : .distantFuture
            let (twice, isOverflow) = told[index].seconds.multipliedReportingOverflow(by: 2 * Microseconds.second)
            let limit = min(Liveness.carry, max(shortestLimit, isOverflow ? .max : twice))
            return Pledge(range: told[index].at..<end, limit: limit)
        }
    }

    private mutating func follow(_ pledge: Pledge) {
        var index = spans.partitioningIndex { $0.last >= pledge.range.lowerBound }
        guard index < spans.count, spans[index].first < pledge.range.upperBound else { return }
        var quietSince = max(pledge.range.lowerBound, spans[index].first)
        var isKept = false
        while index < spans.count, spans[index].first < pledge.range.upperBound {
            let heard = spans[index].last
            if !isKept { isKept = isQuiet(&quietSince, until: min(heard, pledge.range.upperBound), pledge.limit) }
            index += 1
            let back = index < spans.count ? spans[index].first : Instant.distantFuture
            guard heard < pledge.range.upperBound else { return }
            let silence = back.microseconds(since: heard)
            guard back == .distantFuture || silence > pledge.limit else { continue }
            if isKept {
                let lost = heard.advanced(byMicroseconds: pledge.limit)
                silences.append(Silence(carried: heard..<lost, lost: lost..<back))
            }
            quietSince = back
            if silence > Liveness.carry { isKept = false }
        }
    }

    /// Whether the unit was heard for more than two limits without an event.
    private func isQuiet(_ since: inout Instant, until end: Instant, _ limit: Int64) -> Bool {
        var index = receipts.partitioningIndex { $0 > since }
        while index < receipts.count, receipts[index] <= end {
            if receipts[index].microseconds(since: since) > 2 * limit { return true }
            since = receipts[index]
            index += 1
        }
        return end.microseconds(since: since) > 2 * limit
    }
}
