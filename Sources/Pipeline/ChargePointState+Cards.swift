import Charging
import Readings

extension ChargePointState {
    /// How long before a transaction its card may have been presented.
    static let fromCardToStart = 2 * Microseconds.minute
    /// How far apart a card and what decides whose it is may lie: the words of a minute, and a start.
    static let reachOfCard = fromCardToStart + 2 * Microseconds.minute

    var hasOneConnector: Bool { numbers.count < 2 }

    /// The cards that were presented in a stretch of time or next to it. One that names no connector, as OCPP's `Authorize`, is of
    /// one connector at most: of the transaction that begins next, where its connector waited for a card, and else of the
    /// connector that began to wait last.
    func cards(near stretch: Range<Instant>) -> [PresentedCard] {
        if hasOneConnector { return log.cards(in: stretch) }
        let reach = Self.reachOfCard
        let around =
            stretch.lowerBound.advanced(byMicroseconds: -reach)..<stretch.upperBound.advanced(byMicroseconds: reach)
        var cards = log.cards(in: around)
        let nameless = cards.indices.filter { cards[$0].connector == nil }
        guard !nameless.isEmpty else { return cards }
        let waiting = waiting(around, at: stretch.lowerBound)
        for start in cards.indices.filter({ cards[$0].connector != nil }) {
            let claimed = nameless.last { index in
                let delay = cards[start].at.microseconds(since: cards[index].at)
                return cards[index].connector == nil && delay >= 0 && delay <= Self.fromCardToStart
                    && waiting.contains { episode in
                        cards[start].belongs(to: episode.span, ofConnector: episode.connector)
                            && cards[index].belongs(to: episode.span, ofConnector: episode.connector)
                    }
            }
            if let claimed { cards[claimed].connector = cards[start].connector }
        }
        for index in nameless where cards[index].connector == nil {
            let near = waiting.filter { cards[index].belongs(to: $0.span, ofConnector: $0.connector) }
            cards[index].connector = Self.last(of: near, at: cards[index].at)
        }
        return cards
    }

    private struct Episode {
        var connector: Int
        var span: Range<Instant>
    }

    /// Where connectors waited for a card or a car, ordered by connector.
    private func waiting(_ around: Range<Instant>, at instant: Instant) -> [Episode] {
        numbers.flatMap { number -> [Episode] in
            guard let history = history(ofConnector: number, at: instant) else { return [] }
            return history.statuses.compactMap { status in
                guard status.start < around.upperBound, status.end > around.lowerBound else { return nil }
                return history.beforeCharging(status).map { Episode(connector: number, span: $0) }
            }
        }
    }

    /// The connector that began to wait last before the card; else the one that begins next, and else the one that waited last.
    private static func last(of near: [Episode], at card: Instant) -> Int? {
        if let now = near.filter({ $0.span.lowerBound <= card && card <= $0.span.upperBound })
            .max(by: { $0.span.lowerBound < $1.span.lowerBound })
        {
            return now.connector
        }
        if let next = near.filter({ $0.span.lowerBound > card }).min(by: { $0.span.lowerBound < $1.span.lowerBound }) {
            return next.connector
        }
        // Nobody's, where none waits.
        return near.max { $0.span.upperBound < $1.span.upperBound }?.connector ?? nil
    }
}
