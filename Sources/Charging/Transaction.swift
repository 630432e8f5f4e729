import Readings

/// A start and, where one was found, its stop.
struct Transaction: Sendable {
    var connector: Int
    var plugIn: Instant
    var received: Instant
    var messageID: String
    var meterStart: WattHours
    /// From the central system's reply.
    var number: Int64?
    var stop: Stop?
    var pairing = PairingEvidence.start
    /// Where a reboot cut the visit in two; empty for most.
    var joints: [Joint] = []

    /// The end of one transaction and the start of the next one that goes on with it.
    struct Joint: Sendable {
        /// Nil where it was lost.
        var stop: Stop?
        var restart: Instant
        var meterRestart: WattHours
        var number: Int64?
    }

    /// Whether a measurement that names a transaction may be of this one: numbers that are not known cannot be compared. A
    /// text is the name of another: a transaction of OCPP 1.6 has a number.
    func isNamed(by named: TransactionKey?) -> Bool? {
        guard let named else { return nil }
        guard let wanted = named.number else { return false }
        guard wanted >= 0, number != nil || joints.contains(where: { $0.number != nil }) else { return nil }
        return wanted == number || joints.contains { $0.number == wanted }
    }

    struct Stop: Sendable {
        var connector: Int?
        var at: Instant
        var received: Instant
        var number: Int64
        var meter: WattHours
        var reason: StopReason

        /// Earlier stops choose first.
        static func precedes(_ left: Stop, _ right: Stop) -> Bool {
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            if left.number != right.number { return left.number < right.number }
            if left.meter != right.meter { return left.meter < right.meter }
            return left.reason.rawValue < right.reason.rawValue
        }
    }

    static func precedes(_ left: Transaction, _ right: Transaction) -> Bool {
        if left.plugIn != right.plugIn { return left.plugIn < right.plugIn }
        if left.received != right.received { return left.received < right.received }
        if left.connector != right.connector { return left.connector < right.connector }
        if left.messageID != right.messageID { return left.messageID < right.messageID }
        return left.meterStart < right.meterStart
    }
}

/// How a session's two ends were joined. The raw values are the words in the files.
package enum PairingEvidence: String, CaseIterable, Sendable {
    /// The stop names the number that the reply gave to the start.
    case transaction
    /// The reply was not seen, or the stop says -1 (OCPP 1.6 errata v4, 3.18): joined by connector and order.
    case order
    /// No stop was found.
    case start
}
