package import Charging
package import Readings

/// A row of charging/status: what a unit says of one connector, for a stretch of one UTC day. The rows of a day's file
/// cover the whole time in which the connector was there, silence too, so that what is worked out from the files needs
/// neither the day before nor the registry.
package struct StatusRow: Hashable, Sendable {
    package var place: ConnectorOfTime
    package var status: StatusInterval
    /// Somebody presented a card while the connector was `Preparing`, or `InUse` and not yet charging: an attempt to charge.
    package var isCardPresented: Bool

    package init(place: ConnectorOfTime, status: StatusInterval, isCardPresented: Bool = false) {
        self.place = place
        self.status = status
        self.isCardPresented = isCardPresented
    }

    /// Whether it is of a time in which a driver may begin. OCPP 2.0.1 has no word for that: its `Occupied` is, where a card was
    /// presented before the car charged.
    package var mayBeAttempt: Bool { status.word == .preparing || (status.word == .inUse && isCardPresented) }

    static let cardFlag = "card_presented"

    static let columns = [
        "start", "end", "borough", "site", "charge_point", "evse", "connector", "status", "error_code", "evidence",
        "operator", "rated_kw", "flags",
    ]
}

/// A connector as one row of the registry has it.
package struct ConnectorOfTime: Hashable, Sendable {
    package var site: String
    package var chargePoint: String
    package var evse: String
    package var connector: Int
    /// Empty where the registry names none.
    package var operatorName: String
    package var ratedKilowatts: Millionths

    package init(
        site: String, chargePoint: String, evse: String, connector: Int, operatorName: String,
        ratedKilowatts: Millionths
    ) {
        self.site = site
        self.chargePoint = chargePoint
        self.evse = evse
        self.connector = connector
        self.operatorName = operatorName
        self.ratedKilowatts = ratedKilowatts
    }
}

extension StateEvidence {
    /// The word in the tables of statuses, where silence is what a row rests on.
    package var statusWord: String { self == .none ? "silence" : rawValue }

    package init?(statusWord: String) {
        self.init(rawValue: statusWord == "silence" ? StateEvidence.none.rawValue : statusWord)
    }
}

extension [UInt8] {
    package mutating func append(_ row: StatusRow, borough: String) {
        let (place, status) = (row.place, row.status)
        status.start.appendISO8601(to: &self)
        comma()
        status.end.appendISO8601(to: &self)
        for text in [borough, place.site, place.chargePoint, place.evse] {
            comma()
            append(text: text)
        }
        comma()
        append(whole: Int64(place.connector))
        for text in [status.word.rawValue, status.errorCode, status.evidence.statusWord, place.operatorName] {
            comma()
            append(text: text)
        }
        comma()
        append(millionths: place.ratedKilowatts.count)
        comma()
        // In alphabetical order.
        append(text: ((row.isCardPresented ? [StatusRow.cardFlag] : []) + status.flags.words).joined(separator: " "))
        endRow()
    }
}
