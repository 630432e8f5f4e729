package import Readings

/// Whose an event is. Most are the topic's device's, and say their connector themselves.
package struct EventSubject: Hashable, Sendable {
    /// The charge point, EVSE or public EVSE identifier that the payload names; nil: the topic's device. Any text: the
    /// caller looks it up.
    package var device: String?
    /// Another name of the same, for where no registry row has the first: a public identifier, a radio's address.
    package var alias: String?
    /// The EVSE within the charge point. The event's connector is then counted within the EVSE, from 1; nil where the
    /// message speaks of the EVSE as a whole.
    package var evse: EVSEReference?

    package init(device: String? = nil, alias: String? = nil, evse: EVSEReference? = nil) {
        self.device = device
        self.alias = alias
        self.evse = evse
    }

    package static let topicsDevice = EventSubject()
}

/// Who wrote a message, as far as its content tells.
package enum MessageOrigin: Hashable, Sendable {
    /// The unit, or somebody who speaks for it as it happens.
    case unit
    /// A reply or an error, of either side: a reply to the unit follows the unit's own call.
    case reply
    /// A call that either side may send, or an unknown one.
    case either
    /// A call that only the central system sends.
    case centralSystem
    /// A broker or a system that tells of units without hearing them at that moment: a last will, a list of all units.
    case thirdParty
}
