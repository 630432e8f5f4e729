import Charging
import Readings
import Tables

/// Where connectors were `Preparing` and a card was presented, and what their sessions delivered. An attempt belongs to the
/// month in which it begins, whichever month it ends in.
struct AttemptsOfMonth {
    private struct Episode {
        var span: Range<Instant>
        /// A card was presented.
        var hasCard: Bool
    }

    /// How far behind the month it is looked what came of an attempt: as far as the day next to it, in any zone.
    static let tail = 2 * Microseconds.hour

    private var episodes: [ConnectorOfTime: [Episode]] = [:]
    private var transactions: [ConnectorOfTime: [(start: Instant, energy: WattHours?)]] = [:]

    /// Rows come in the order of time. An episode that goes on behind midnight is one.
    mutating func take(_ row: StatusRow) {
        guard row.mayBeAttempt else { return }
        var known = episodes[row.place] ?? []
        if let last = known.last, last.span.upperBound == row.status.start {
            known[known.count - 1].span = last.span.lowerBound..<row.status.end
            known[known.count - 1].hasCard = last.hasCard || row.isCardPresented
        } else {
            known.append(Episode(span: row.status.start..<row.status.end, hasCard: row.isCardPresented))
        }
        episodes[row.place] = known
    }

    mutating func take(_ session: PublishedSession) {
        transactions[session.place, default: []].append((session.plugIn, session.energy))
    }

    /// Of each connector that has any, with the start of its first.
    func counted(
        in window: Range<Instant>
    ) -> [(place: ConnectorOfTime, start: Instant, attempts: ChargingAttempts)] {
        episodes.compactMap { place, episodes in
            let presented = episodes.filter { $0.hasCard && window.contains($0.span.lowerBound) }.map(\.span)
            guard let first = presented.first else { return nil }
            // What an attempt of the next month led to is not this month's.
            let after = episodes.filter { $0.hasCard && $0.span.lowerBound >= window.upperBound }.map(\.span.lowerBound)
            let end = after.min() ?? .distantFuture
            let own = (transactions[place] ?? []).filter { $0.start < end }
            return (place, first.lowerBound, ChargingAttempts(episodes: presented, transactions: own))
        }
    }
}
