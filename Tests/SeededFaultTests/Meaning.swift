import Readings

/// What a message of the traffic says: known from its making, never from decoding it.
enum Meaning {
    /// A message of `City.sensors[sensor]`; `stamp` is what the payload says.
    case air(sensor: Int, stamp: Instant?, readings: [Reading])
    case started(transaction: Int)
    case numbered(transaction: Int)
    case stopped(transaction: Int)
    /// Another message of a charge point of the borough.
    case charger(borough: String)
    case quarantined
    case ignored

    /// Nobody keeps the calls of a transaction.
    var canBeRetained: Bool {
        switch self {
        case .air, .charger, .quarantined, .ignored: true
        case .started, .numbered, .stopped: false
        }
    }

    struct Reading {
        var quantity: Quantity
        var millionths: Int64
        /// False for a value that no instrument measures.
        var isInRange = true
    }
}

/// A visit of a car, as its messages tell it.
struct Visit {
    var chargePoint: String
    var connector: Int
    var borough: String
    var plugIn: Instant
    var unplug: Instant
    /// In Wh.
    var meterStart: Int
    var meterStop: Int
}

/// A message that a device sends, and what the journal is to keep of it.
struct Publication {
    /// When the broker has it, by the true time.
    var arrival: Instant
    var topic: String
    var payload: String
    /// The payload without personal fields.
    var journalled: String
    var isRetained: Bool
    var meaning: Meaning
}
