package import Readings

extension [Review] {
    /// What the reviews, all of one device, say of a reading: the strongest that holds when it was observed; nil where
    /// nobody has looked yet.
    package func action(on quantity: Quantity, observedAt instant: Instant) -> Review.Action? {
        var strongest: Review.Action?
        for review in self where review.concerns(quantity) && review.validity.contains(instant) {
            strongest = Swift.max(strongest ?? review.action, review.action)
        }
        return strongest
    }

    /// What the reviews, all of one device, make of a window's figures. Invalid readings are not in the figures, so an
    /// invalid part says nothing about the rest:
    /// - `invalid`: the whole window is;
    /// - `suspect`: a part is suspect and not invalid;
    /// - `ratified`: every part that is not invalid is ratified;
    /// - nil: a part was not reviewed, so the figures are provisional.
    package func status(of quantity: Quantity, in window: Range<Instant>) -> Review.Action? {
        guard !isEmpty, !window.isEmpty else { return nil }
        let reviews = filter { $0.concerns(quantity) && $0.validity.overlaps(window) }
        guard !reviews.isEmpty else { return nil }
        // Between two neighbouring edges nothing changes, so the first instant of each piece speaks for it.
        var starts = [window.lowerBound]
        for review in reviews {
            for edge in [review.validity.lowerBound, review.validity.upperBound] where window.contains(edge) {
                starts.append(edge)
            }
        }
        var counted: [Review.Action?] = []
        for start in starts {
            let action = reviews.action(on: quantity, observedAt: start)
            if action != .invalid { counted.append(action) }
        }
        if counted.isEmpty { return .invalid }
        if counted.contains(.suspect) { return .suspect }
        return counted.contains(nil) ? nil : .ratified
    }
}
