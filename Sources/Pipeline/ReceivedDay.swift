import Readings

/// What was received on one UTC day, and what became of it.
struct ReceivedDay: Sendable {
    /// Days since 1970-01-01.
    let day: Int32
    /// By the number of their source.
    var balances: [MessageBalance] = []
    private(set) var quarantined: [QuarantinedMessage] = []
    private(set) var late: [LateReading] = []
    private(set) var unknown: [UnknownDevice.Key: UnknownDevice] = [:]
    /// A reading of the day lies beyond memory, so the numbers of copies are not known here: a rebuild has them.
    var isLeftToRebuild = false
    /// Written files are older than this.
    var isChanged = true

    /// The files are for a person to read, and bounded: what is left out is in the balance, and in the journal.
    static let mostQuarantined = 1000
    static let mostLate = 20_000
    static let mostUnknown = 1000

    init(day: Int32) {
        self.day = day
    }

    mutating func quarantine(_ message: @autoclosure () -> QuarantinedMessage) {
        if quarantined.count < Self.mostQuarantined { quarantined.append(message()) }
    }

    mutating func note(late reading: LateReading) {
        if late.count < Self.mostLate { late.append(reading) }
    }

    /// Whether a device is on the list already, or there is room for it.
    func hasRoom(for key: UnknownDevice.Key) -> Bool {
        unknown.count < Self.mostUnknown || unknown[key] != nil
    }

    mutating func restore(unknown key: UnknownDevice.Key, _ device: UnknownDevice) {
        unknown[key] = device
    }

    mutating func note(unknown key: UnknownDevice.Key, received: Instant, quantities: [Quantity], connectors: [Int]) {
        unknown[key, default: UnknownDevice(firstSeen: received, lastSeen: received)]
            .note(received, quantities, connectors)
    }
}

/// A message that could not be taken.
struct QuarantinedMessage: Hashable, Sendable {
    var received: Instant
    var reason: QuarantineReason
    var topic: [UInt8]
    /// The first bytes of the payload.
    var payload: [UInt8]
    /// Of the whole payload.
    var payloadBytes: Int

    static let mostTopicBytes = 1024
    static let mostPayloadBytes = 2048

    init(received: Instant, reason: QuarantineReason, topic: [UInt8], payload: [UInt8], payloadBytes: Int) {
        self.received = received
        self.reason = reason
        self.topic = topic
        self.payload = payload
        self.payloadBytes = payloadBytes
    }

    init(received: Instant, reason: QuarantineReason, topic: Span<UInt8>, payload: Span<UInt8>) {
        self.received = received
        self.reason = reason
        self.topic = Self.first(Self.mostTopicBytes, of: topic)
        self.payload = Self.first(Self.mostPayloadBytes, of: payload)
        payloadBytes = payload.count
    }

    private static func first(_ most: Int, of bytes: Span<UInt8>) -> [UInt8] {
        var first: [UInt8] = []
        for offset in 0..<min(most, bytes.count) { first.append(bytes[offset]) }
        return first
    }
}

/// A reading that came too long after it was observed.
struct LateReading: Hashable, Sendable {
    var received: Instant
    var observed: Instant
    /// The number of its source.
    var source: Int
    /// A quantity, or the kind of a charger's event.
    var what: String
    var unit: String
    /// Millionths of the unit; nil for an event.
    var value: Int64?
    /// A person admitted it from the ledger.
    var isAdmitted: Bool
}

/// A device that no registry row names, as its messages of one day show it.
struct UnknownDevice: Hashable, Sendable {
    struct Key: Hashable, Sendable {
        var area: String
        var isCharger: Bool
        var dialect: String
        var device: String
    }

    var firstSeen: Instant
    var lastSeen: Instant
    var messages = 0
    var quantities: Set<Quantity> = []
    /// Of a charge point, as far as its messages name them.
    var connectors: Set<Int> = []

    init(firstSeen: Instant, lastSeen: Instant) {
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    mutating func note(_ received: Instant, _ more: [Quantity], _ others: [Int]) {
        firstSeen = min(firstSeen, received)
        lastSeen = max(lastSeen, received)
        messages += 1
        quantities.formUnion(more)
        connectors.formUnion(others)
    }
}
