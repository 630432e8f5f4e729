/// One thing that a charge point reported, without any personal field.
package struct ChargerEvent: Hashable, Sendable {
    /// The connector, 1 and up; 0 is the charge point as a whole; nil where the message does not say (a stop, a reply).
    package var connector: Int?
    /// The charge point's own stamp; nil when the message has none.
    package var stamp: Instant?
    package var kind: Kind

    package enum Kind: Hashable, Sendable {
        /// `errorCode` is of the words of OCPP 1.6 section 7.6, or empty where the format has none. An error beside a word
        /// other than `faulted` is a warning.
        case status(ConnectorWord, errorCode: String)
        /// `messageID` joins the start with the reply that carries its transaction number.
        case started(messageID: String, meter: WattHours)
        /// The central system's reply to the call `messageID`: the number of the transaction.
        case numbered(messageID: String, transaction: Int64)
        case stopped(transaction: Int64, meter: WattHours, reason: StopReason)
        /// A cumulative energy register; `transaction` where the message names one.
        case register(WattHours, transaction: TransactionKey?)
        /// Active power at that moment, in millionths of a watt.
        case power(microwatts: Int64, transaction: TransactionKey?)
        /// The energy of the interval that ends at the stamp. Intervals add up; they never mix with registers.
        case interval(WattHours, transaction: TransactionKey?)
        /// The energy since the session began, from a counter that starts anew with each.
        case sessionEnergy(WattHours, transaction: TransactionKey?)
        /// Whether a cable joins the connector and a car, as units say it that know no status words.
        case plugged(Bool)
        /// Whether a current flows, as units say it that know no status words.
        case chargingNow(Bool)
        /// Whether something is broken, as units say it in a field of its own. What its other fields say of the connector goes
        /// on beside it, and holds again when the fault is over.
        case fault(Bool)
        /// The unit began to work: it was switched on, or it restarted.
        case booted
        /// What the central system asked of the unit in reply to its boot: a heartbeat after that much silence.
        case heartbeatInterval(seconds: Int64)
        /// What a topic says of the unit's link to the broker or the central system; false is its last will.
        case link(isUp: Bool)
        /// A sensor in the bay: a vehicle stands there, with a cable or without.
        case bay(isOccupied: Bool)
        /// Somebody presented a card or an account; whose is not kept.
        case cardPresented
        /// OCPP 2.0.1 TransactionEvent.
        indirect case transaction(TransactionUpdate)
        /// A session or a charge detail record of OCPI, as far as the message tells it.
        indirect case sessionRecord(SessionRecord)
    }

    package init(connector: Int?, stamp: Instant?, kind: Kind) {
        self.connector = connector
        self.stamp = stamp
        self.kind = kind
    }
}
