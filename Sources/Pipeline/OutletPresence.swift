import Charging
import Readings
import Tables

/// When cars were at connectors that share an EVSE, and charged, as sessions and words tell it: how much of the connectors' time
/// is that of two cars at once. The hours tell how long each was there, and not when.
struct OutletPresence {
    /// How much less than the sum of its connectors' an EVSE's time is.
    struct Shared {
        var pluggedIn: Int64 = 0
        var charging: Int64 = 0
    }

    private struct Times {
        var pluggedIn: [Range<Instant>] = []
        var charging: [Range<Instant>] = []
        /// Words that say that a car takes nothing.
        var pauses: [Range<Instant>] = []

        mutating func unite() {
            pluggedIn = pluggedIn.united()
            charging = charging.united().subtracting(pauses.united())
            pauses = []
        }
    }

    private var times: [Equipment: Times] = [:]

    mutating func take(_ row: StatusRow) {
        guard row.status.word.meaning.occupancy == .pluggedIn, row.status.start < row.status.end else { return }
        let range = row.status.start..<row.status.end
        let connector = Equipment(row.place)
        times[connector, default: Times()].pluggedIn.append(range)
        switch row.status.word {
        case .charging: times[connector, default: Times()].charging.append(range)
        case .inUse: break
        default: times[connector, default: Times()].pauses.append(range)
        }
    }

    mutating func take(_ session: PublishedSession) {
        let connector = Equipment(session.place)
        let end = session.unplug ?? .distantFuture
        if session.plugIn < end { times[connector, default: Times()].pluggedIn.append(session.plugIn..<end) }
        guard let start = session.chargeStart else { return }
        let chargeEnd = session.chargeEnd ?? end
        if start < chargeEnd { times[connector, default: Times()].charging.append(start..<chargeEnd) }
    }

    /// Keeps what is told of connectors that share an EVSE, and no more is taken.
    mutating func end() {
        let groups = Dictionary(grouping: times.keys, by: \.evse)
        times = times.filter { groups[$0.key.evse]?.count ?? 0 > 1 }
        for connector in times.keys { times[connector]?.unite() }
    }

    func shared(among connectors: some Sequence<Equipment>, in piece: Range<Instant>) -> Shared {
        let told = connectors.compactMap { times[$0] }
        guard told.count > 1 else { return Shared() }
        func excess(_ ranges: [[Range<Instant>]]) -> Int64 {
            let parts = ranges.map { $0.part(in: piece) }
            return parts.reduce(0) { $0 + $1.microseconds } - parts.flatMap(\.self).united().microseconds
        }
        return Shared(pluggedIn: excess(told.map(\.pluggedIn)), charging: excess(told.map(\.charging)))
    }
}

extension [Range<Instant>] {
    /// The part of a united set that lies in a piece of time.
    fileprivate func part(in piece: Range<Instant>) -> [Range<Instant>] {
        var index = partitioningIndex { $0.upperBound > piece.lowerBound }
        var part: [Range<Instant>] = []
        while index < count, self[index].lowerBound < piece.upperBound {
            part.append(self[index].clamped(to: piece))
            index += 1
        }
        return part
    }
}
