package import Readings

/// A row of `reviews.csv`: what a person decided about an air sensor's readings of a span of time.
package struct Review: Hashable, Sendable {
    /// From the weakest to the strongest: where rows of one device overlap, the strongest holds, so that a bad hour can be
    /// taken out of a quarter that is ratified as a whole.
    package enum Action: String, CaseIterable, Comparable, Sendable {
        /// The readings are final.
        case ratified
        /// The readings count, and are not to be relied on.
        case suspect
        /// The readings count nowhere.
        case invalid

        package static func < (left: Action, right: Action) -> Bool {
            left.strength < right.strength
        }

        private var strength: Int {
            switch self {
            case .ratified: 0
            case .suspect: 1
            case .invalid: 2
            }
        }
    }

    package var device: String
    /// Nil: all quantities of the device.
    package var quantity: Quantity?
    /// The row holds for readings observed in [validFrom, validTo); without an end it holds until further notice.
    package var validFrom: Instant
    package var validTo: Instant?
    package var action: Action
    /// For people. A row that doubts readings has one; one that ratifies them may do without.
    package var reason: String?
    /// Who decided.
    package var by: String?

    package init(
        device: String, quantity: Quantity? = nil, validFrom: Instant, validTo: Instant? = nil, action: Action,
        reason: String? = nil, by: String? = nil
    ) {
        self.device = device
        self.quantity = quantity
        self.validFrom = validFrom
        self.validTo = validTo
        self.action = action
        self.reason = reason
        self.by = by
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }

    package func concerns(_ quantity: Quantity) -> Bool {
        self.quantity == nil || self.quantity == quantity
    }
}

extension Review {
    init?(_ row: SheetRow, devices: Set<String>?, _ findings: inout Findings) {
        let device = row.reference("device", "device", in: "air_sensors.csv", names: devices, &findings)
        let quantity = row.word("quantity", Quantity.allCases.map { ($0.name, $0) }, &findings)
        // Without a start a slip of the hand would take away a device's whole past.
        let isStarted = row.required("from", expected: "the first day or instant that was reviewed", &findings) != nil
        let (from, to) = row.validity(&findings)
        let action = row.requiredWord("action", Action.self, &findings)
        var reason = row.text("reason")
        if let action, action > .ratified {
            reason = row.required("reason", expected: "why the readings are \(action.rawValue)", &findings)
        }
        guard let device, isStarted, let from, let action else { return nil }
        self.init(
            device: device, quantity: quantity, validFrom: from, validTo: to, action: action, reason: reason,
            by: row.text("by"))
    }
}
