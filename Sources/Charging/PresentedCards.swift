package import Readings

/// A card or an account that somebody presented.
package struct PresentedCard: Hashable, Sendable {
    package var at: Instant
    /// Nil where the message does not say, as OCPP 1.6's Authorize.
    package var connector: Int?

    /// A unit may send `Authorize` just before it says `Preparing`, and the start of a transaction just after it has left it.
    static let slack = Microseconds.minute

    /// Whether it was presented while a connector was `Preparing`.
    package func belongs(to preparing: Range<Instant>, ofConnector number: Int) -> Bool {
        guard connector ?? number == number else { return false }
        return at >= preparing.lowerBound.advanced(byMicroseconds: -Self.slack)
            && at <= preparing.upperBound.advanced(byMicroseconds: Self.slack)
    }
}

extension RecordedEvent {
    /// The card that the event tells of: one that was presented, or one with which a transaction began.
    package var card: PresentedCard? {
        switch event.kind {
        case .cardPresented, .started: PresentedCard(at: at, connector: event.connector)
        case .transaction(let update) where update.phase == .started && update.hasCard:
            PresentedCard(at: at, connector: event.connector)
        default: nil
        }
    }
}

extension ChargePointLog {
    /// The cards that were presented in a stretch of time or within a minute of it, in order of time.
    package func cards(in stretch: Range<Instant>) -> [PresentedCard] {
        let slack = PresentedCard.slack
        let reach =
            stretch.lowerBound.advanced(byMicroseconds: -slack)..<stretch.upperBound.advanced(byMicroseconds: slack + 1)
        return events.within(reach).compactMap(\.card)
    }
}
