import Readings

/// The states of a connector, by their words in OCPP 1.6 (ChargePointStatus).
enum ChargerWord: String, Sendable {
    case available = "Available"
    case preparing = "Preparing"
    case charging = "Charging"
    case suspendedEV = "SuspendedEV"
    case finishing = "Finishing"
    case unavailable = "Unavailable"
    case faulted = "Faulted"

    /// Whether a car is at the cable.
    var isTaken: Bool {
        switch self {
        case .preparing, .charging, .suspendedEV, .finishing: true
        case .available, .unavailable, .faulted: false
        }
    }
}

/// A connector and its place: numbered through the charge point, and within its EVSE.
struct Plug: Sendable {
    var connector: Int
    var evse: Int
    var inEVSE: Int
}

/// A session as the unit keeps it.
struct UnitTransaction: Sendable {
    /// The central system's number, and whether the unit learned it.
    var number: Int64
    var isKnown = true
    var plug: Plug
    var visit: ChargingVisit
    /// When the unit ends it: with the visit, or a week later when it is stuck.
    var stop: Instant
    /// By the unit's clock.
    var startStamp: Instant
    /// As told.
    var registerStartWh: Int64
    var isStopLost = false
    /// The unit has ended it, and the car stands there for its last seconds.
    var isEnded = false
    /// Messages so far.
    var messages: Int64 = 0
    /// In the record of the truth.
    var truth: Int?

    var toldNumber: Int64 { isKnown ? number : -1 }
}

/// One thing that a charge point has to say, before a dialect puts it into words.
struct ChargerNews: Sendable {
    enum Kind: Sendable {
        case booted, heartbeat, status, started, sampled, stopped
    }

    var kind: Kind
    /// Nil: the unit as a whole.
    var plug: Plug?
    var word = ChargerWord.available
    var errorCode = "NoError"
    /// By the unit's clock.
    var stamp: Instant
    /// When it really was.
    var taken: Instant
    var transaction: UnitTransaction?
    /// Whether this plug says how its EVSE is: the one with the car, or the first of a free EVSE.
    var speaksForEVSE = true
    /// As the unit tells them: the register by its kind, and what the session took so far.
    var registerWh: Int64 = 0
    var sessionWh: Int64 = 0
    var powerW: Int64 = 0
    var reason = "EVDisconnected"
    /// It waited for the link.
    var wasQueued = false
    /// False: the answer gets lost.
    var isAnswered = true
    /// Counts the messages of a transaction from 0; nil for those that do not belong to one.
    var sequence: Int64?

    init(_ kind: Kind, of plug: Plug? = nil, stamp: Instant, taken: Instant) {
        self.kind = kind
        self.plug = plug
        self.stamp = stamp
        self.taken = taken
    }

    var isOfSession: Bool {
        switch kind {
        case .started, .sampled, .stopped: true
        case .booted, .heartbeat, .status: false
        }
    }
}

/// How a charge point's news become messages.
protocol ChargerVoice: Sendable {
    /// Seconds of silence after which the unit says something.
    var heartbeatSeconds: Int64 { get }
    /// Whether a sign of life repeats the state of every connector.
    var repeatsStates: Bool { get }
    /// Whether one meter counts what all plugs of an EVSE give.
    var hasMeterPerEVSE: Bool { get }
    /// When the unit last spoke.
    var lastWord: Instant { get }

    /// Whether the unit keeps this while the link is down, to send it late.
    func keeps(_ news: ChargerNews) -> Bool

    /// When its meter is told, where the value takes its time of receipt; nil where it has a stamp. Call it after `tell`.
    func meterTime(of news: ChargerNews) -> Instant?

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox)

    /// What the messages say of a session that was told from start to stop, or so far.
    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted?
}

extension ChargerVoice {
    func meterTime(of news: ChargerNews) -> Instant? { nil }
}
