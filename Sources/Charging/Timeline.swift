import Readings

/// Lays the evidence of one connector over each other: a transaction is stronger than a status; plugged in wins over out
/// of service, then blocked, reserved, available, unknown.
enum Timeline {
    static func merged(
        sessions: [ChargingSession], states: [StateInterval], outOfService: [StateInterval],
        blocked: [Range<Instant>] = []
    ) -> [StateInterval] {
        let occupied = union(sessions.compactMap(\.occupied))
        let charging = union(sessions.flatMap(\.charging))
        let untold = union(sessions.filter { $0.chargingMicroseconds == nil }.compactMap(\.occupied))
        var bounds: Set<Instant> = []
        for range in occupied + charging + untold + blocked {
            bounds.insert(range.lowerBound)
            bounds.insert(range.upperBound)
        }
        for interval in states + outOfService {
            bounds.insert(interval.start)
            bounds.insert(interval.end)
        }
        let edges = bounds.sorted()
        var occupiedAt = 0
        var chargingAt = 0
        var untoldAt = 0
        var blockedAt = 0
        var stateAt = 0
        var outOfServiceAt = 0
        var timeline: [StateInterval] = []
        for (start, end) in zip(edges, edges.dropFirst()) {
            skip(&occupiedAt, occupied, endedBy: start)
            skip(&chargingAt, charging, endedBy: start)
            skip(&untoldAt, untold, endedBy: start)
            skip(&blockedAt, blocked, endedBy: start)
            while stateAt < states.count, states[stateAt].end <= start { stateAt += 1 }
            while outOfServiceAt < outOfService.count, outOfService[outOfServiceAt].end <= start { outOfServiceAt += 1 }

            var interval = StateInterval(start: start, end: end, state: .unknown, isCharging: false, evidence: .none)
            let word = stateAt < states.count && states[stateAt].start <= start ? states[stateAt] : nil
            if covers(occupied, occupiedAt, start) {
                interval.state = .pluggedIn
                interval.isCharging = covers(charging, chargingAt, start)
                interval.knowsCharging = interval.isCharging || !covers(untold, untoldAt, start)
                interval.evidence = .transaction
            } else if outOfServiceAt < outOfService.count, outOfService[outOfServiceAt].start <= start,
                word?.state != .pluggedIn, word?.state != .outOfService
            {
                interval.state = .outOfService
                interval.evidence = outOfService[outOfServiceAt].evidence
            } else if let word {
                interval.state = word.state
                interval.isCharging = word.isCharging
                interval.knowsCharging = word.knowsCharging
                interval.evidence = word.evidence
            }
            if covers(blocked, blockedAt, start), interval.state.yieldsToBlocked {
                interval = StateInterval(start: start, end: end, state: .blocked, isCharging: false, evidence: .status)
            }
            append(interval, to: &timeline)
        }
        return timeline
    }

    private static func append(_ interval: StateInterval, to timeline: inout [StateInterval]) {
        if let last = timeline.last, last.state == interval.state, last.isCharging == interval.isCharging,
            last.evidence == interval.evidence, last.knowsCharging == interval.knowsCharging
        {
            timeline[timeline.count - 1].end = interval.end
        } else {
            timeline.append(interval)
        }
    }

    private static func skip(_ index: inout Int, _ ranges: [Range<Instant>], endedBy instant: Instant) {
        while index < ranges.count, ranges[index].upperBound <= instant { index += 1 }
    }

    private static func covers(_ ranges: [Range<Instant>], _ index: Int, _ instant: Instant) -> Bool {
        index < ranges.count && ranges[index].lowerBound <= instant
    }

    /// Ranges that neither overlap nor touch, ascending.
    static func union(_ ranges: [Range<Instant>]) -> [Range<Instant>] {
        var merged: [Range<Instant>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension ConnectorState {
    /// Whether a vehicle in the bay says more than this state.
    fileprivate var yieldsToBlocked: Bool { self == .available || self == .reserved || self == .unknown }
}
