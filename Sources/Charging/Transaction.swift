import Readings

/// A start and, where one was found, its stop.
struct Transaction: Sendable {
    var connector: Int
    var plugIn: Instant
    var received: Instant
    var messageID: String
    var meterStart: WattHours
    var fate = StampFate.taken
    /// Whether `meterStart` and the stop's meter are values of a meter; else they stand for nothing.
    var hasMeter = true
    /// What OCPI tells of it.
    var record: SessionRecord?
    /// When others last told of it.
    var heard: Instant?
    /// From the central system's reply.
    var number: Int64?
    var stop: Stop?
    var pairing = PairingEvidence.start
    /// What became of the stamps of its starts and stops.
    var fates: [StampFate] {
        [fate] + [stop?.fate].compactMap(\.self) + joints.compactMap { $0.stop?.fate }
    }

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

    /// Whether a measurement that names a transaction may be of this one: numbers that are not known cannot be compared.
    func isNamed(by named: Int64?) -> Bool? {
        guard let named, named >= 0, number != nil || joints.contains(where: { $0.number != nil }) else { return nil }
        return named == number || joints.contains { $0.number == named }
    }

    struct Stop: Sendable {
        var connector: Int?
        var at: Instant
        var received: Instant
        var number: Int64
        var meter: WattHours
        var reason: StopReason
        var fate = StampFate.taken

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
    /// No transaction is told at all; a contactor or a meter shows the car.
    case meter
    /// No transaction is told at all; the words of the connector show the car.
    case status
    /// An OCPI session or charge detail record.
    case record

    /// Whether messages of the visit itself tell it, and not only what the connector was meanwhile.
    var isTold: Bool { self != .meter && self != .status }
}

extension TransactionKey {
    /// A number for each key, by which measurements find their transaction: those of texts lie above all that central
    /// systems count to (64-bit FNV-1a).
    var joining: Int64 {
        switch self {
        case .number(let number): return number
        case .text(let text):
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return Int64(hash >> 2 | 1 << 62)
        }
    }
}

extension Transaction {
    var isReasonTold: Bool { pairing.isTold && record == nil }

    static let firstTextNumber = Int64(1) << 62
}
